import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {PassThrough, Writable} from 'node:stream'
import {setTimeout as pause} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {renderToString} from 'ink'
import {createElement} from 'react'
import {WorkerPool} from '../../src/operations/worker/pool.ts'
import {portsOf} from '../../src/screen-ports.ts'
import {width} from '../../src/text/width.ts'
import type {Keymap} from '../../src/tui/app/keymap.ts'
import type {Preferences} from '../../src/tui/app/preferences.ts'
import {explorerOf, type State} from '../../src/tui/app/state.ts'
import {runTui} from '../../src/tui/run-tui.ts'
import type {ThemeChoice} from '../../src/tui/runtime/capabilities.ts'
import type {Ports} from '../../src/tui/runtime/ports.ts'
import {Screen} from '../../src/tui/ui/screen.tsx'
import {VirtualTerminal} from './virtual-terminal.ts'

export interface DriveOptions {
  readonly columns?: number
  readonly rows?: number
  readonly env?: Readonly<Record<string, string>>
  readonly cacheFolder?: string | null
  /** which settings hold; keys are the table's own where none are given */
  readonly keys?: Keymap
  readonly preferences?: Preferences
  readonly theme?: ThemeChoice
  readonly mouse?: boolean
  readonly screenReader?: boolean
  /** the colour behind the terminal's text, in X11's words; null where it does not tell. 'silent': it answers nothing at all */
  readonly ground?: string | null
  /** whether it has an alternate screen */
  readonly alternate?: boolean
  readonly storeFolder?: string
  /** the engine that `--host` names */
  readonly host?: string
  readonly platform?: string
  /** home comes first, the reference only where no engine answers */
  readonly home?: boolean
  /** worker threads; with one the order of layers is certain */
  readonly threads?: number
  /** whose logins and certificates are taken; by default a folder of its own, gone at the end */
  readonly userHome?: string
  /** changes what the screen has of the world */
  readonly ports?: (real: Ports) => Ports
}

export const DEMO = fileURLToPath(new URL('../../assets/demo.tar', import.meta.url))

/** How long the screen may take to show something before a test fails, milliseconds. */
const PATIENCE = 20_000

/** What terminals send for keys that type nothing. */
const BYTES: Readonly<Record<string, string>> = {
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
  enter: '\r',
  esc: '\x1b',
  tab: '\t',
  'shift+tab': '\x1b[Z',
  space: ' ',
  backspace: '\x7f',
  'ctrl+space': '\x00',
}

/**
 * Runs the whole program's screen on a terminal in memory while `use` drives it, and ends it then, however `use` ends. Where
 * that can't be done either, what went wrong first is what is thrown.
 */
export async function driveApp<T>(
  reference: string,
  options: DriveOptions,
  use: (app: DrivenApp) => Promise<T>,
): Promise<T> {
  const pool = new WorkerPool(new URL('../../dist/worker.js', import.meta.url), options.threads ?? 2)
  const userHome = options.userHome ?? mkdtempSync(join(tmpdir(), 'layerlens-user-'))
  const real = portsOf({
    platform: options.platform ?? null,
    pool,
    cacheFolder: options.cacheFolder ?? null,
    log: () => {},
    user: {home: userHome, environment: {PATH: process.env.PATH}},
    plainHttp: false,
    engine: {host: options.host ?? null, env: options.env ?? {}, home: '/nonexistent', uid: null},
    // One that can't be made, unless a test names another: home then falls back to its reference.
    storeFolder: options.storeFolder ?? '/dev/null/store',
    demo: DEMO,
  })
  const app = new DrivenApp(reference, options, options.ports?.(real) ?? real)
  const wrong: unknown[] = []
  const attempt = async <Gives>(step: () => Promise<Gives>): Promise<Gives | undefined> => {
    try {
      return await step()
    } catch (error) {
      wrong.push(error)
      return undefined
    }
  }
  const result = await attempt(() => use(app))
  await attempt(async () => app.expectSound())
  await attempt(() => app.end())
  await attempt(async () => {
    let closed = false
    void pool.close().then(() => {
      closed = true
    })
    await patiently(
      () => closed,
      'an end of the worker threads',
      () => app.text(),
    )
  })
  if (options.userHome === undefined) rmSync(userHome, {recursive: true, force: true})
  if (wrong.length > 0) throw wrong[0]
  return result as T
}

export class DrivenApp {
  readonly terminal: VirtualTerminal
  rawMode = false
  /** something was drawn while the terminal still echoed what is typed: it would stand between the rows */
  drawnWithEcho = false
  /** keys that the program has heard */
  heard = 0
  /** the state that the last frame shows */
  state: State | null = null
  private readonly stdin: PassThrough & Partial<NodeJS.ReadStream>
  private readonly stdout: Writable & Partial<NodeJS.WriteStream>
  private newest: State | null = null
  private left: {readonly code: number} | {readonly fault: unknown} | null = null
  /** whoever asked how it ended was told what broke it */
  private asked = false

  constructor(reference: string, options: DriveOptions, ports: Ports) {
    const {columns = 120, rows = 36, env = {}, home = false, ground = null, alternate = true} = options
    const terminal = new VirtualTerminal(columns, rows)
    terminal.ground = ground
    terminal.hasAlternate = alternate
    if (ground !== 'silent') terminal.answer = text => this.type(text)
    this.terminal = terminal
    const stdin: PassThrough & {isTTY?: boolean} = new PassThrough()
    stdin.isTTY = true
    this.stdin = Object.assign(stdin, {
      setRawMode: (on: boolean) => {
        this.rawMode = on
        return stdin
      },
      ref: () => stdin,
      unref: () => stdin,
    }) as unknown as typeof this.stdin
    const onWrite = (text: string) => {
      this.drawnWithEcho ||= !this.rawMode && text.includes('layerlens')
    }
    const stdout = new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        onWrite(String(chunk))
        terminal.write(String(chunk))
        done()
      },
    })
    this.stdout = Object.assign(stdout, {isTTY: true, columns, rows}) as unknown as typeof this.stdout
    runTui({
      reference,
      home,
      ports,
      terminal: {stdin: this.stdin as NodeJS.ReadStream, stdout: this.stdout as NodeJS.WriteStream},
      env: {TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env},
      ...(options.keys === undefined ? {} : {keys: options.keys}),
      ...(options.preferences === undefined ? {} : {preferences: options.preferences}),
      mouse: options.mouse ?? false,
      screenReader: options.screenReader ?? false,
      ...(options.theme === undefined ? {} : {theme: options.theme}),
      watch: {
        key: () => {
          this.heard++
        },
        frame: state => {
          this.state = state
        },
        state: state => {
          this.newest = state
        },
      },
    }).then(
      code => {
        this.left = {code}
      },
      (fault: unknown) => {
        this.left = {fault}
      },
    )
  }

  /** The exit code, once it was left. Throws what broke the program. */
  get exit(): Promise<number> {
    this.asked = true
    return this.until(() => this.left !== null, 'an end of the program').then(() => {
      if (this.left !== null && 'code' in this.left) return this.left.code
      throw this.left?.fault
    })
  }

  /** Presses keys by their names, one after the other: each was heard before the next one comes. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const before = this.heard
      this.type(BYTES[key] ?? (key.startsWith('ctrl+') ? String.fromCharCode(key.charCodeAt(5) & 0x1f) : key))
      await this.until(() => this.heard > before || this.left !== null, `the key ${key} heard`)
    }
  }

  /** Clicks on the first place where the text stands, so many times; the wheel turns there. */
  async point(text: string, what: 'click' | 'double' | 'wheel-up' | 'wheel-down' = 'click'): Promise<void> {
    const row = this.rows().findIndex(each => each.includes(text))
    if (row < 0) throw new Error(`${text} is nowhere; the screen shows:\n${this.text()}`)
    const column = width(this.rows()[row]!.split(text)[0]!) + 1
    const before = this.newest
    const press = `\x1b[<0;${column};${row + 1}M\x1b[<0;${column};${row + 1}m`
    const wheel = `\x1b[<${what === 'wheel-up' ? 64 : 65};${column};${row + 1}M`
    this.type(what === 'click' ? press : what === 'double' ? press + press : wheel)
    await this.until(() => this.newest !== before, `anything after a ${what} on ${text}`)
  }

  /** Bytes from the keyboard, all in one piece. */
  type(bytes: string): void {
    this.stdin.write(bytes)
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows)
    Object.assign(this.stdout, {columns, rows})
    this.stdout.emit('resize')
  }

  /** The terminal goes away. */
  hangUp(): void {
    this.stdin.end()
  }

  text(): string {
    return this.terminal.text()
  }

  rows(): string[] {
    return this.text().split('\n')
  }

  /** The screen's first row that holds the text; '' where none does. */
  row(part: string): string {
    return this.rows().find(row => row.includes(part)) ?? ''
  }

  waitFor(wanted: string | RegExp): Promise<string> {
    const shows = (text: string) => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text))
    return this.until(shows, `${wanted}`)
  }

  /** Waits until the text is on the screen no more. */
  waitGone(unwanted: string): Promise<string> {
    return this.until(text => !text.includes(unwanted), `an end of ${unwanted}`)
  }

  /** Waits until it holds, and gives the screen then. Throws with the screen where it never does, and at once what broke the program. */
  async until(holds: (text: string) => boolean, what: string, patience = PATIENCE): Promise<string> {
    let shown = ''
    const isOver = () => {
      shown = this.text()
      if (holds(shown)) return true
      if (this.left !== null && 'fault' in this.left) throw this.left.fault
      return false
    }
    await patiently(isOver, what, () => shown, patience)
    return shown
  }

  /** Waits until all layers are read, compared and verified. */
  async settled(): Promise<string> {
    return this.until(() => {
      const explorer = this.state?.contexts.findLast(context => context.kind === 'explorer')
      return explorer?.kind === 'explorer' && explorer.reading.kind === 'ended' && this.isDrawn()
    }, 'an image read to its end')
  }

  /** Waits until the terminal holds, cell by cell, what the state says; written piece by piece it can go wrong. */
  async drawn(): Promise<string> {
    let shown = ''
    await this.until(
      () => {
        shown = this.text()
        return this.isDrawn()
      },
      `this frame:\n${this.state === null ? '' : frameOf(this.state)}\n—`,
    )
    return shown
  }

  /** Moves the cursor of the tree to a path that is among its rows, from the first row on. */
  async toPath(path: string): Promise<void> {
    const here = () => {
      const explorer = this.newest === null ? null : explorerOf(this.newest)
      return explorer?.union?.path(Math.max(0, explorer.tree.cursor))
    }
    await this.press('g')
    let last: string | undefined
    while (here() !== path) {
      last = here()
      await this.press('j')
      if (here() === last) throw new Error(`/${path} is not among the rows; the screen shows:\n${this.text()}`)
    }
  }

  private isDrawn(): boolean {
    if (this.state === null || (this.newest !== null && this.newest !== this.state)) return false
    return frameOf(this.state) === this.text().trimEnd()
  }

  /** Nothing was written that the program has no reason to write, and no row ran over the edge. */
  expectSound(): void {
    const {strange} = this.terminal
    if (strange.length > 0) throw new Error(`the terminal was sent ${strange.length} strange things: ${strange[0]}`)
  }

  async end(): Promise<void> {
    if (this.left === null) this.hangUp()
    await this.until(() => this.left !== null, 'an end of the program after the terminal went away')
    if (!this.asked) await this.exit
  }
}

async function patiently(holds: () => boolean, what: string, text: () => string, patience = PATIENCE): Promise<void> {
  const deadline = Date.now() + patience
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`there never was ${what}; the screen shows:\n${text()}`)
    await pause(2)
  }
}

function frameOf(state: State): string {
  const frame = renderToString(createElement(Screen, {state}), {columns: state.terminal.columns})
  return frame
    .replace(/\x1b\[[0-9;]*m/g, '')
    .split('\n')
    .map(row => row.trimEnd())
    .join('\n')
    .trimEnd()
}
