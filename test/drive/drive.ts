import {PassThrough, Writable} from 'node:stream'
import {setTimeout as pause} from 'node:timers/promises'
import {fileURLToPath} from 'node:url'
import {renderToString} from 'ink'
import {createElement} from 'react'
import {portsOf} from '../../src/explore.ts'
import {WorkerPool} from '../../src/operations/worker/pool.ts'
import type {State} from '../../src/tui/app/state.ts'
import {runTui} from '../../src/tui/run-tui.ts'
import type {Ports} from '../../src/tui/runtime/ports.ts'
import {Screen} from '../../src/tui/ui/screen.tsx'
import {VirtualTerminal} from './virtual-terminal.ts'

export interface DriveOptions {
  readonly columns?: number
  readonly rows?: number
  readonly env?: Readonly<Record<string, string>>
  readonly cacheFolder?: string | null
  readonly platform?: string
  /** worker threads; with one the order of layers is certain */
  readonly threads?: number
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

/** Runs the whole program's screen on a terminal in memory while `use` drives it, and ends it then, however `use` ends. */
export async function driveApp<T>(
  reference: string,
  options: DriveOptions,
  use: (app: DrivenApp) => Promise<T>,
): Promise<T> {
  const pool = new WorkerPool(new URL('../../dist/worker.js', import.meta.url), options.threads ?? 2)
  const real = portsOf({
    platform: options.platform ?? null,
    pool,
    cacheFolder: options.cacheFolder ?? null,
    log: () => {},
  })
  const app = new DrivenApp(reference, options, options.ports?.(real) ?? real)
  try {
    const result = await use(app)
    app.expectSound()
    return result
  } finally {
    await app.end()
    await pool.close()
  }
}

export class DrivenApp {
  readonly terminal: VirtualTerminal
  /** the exit code, once it was left */
  readonly exit: Promise<number>
  rawMode = false
  /** keys that the program has heard */
  heard = 0
  /** the state that the last frame shows */
  state: State | null = null
  private readonly stdin: PassThrough & Partial<NodeJS.ReadStream>
  private readonly stdout: Writable & Partial<NodeJS.WriteStream>
  private newest: State | null = null
  private left = false

  constructor(reference: string, {columns = 120, rows = 36, env = {}}: DriveOptions, ports: Ports) {
    const terminal = new VirtualTerminal(columns, rows)
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
    const stdout = new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        terminal.write(String(chunk))
        done()
      },
    })
    this.stdout = Object.assign(stdout, {isTTY: true, columns, rows}) as unknown as typeof this.stdout
    this.exit = runTui({
      reference,
      ports,
      terminal: {stdin: this.stdin as NodeJS.ReadStream, stdout: this.stdout as NodeJS.WriteStream},
      env: {TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env},
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
    }).finally(() => {
      this.left = true
    })
  }

  /** Presses keys by their names, one after the other: each was heard before the next one comes. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const before = this.heard
      this.type(BYTES[key] ?? (key.startsWith('ctrl+') ? String.fromCharCode(key.charCodeAt(5) & 0x1f) : key))
      await this.until(() => this.heard > before || this.left, `the key ${key} heard`)
    }
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

  async until(holds: (text: string) => boolean, what: string): Promise<string> {
    const deadline = Date.now() + PATIENCE
    for (;;) {
      const text = this.text()
      if (holds(text)) return text
      if (Date.now() > deadline) throw new Error(`there never was ${what}; the screen shows:\n${text}`)
      await pause(2)
    }
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
    if (!this.left) this.hangUp()
    await this.exit
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
