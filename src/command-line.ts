import {buffer} from 'node:stream/consumers'
import {askAtTerminal} from './cli/ask.ts'
import type {World} from './cli/command.ts'
import {EXIT} from './cli/command.ts'
import type {CommandName} from './cli/command-names.ts'
import {ProgressLine} from './cli/format/progress-line.ts'
import {runCommand} from './cli/run.ts'
import type {Context} from './image/oci/image.ts'
import {architectureOfHost} from './image/oci/platform.ts'
import {analyseImage} from './operations/analyse-image.ts'
import {compareContents} from './operations/compare-contents.ts'
import {comparePackages} from './operations/comparison/compare-packages.ts'
import {compareWhole} from './operations/comparison/settle-contents.ts'
import type {Log} from './operations/debug-log.ts'
import type {IndexEvent} from './operations/index-image.ts'
import {loadImage} from './operations/load-image.ts'
import {findOpportunities} from './operations/sharing/find-opportunities.ts'
import type {WorkerPool} from './operations/worker/pool.ts'
import {screenOptions} from './settings/screen-options.ts'
import type {Settings} from './settings/settings.ts'
import type {User} from './sources/docker-config/auth-files.ts'
import {Engines} from './sources/engine/engines.ts'
import type {EngineSettings} from './sources/engine/places.ts'
import {Registries} from './sources/registry/registries.ts'
import {resolveReference} from './sources/resolve.ts'
import {Store} from './sources/store/store.ts'
import {printable} from './text/printable.ts'

export {exitCodeOf, failureText} from './cli/failure.ts'
export {programHelp} from './cli/help.ts'

/** The part of main that is loaded only when a command runs: the wiring of the commands with the operations. */
export interface CommandLineOptions {
  readonly pool: WorkerPool
  /** null: nothing is kept on disk */
  readonly cacheFolder: string | null
  readonly signal: AbortSignal
  readonly log: Log
  /** whose logins and certificates are taken */
  readonly user: User
  /** `--plain-http` */
  readonly plainHttp: boolean
  readonly engine: EngineSettings
  /** where our own store is, or will be */
  readonly storeFolder: string
  readonly settings: Settings
  /** the archive of the demo image */
  readonly demo: string
}

/** Runs a command with the arguments behind its name; gives the exit code. */
export function commandLine(name: CommandName, argv: readonly string[], options: CommandLineOptions): Promise<number> {
  return runCommand(name, argv, worldOf(options))
}

function worldOf(options: CommandLineOptions): World {
  const {pool, log, cacheFolder, signal, user, plainHttp, engine, storeFolder, settings, demo} = options
  const registries = new Registries({user, plainHttp})
  const engines = new Engines(engine)
  const store = new Store(storeFolder)
  const context: Context = {signal, progress: () => {}}
  const line = new ProgressLine(text => void process.stderr.write(text), process.stderr.isTTY === true)
  return {
    signal,
    now: Date.now(),
    sourceDateEpoch: process.env.SOURCE_DATE_EPOCH ?? null,
    columns: process.stdout.isTTY ? process.stdout.columns : null,
    showsProgress: process.stderr.isTTY === true,
    cacheFolder,
    cacheLimit: settings.cacheSize,
    silences: settings.ignore,
    screenOptions: screenOptions(),
    registries,
    user,
    ask: askAtTerminal,
    input: async () => (await buffer(process.stdin)).toString('utf8'),
    out: writeOut,
    outBytes: writeOut,
    err: text => void process.stderr.write(text),
    resolve: (reference, platform) =>
      resolveReference(reference, {
        ...(platform === null ? {} : {platform}),
        hostArchitecture: architectureOfHost(process.arch),
        context: {signal, progress: ({label, done, total}) => line.update(printable(label), done, total ?? 0)},
        stdin: process.stdin,
        registries,
        engines,
        store,
      }).finally(() => line.end()),
    analyse: (loaded, how) => {
      const progress: Context['progress'] = ({done, total}) =>
        line.update('Reading what may be there twice', done, total ?? 0)
      return analyseImage(loaded, {pool, context: {signal, progress}, ...how}).finally(() => {
        line.end()
        log('analysed')
      })
    },
    compare: (before, after, how) => {
      const progress: Context['progress'] = ({done, total}) => line.count('Comparing contents', done, total ?? 0)
      return compareWhole(before, after, {pool, context: {signal, progress}, ...how}).finally(() => line.end())
    },
    packages: compared => comparePackages(compared, context),
    opportunities: loaded => {
      const progress: Context['progress'] = ({done, total}) => line.update('Looking for twins', done, total ?? 0)
      return findOpportunities(loaded, {pool, context: {signal, progress}}).finally(() => line.end())
    },
    compareContents: (files, versions) => compareContents(files, versions, {pool, context}),
    explore: async reference => {
      const {explore} = await import('./explore.ts')
      return explore({...options, reference, home: false, platform: null, keys: process.stdin})
    },
    engine: () => engines.find(null, signal),
    engines,
    store,
    demo,
    stdin: process.stdin.isTTY ? null : process.stdin,
    load: (image, how) => {
      let left = image.layers.filter(({index}) => how.needs?.(index) ?? true).length
      const progress = new LayersProgress(line)
      return loadImage(image, {
        pool,
        cacheFolder,
        context,
        ...how,
        partial: false,
        onEvent: event => {
          progress.hear(event)
          if (event.type === 'layer-indexed' || event.type === 'layer-failed') {
            log(event.type, {layer: event.layer})
            if (--left === 0) log('all-layers-indexed')
          } else if (event.type === 'union' || event.type === 'contents-compared') log(event.type)
        },
      }).finally(() => line.end())
    },
  }
}

/** How far the layers are that take long enough to tell of it, as one line. */
class LayersProgress {
  private readonly line: ProgressLine
  private readonly layers = new Map<number, {readonly done: number; readonly total: number}>()

  constructor(line: ProgressLine) {
    this.line = line
  }

  hear(event: IndexEvent): void {
    if (event.type !== 'layer-progress') return
    this.layers.set(event.layer, event)
    const all = [...this.layers.values()]
    const sum = (pick: (of: {done: number; total: number}) => number) => all.reduce((total, of) => total + pick(of), 0)
    this.line.update(
      'Reading layers',
      sum(of => of.done),
      sum(of => of.total),
    )
  }
}

/** Waits until the reader took it. A reader that is gone (`| head`) ends the program quietly. */
function writeOut(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, error => {
      if (!error) resolve()
      else if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(EXIT.done)
      else reject(error)
    })
  })
}
