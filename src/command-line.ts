import type {World} from './cli/command.ts'
import {EXIT} from './cli/command.ts'
import type {CommandName} from './cli/command-names.ts'
import {ProgressLine} from './cli/format/progress-line.ts'
import {runCommand} from './cli/run.ts'
import type {Context} from './image/oci/image.ts'
import {architectureOfHost} from './image/oci/platform.ts'
import type {Log} from './operations/debug-log.ts'
import type {IndexEvent} from './operations/index-image.ts'
import {loadImage} from './operations/load-image.ts'
import type {WorkerPool} from './operations/worker/pool.ts'
import {resolveReference} from './sources/resolve.ts'
import {printable} from './text/printable.ts'

/** The part of main that is loaded only when a command runs: the wiring of the commands with the operations. */
export interface CommandLineOptions {
  readonly pool: WorkerPool
  /** null: nothing is kept on disk */
  readonly cacheFolder: string | null
  readonly signal: AbortSignal
  readonly log: Log
}

/** Runs a command with the arguments behind its name; gives the exit code. */
export function commandLine(name: CommandName, argv: readonly string[], options: CommandLineOptions): Promise<number> {
  return runCommand(name, argv, worldOf(options))
}

function worldOf({pool, log, cacheFolder, signal}: CommandLineOptions): World {
  const context: Context = {signal, progress: () => {}}
  const line = new ProgressLine(text => void process.stderr.write(text), process.stderr.isTTY === true)
  return {
    signal,
    now: Date.now(),
    columns: process.stdout.isTTY ? process.stdout.columns : null,
    showsProgress: process.stderr.isTTY === true,
    cacheFolder,
    out: writeOut,
    outBytes: writeOut,
    err: text => void process.stderr.write(text),
    resolve: (reference, platform) =>
      resolveReference(reference, {
        ...(platform === null ? {} : {platform}),
        hostArchitecture: architectureOfHost(process.arch),
        context: {signal, progress: ({label, done, total}) => line.update(printable(label), done, total ?? 0)},
        stdin: process.stdin,
      }).finally(() => line.end()),
    load: (image, how) => {
      let left = image.layers.length
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
