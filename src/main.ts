import {openSync} from 'node:fs'
import {homedir} from 'node:os'
import {join} from 'node:path'
import {ReadStream} from 'node:tty'
import {fileURLToPath} from 'node:url'
import {EXIT} from './cli/command.ts'
import {COMMAND_NAMES, isCommandName, readsLayers} from './cli/command-names.ts'
import {COMMON_OPTIONS} from './cli/common-options.ts'
import {invocationOf, pluginMetadata} from './cli/docker-plugin.ts'
import {parseGiven} from './cli/parse.ts'
import {LensError, toFailure} from './image/oci/error.ts'
import {keepCompiledCode} from './operations/cache/compiled-code.ts'
import {type Log, logTo, SILENT} from './operations/debug-log.ts'
import {WorkerPool} from './operations/worker/pool.ts'
import {readSettings, type SettingsInUse} from './settings/read.ts'
import {screenOptions} from './settings/screen-options.ts'
import type {Settings} from './settings/settings.ts'
import type {User} from './sources/docker-config/auth-files.ts'
import type {EngineSettings} from './sources/engine/places.ts'
import {languageOf, speakLanguage} from './text/language.ts'
import {nearest} from './text/nearest.ts'
import {printable} from './text/printable.ts'
import {shellWords} from './text/shell-words.ts'

declare const __LAYERLENS_VERSION__: string

/**
 * The one place that reads argv and the environment, wires the rooms together, and exits. What it imports is little: threads
 * are started first, and the rest is loaded while they start.
 */
async function main(argv: readonly string[]): Promise<number> {
  const controller = new AbortController()
  const stop = () => controller.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  let pool: WorkerPool | null = null
  let log: Log = SILENT
  try {
    // Behind -- stands what somebody else is to hear: the command of `run`.
    const ours = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
    const debug = optionOf(ours, 'debug')
    if (debug !== null) log = logTo(debug)
    log('start', {argv, node: process.version})
    const [name, ...rest] = argv
    const home = homedir()
    if (!isCommandName(name) && (await answered(ours))) return EXIT.done
    const inUse = await readSettings({
      argv: ours,
      screen: !isCommandName(name),
      environment: process.env,
      home,
      withoutFile: ours.includes('--help'),
      refuseKeys: async keys => (await import('./explore.ts')).refuseKeys(keys),
    })
    const {settings, origins} = inUse
    const cacheFolder = settings.cache ? defaultCacheFolder() : null
    if (cacheFolder !== null) keepCompiledCode(cacheFolder)
    // Commands, which scripts read, speak English.
    const language = isCommandName(name) ? 'en' : languageOf(settings.language, process.env)
    await speakLanguage(language)
    pool = new WorkerPool(new URL('./worker.js', import.meta.url), undefined, {
      cacheLimit: settings.cacheSize,
      language,
    })
    const wiring: Wiring & {signal: AbortSignal} = {
      pool,
      log,
      cacheFolder,
      settings,
      engine: {
        host: settings.host,
        hostOrigin: origins.host,
        env: process.env,
        home,
        uid: process.getuid?.() ?? null,
      },
      user: {home, environment: process.env},
      plainHttp: ours.includes('--plain-http'),
      storeFolder: settings.store,
      demo: demoImage(),
      signal: controller.signal,
    }
    if (!isCommandName(name)) return await program(argv, wiring, inUse)
    if (readsLayers(name) && !ours.includes('--help')) pool.warm(pool.size)
    const {commandLine} = await import('./command-line.ts')
    return await commandLine(name, rest, wiring)
  } catch (error) {
    const failure = toFailure(error)
    log('failed', {...failure, stack: error instanceof Error ? error.stack : null})
    const {exitCodeOf, failureText} = await import('./command-line.ts')
    process.stderr.write(failureText(failure, log !== SILENT))
    return exitCodeOf(error)
  } finally {
    await pool?.close()
  }
}

interface Wiring {
  readonly pool: WorkerPool
  readonly log: Log
  readonly cacheFolder: string | null
  readonly settings: Settings
  readonly user: User
  readonly plainHttp: boolean
  readonly engine: EngineSettings
  readonly storeFolder: string
  readonly demo: string
}

/** Without a command: whether help or the version was asked for, which are then printed. Whatever the configuration says. */
async function answered(argv: readonly string[]): Promise<boolean> {
  if (argv.includes('--help')) {
    const {programHelp} = await import('./command-line.ts')
    process.stdout.write(programHelp(screenOptions()))
  } else if (argv.includes('--version')) process.stdout.write(`layerlens ${__LAYERLENS_VERSION__}\n`)
  else return false
  return true
}

/** Without a command: the settings that hold, or the explorer. */
async function program(argv: readonly string[], wiring: Wiring, inUse: SettingsInUse): Promise<number> {
  const given = parseGiven(argv, [...COMMON_OPTIONS, ...screenOptions(inUse.table)])
  if (given.has('print-config')) {
    // What keys are is known to who has the table of bindings; asked of it alone, it would be a file more at every start.
    const {refuseKeys} = await import('./explore.ts')
    refuseKeys(inUse.settings.keys)
    const {printedSettings} = await import('./settings/printed.ts')
    process.stdout.write(printedSettings(inUse, inUse.table, inUse.file))
    return EXIT.done
  }
  const [reference, ...more] = given.positionals
  if (isCommandName(reference)) {
    const at = argv.indexOf(reference)
    const typed = ['layerlens', reference, ...argv.slice(0, at), ...argv.slice(at + 1)]
    throw new LensError('usage', 'A command comes before its options.', {
      advice: `Did you mean ${printable(shellWords(typed))}? An image of that name is ${reference}:latest.`,
    })
  }
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
  const home = reference === undefined && !piped
  const opened = reference ?? (piped ? '-' : demoImage())
  const code = await explore({
    ...wiring,
    reference: opened,
    home,
    platform: given.value('platform'),
    keys,
  })
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
const invocation = invocationOf(process.argv[1] ?? '', process.argv.slice(2))
if (invocation.kind === 'metadata') process.stdout.write(pluginMetadata(__LAYERLENS_VERSION__))
else {
  for (const [name, value] of Object.entries(invocation.environment)) {
    if (value === null) delete process.env[name]
    else process.env[name] = value
  }
  const code = await main(invocation.argv)
  process.exitCode = code
  // Whoever leaves the screen, or stops a command, has the shell back, though a connection may hang that nobody waits for any
  // more. What goes to a terminal has arrived by then; a slow reader of a pipe is waited for.
  if (code > 128 || process.stdout.isTTY) setTimeout(() => process.exit(), 1000).unref()
}
