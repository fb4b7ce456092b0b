import {openSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {ReadStream} from 'node:tty'
import {fileURLToPath} from 'node:url'
import {EXIT} from './cli/command.ts'
import {COMMAND_NAMES, isCommandName} from './cli/command-names.ts'
import {COMMON_OPTIONS} from './cli/common-options.ts'
import {nearest, parseGiven} from './cli/parse.ts'
import {LensError, toFailure} from './image/oci/error.ts'
import {type Log, logTo, SILENT} from './operations/debug-log.ts'
import {WorkerPool} from './operations/worker/pool.ts'

declare const __LAYERLENS_VERSION__: string

/**
 * The one place that reads argv and the environment, wires the rooms together, and exits. What it imports is little: threads
 * are started first, and the rest is loaded while they start.
 */
async function main(argv: readonly string[]): Promise<number> {
  const controller = new AbortController()
  const stop = () => controller.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  const pool = new WorkerPool(new URL('./worker.js', import.meta.url))
  let log: Log = SILENT
  try {
    const debug = optionOf(argv, 'debug')
    if (debug !== null) log = logTo(debug)
    log('start', {argv, node: process.version})
    const cacheFolder = argv.includes('--no-cache') ? null : defaultCacheFolder()
    const wiring = {pool, log, cacheFolder, signal: controller.signal}
    const [name, ...rest] = argv
    if (!isCommandName(name)) return await program(argv, wiring)
    if (!rest.includes('--help')) pool.warm(pool.size)
    const {commandLine} = await import('./command-line.ts')
    return await commandLine(name, rest, wiring)
  } catch (error) {
    const failure = toFailure(error)
    log('failed', {...failure, stack: error instanceof Error ? error.stack : null})
    const {exitCodeOf, failureText} = await import('./cli/failure.ts')
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
}

/** Without a command: help, version, or the explorer. */
async function program(argv: readonly string[], wiring: Wiring): Promise<number> {
  const given = parseGiven(argv, COMMON_OPTIONS)
  if (given.has('help')) {
    const {programHelp} = await import('./cli/help.ts')
    process.stdout.write(programHelp())
    return EXIT.done
  }
  if (given.has('version')) {
    process.stdout.write(`layerlens ${__LAYERLENS_VERSION__}\n`)
    return EXIT.done
  }
  const [reference, ...more] = given.positionals
  if (reference !== undefined && more.length > 0) {
    const near = nearest(reference, COMMAND_NAMES)
    throw new LensError('usage', 'One image at a time: layerlens [REF]', {
      advice: near === null ? 'See layerlens --help.' : `Or did you mean layerlens ${near}?`,
    })
  }
  // An archive may come by a pipe; the keys then come from the terminal itself.
  const piped = !process.stdin.isTTY && (reference === undefined || readsStandardInput(reference))
  const keys = piped ? openTerminal() : process.stdin
  if (!process.stdout.isTTY || !keys?.isTTY) {
    throw new LensError('usage', 'The explorer needs a terminal.', {
      advice: 'For a pipe or a script there are layerlens inspect REF and layerlens ls REF.',
    })
  }
  wiring.pool.warm()
  const {explore} = await import('./explore.ts')
  const opened = reference ?? (piped ? '-' : demoImage())
  const code = await explore({...wiring, reference: opened, platform: given.value('platform'), keys})
  if (keys !== process.stdin) keys.destroy()
  return code
}

function readsStandardInput(reference: string): boolean {
  return /^(?:[a-z-]+:)?-(?::|$)/.test(reference)
}

/** The terminal that the program was started from, null where there is none. */
function openTerminal(): ReadStream | null {
  try {
    return new ReadStream(openSync('/dev/tty', 'r'))
  } catch {
    return null
  }
}

function demoImage(): string {
  return fileURLToPath(new URL('../assets/demo.tar', import.meta.url))
}

function optionOf(argv: readonly string[], name: string): string | null {
  const at = argv.indexOf(`--${name}`)
  const inline = argv.find(argument => argument.startsWith(`--${name}=`))
  return inline?.slice(name.length + 3) ?? (at >= 0 ? (argv[at + 1] ?? null) : null)
}

function defaultCacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'layerlens', 'layers')
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done)
})
process.exitCode = await main(process.argv.slice(2))
