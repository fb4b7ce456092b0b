import {homedir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {World} from './cli/command.ts'
import {EXIT} from './cli/command.ts'
import {COMMON_OPTIONS} from './cli/commands.ts'
import {exitCodeOf, failureText} from './cli/failure.ts'
import {programHelp} from './cli/help.ts'
import {nearest, parseGiven} from './cli/parse.ts'
import {findCommand, runCommand} from './cli/run.ts'
import {LensError, toFailure} from './image/oci/error.ts'
import type {Context} from './image/oci/image.ts'
import {architectureOfHost} from './image/oci/platform.ts'
import {type Log, logTo, SILENT} from './operations/debug-log.ts'
import {loadImage} from './operations/load-image.ts'
import {WorkerPool} from './operations/worker/pool.ts'
import {resolveReference} from './sources/resolve.ts'

declare const __LAYERLENS_VERSION__: string

/** The one place that reads argv and the environment, wires the rooms together, and exits. */
async function main(argv: readonly string[]): Promise<number> {
  const controller = new AbortController()
  const stop = () => controller.abort()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  process.once('SIGHUP', stop)
  const command = argv[0] === undefined ? null : findCommand(argv[0])
  const pool = new WorkerPool(new URL('./worker.js', import.meta.url))
  let log: Log = SILENT
  try {
    const debug = optionOf(argv, 'debug')
    if (debug !== null) log = logTo(debug)
    log('start', {argv, node: process.version})
    const wiring: Wiring = {
      pool,
      log,
      cacheFolder: argv.includes('--no-cache') ? null : cacheFolder(),
      signal: controller.signal,
    }
    const code =
      command === null ? await program(argv, wiring) : await runCommand(command, argv.slice(1), world(wiring))
    return code
  } catch (error) {
    const failure = toFailure(error)
    log('failed', {...failure, stack: error instanceof Error ? error.stack : null})
    process.stderr.write(failureText(failure, log !== SILENT))
    return exitCodeOf(error)
  } finally {
    await pool.close()
  }
}

interface Wiring {
  readonly pool: WorkerPool
  readonly log: Log
  readonly cacheFolder: string | null
  readonly signal: AbortSignal
}

/** Without a command: help, version, or the explorer. */
async function program(argv: readonly string[], wiring: Wiring): Promise<number> {
  const given = parseGiven(argv, COMMON_OPTIONS)
  if (given.has('help')) {
    process.stdout.write(programHelp())
    return EXIT.done
  }
  if (given.has('version')) {
    process.stdout.write(`layerlens ${__LAYERLENS_VERSION__}\n`)
    return EXIT.done
  }
  if (given.positionals.length > 1) {
    const near = nearest(given.positionals[0]!, COMMAND_NAMES)
    throw new LensError('usage', 'One image at a time: layerlens [REF]', {
      advice: near === null ? 'See layerlens --help.' : `Or did you mean layerlens ${near}?`,
    })
  }
  if (!process.stdout.isTTY || !process.stdin.isTTY) {
    throw new LensError('usage', 'The explorer needs a terminal.', {
      advice: 'For a pipe or a script there are layerlens inspect REF and layerlens ls REF.',
    })
  }
  wiring.pool.warm()
  const reference = given.positionals[0] ?? fileURLToPath(new URL('../assets/demo.tar', import.meta.url))
  const {explore} = await import('./explore.ts')
  return explore({...wiring, reference, platform: given.value('platform')})
}

const COMMAND_NAMES = ['inspect', 'ls']

function world({pool, log, cacheFolder, signal}: Wiring): World {
  const context: Context = {signal, progress: () => {}}
  return {
    signal,
    now: Date.now(),
    columns: process.stdout.isTTY ? process.stdout.columns : null,
    out: writeOut,
    err: text => void process.stderr.write(text),
    resolve: (reference, platform) =>
      resolveReference(reference, {
        ...(platform === null ? {} : {platform}),
        hostArchitecture: architectureOfHost(process.arch),
        context,
      }),
    load: (image, how) => {
      let left = image.layers.length
      return loadImage(image, {
        pool,
        cacheFolder,
        context,
        ...how,
        partial: false,
        onEvent: event => {
          if (event.type === 'layer-indexed' || event.type === 'layer-failed') {
            log(event.type, {layer: event.layer})
            if (--left === 0) log('all-layers-indexed')
          } else if (event.type === 'union' || event.type === 'contents-compared') log(event.type)
        },
      })
    },
  }
}

/** Waits until the reader took it. A reader that is gone (`| head`) ends the program quietly. */
function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, error => {
      if (!error) resolve()
      else if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(EXIT.done)
      else reject(error)
    })
  })
}

function optionOf(argv: readonly string[], name: string): string | null {
  const at = argv.indexOf(`--${name}`)
  const inline = argv.find(argument => argument.startsWith(`--${name}=`))
  return inline?.slice(name.length + 3) ?? (at >= 0 ? (argv[at + 1] ?? null) : null)
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'layerlens', 'layers')
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done)
})
process.exitCode = await main(process.argv.slice(2))
