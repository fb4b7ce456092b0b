import {type Report, sift} from './terminal-reports.ts'

/** Esc is a key, and the beginning of an answer: for so long its rest may take to come, milliseconds. */
const REST = 50
/** Who has not answered by then is not going to be waited for, milliseconds. */
const PATIENCE = 1000
/** Whoever leaves right after asking waits so long for the answer, which a shell would take for typed, milliseconds. */
const LEAVING = 150

/** OSC 11 with a question mark, and DA1 behind it (xterm, "Operating System Commands"; ECMA-48 8.3.24). */
const QUESTION = '\x1b]11;?\x1b\\\x1b[c'

/**
 * The keyboard, without what a terminal tells beside keys. `stream` is to be read instead of the real one: all else of it is
 * the real one's.
 */
export class TerminalInput {
  readonly stream: NodeJS.ReadStream
  private readonly stdin: NodeJS.ReadStream
  private readonly told: (report: Report) => void
  private pending = ''
  private released = ''
  private pasting = false
  private askedAt: number | null = null
  private timer: NodeJS.Timeout | null = null
  private readonly waiting: (() => void)[] = []

  constructor(stdin: NodeJS.ReadStream, told: (report: Report) => void) {
    this.stdin = stdin
    this.told = told
    this.stream = new Proxy(stdin, {
      get: (target, name) => {
        if (name === 'read') return () => this.read()
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
      set: (target, name, value) => Reflect.set(target, name, value, target),
    })
  }

  /** Asks the terminal for the colour behind its text. One that does not know that answers the second question alone. */
  ask(write: (text: string) => void): void {
    this.askedAt = Date.now()
    write(QUESTION)
  }

  /** Waits a moment for an answer that is on its way. */
  async settled(): Promise<void> {
    if (this.askedAt === null || Date.now() - this.askedAt > PATIENCE) return
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, LEAVING)
      this.waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  /** What was typed, null where that is nothing, as a stream's read has it. */
  private read(): string | null {
    for (;;) {
      if (this.released !== '') {
        const keys = this.released
        this.released = ''
        return keys
      }
      const chunk = this.stdin.read() as Buffer | string | null
      if (chunk === null) return null
      if (this.timer !== null) clearTimeout(this.timer)
      this.timer = null
      const {keys, reports, pending, pasting} = sift(this.pending + String(chunk), this.pasting, this.isAwaiting())
      this.pending = pending
      this.pasting = pasting
      for (const report of reports) this.hear(report)
      // A paste ends when it ends; a key is not kept back for long.
      if (pending !== '' && !pasting) this.timer = setTimeout(() => this.release(), REST)
      if (keys !== '') return keys
    }
  }

  private hear(report: Report): void {
    if (report.type === 'attributes') {
      this.askedAt = null
      for (const resolve of this.waiting.splice(0)) resolve()
    } else this.told(report)
  }

  private isAwaiting(): boolean {
    return this.askedAt !== null
  }

  /** What was kept back is a key after all. */
  private release(): void {
    this.timer = null
    this.released += this.pending
    this.pending = ''
    this.stdin.emit('readable')
  }
}
