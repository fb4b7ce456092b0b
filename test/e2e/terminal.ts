import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {command} from '../corpus/real/command.ts'

export interface TerminalOptions {
  readonly columns?: number
  readonly rows?: number
  /** added to the environment of the program; tmux's own TERM stays */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** settings of tmux's own, as its `set -g` takes them */
  readonly settings?: readonly string[]
}

export interface Cursor {
  readonly column: number
  readonly row: number
  readonly visible: boolean
}

/** Where the built program is. */
export const PROGRAM = join(import.meta.dirname, '..', '..', 'dist', 'main.js')

/** What the shell says when it waits for a command line. */
export const PROMPT = 'ready$'

/** What is typed to run the command line. */
const START = 'start'

/** A machine's own settings, which would change what is drawn. */
const UNSET = ['CI', 'NO_COLOR', 'FORCE_COLOR', 'LC_ALL', 'TMUX', 'TMUX_PANE']

/** How long a screen may take to show something before a test fails, milliseconds. */
const PATIENCE = 20_000

/**
 * Runs a command line of `sh` in a real terminal (tmux on a server of its own) while `use` drives it, and ends the server then,
 * however `use` ends. The command starts in an interactive shell, so what the program leaves behind can be looked at, and job
 * control (Ctrl-Z, fg) works. The shell
 * shows `ready$ start`, never the command line itself, so that waiting for a text never finds it there. Wait for something that
 * the program shows before typing: what is typed earlier the shell may get.
 */
export async function withTerminal<T>(
  line: string,
  options: TerminalOptions,
  use: (terminal: Terminal) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'llt-'))
  const terminal = new Terminal(join(folder, 'tmux'))
  try {
    await terminal.open(folder, line, options)
    if (line !== '') await terminal.type(`${START}\n`)
    return await use(terminal)
  } finally {
    await terminal.close()
    rmSync(folder, {recursive: true, force: true})
  }
}

/** A word of `sh` that stands for exactly this text. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

export class Terminal {
  readonly #socket: string

  constructor(socket: string) {
    this.#socket = socket
  }

  /** Starts the server, with a shell that prints PROMPT and nothing of the machine's own setup. */
  async open(
    folder: string,
    line: string,
    {columns = 80, rows = 24, env = {}, cwd = folder, settings: own = []}: TerminalOptions,
  ): Promise<void> {
    const [config, profile] = [join(folder, 'tmux.conf'), join(folder, 'profile')]
    writeFileSync(profile, `${START}() {\n${line || ':'}\n}\n`)
    const settings = [
      'status off',
      'escape-time 0',
      'default-terminal tmux-256color',
      'remain-on-exit on',
      'history-limit 5000',
      ...own,
    ]
    writeFileSync(
      config,
      [...settings.map(setting => `set -g ${setting}`), 'set -ga terminal-overrides ",*:Tc"', ''].join('\n'),
    )
    const size = ['-x', String(columns), '-y', String(rows)]
    const variables = {COLORTERM: 'truecolor', LANG: 'C.UTF-8', PS1: `${PROMPT} `, ENV: profile, ...env}
    // A tmux server hands on the environment of whoever started it, which is not what a test should depend on.
    const changes = [
      ...UNSET.map(name => `-u${name}`),
      ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    ]
    const shell = ['env', ...changes, 'sh', '-i']
    await this.#tmux('-f', config, 'new-session', '-d', '-s', 'test', ...size, '-c', cwd, shell.map(quote).join(' '))
    await this.waitFor(PROMPT)
  }

  /** Sends keys by tmux's names: `Enter`, `Escape`, `C-c`, `Up`, `PageDown`, `F1`, or a single character. */
  async press(...keys: string[]): Promise<void> {
    await this.#tmux('send-keys', '-t', 'test', ...keys.map(key => (key === ';' ? '\\;' : key)))
  }

  /** Sends text as it is, as if typed very fast; `\n` is Enter. */
  async type(text: string): Promise<void> {
    const bytes = [...Buffer.from(text.replaceAll('\n', '\r'))].map(byte => byte.toString(16).padStart(2, '0'))
    await this.#tmux('send-keys', '-t', 'test', '-H', ...bytes)
  }

  /** What is on the screen now, one string a row, trailing blanks cut; the number of rows is the terminal's. */
  async rows(): Promise<string[]> {
    return (await this.#tmux('capture-pane', '-p', '-t', 'test')).replace(/\n$/, '').split('\n')
  }

  async text(): Promise<string> {
    return (await this.rows()).join('\n')
  }

  /** The screen with its colours as SGR sequences. */
  async styled(): Promise<string> {
    return this.#tmux('capture-pane', '-p', '-e', '-t', 'test')
  }

  /** What scrolled out at the top together with the screen: shows what a program left in the main screen. */
  async scrollback(): Promise<string> {
    return this.#tmux('capture-pane', '-p', '-S', '-', '-t', 'test')
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-t', 'test', '-x', String(columns), '-y', String(rows))
  }

  async cursor(): Promise<Cursor> {
    const [column, row, visible] = (await this.#ask('#{cursor_x} #{cursor_y} #{cursor_flag}')).split(' ').map(Number)
    return {column: column!, row: row!, visible: visible === 1}
  }

  /** True while a program shows the alternate screen. */
  async isAlternate(): Promise<boolean> {
    return (await this.#ask('#{alternate_on}')) === '1'
  }

  /** True while a program is told what the mouse does. */
  async isMouseTold(): Promise<boolean> {
    return (await this.#ask('#{mouse_any_flag}')) === '1'
  }

  /** The process id of the shell; a program under test is its child. */
  async shellPid(): Promise<number> {
    return Number(await this.#ask('#{pane_pid}'))
  }

  /** Waits until the screen shows the text or matches, and gives it. Throws with the last screen when it never does. */
  async waitFor(wanted: string | RegExp, patience = PATIENCE): Promise<string> {
    const shows = (text: string) => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text))
    return this.waitUntil(shows, `${wanted}`, patience)
  }

  /** Waits until the text is on the screen no more. */
  async waitGone(unwanted: string, patience = PATIENCE): Promise<string> {
    return this.waitUntil(text => !text.includes(unwanted), `an end of ${unwanted}`, patience)
  }

  /** Waits until the shell's prompt is back as the last line: the program has ended or was stopped. */
  async waitForPrompt(patience = PATIENCE): Promise<string> {
    return this.waitUntil(text => text.trimEnd().endsWith(PROMPT), 'the prompt', patience)
  }

  async waitUntil(holds: (text: string) => boolean, what: string, patience = PATIENCE): Promise<string> {
    const deadline = Date.now() + patience
    for (;;) {
      const text = await this.text()
      if (holds(text)) return text
      if (Date.now() > deadline) throw new Error(`the screen never showed ${what}; it shows:\n${text}`)
      await pause(20)
    }
  }

  /** Hangs up, as a closed window does. */
  async close(): Promise<void> {
    // The server is gone already when its last program was killed.
    await this.#tmux('kill-server').catch(() => {})
  }

  async #ask(format: string): Promise<string> {
    return (await this.#tmux('display-message', '-p', '-t', 'test', format)).trim()
  }

  #tmux(...args: string[]): Promise<string> {
    return command('tmux', ['-S', this.#socket, ...args])
  }
}
