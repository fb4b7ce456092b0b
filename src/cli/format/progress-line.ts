import {count, sizeParts} from '../../text/size.ts'

/** Between two lines drawn, milliseconds. */
const PAUSE_MS = 100

/** One line on a terminal's standard error that is drawn over and over, and taken away at the end. */
export class ProgressLine {
  private readonly write: (text: string) => void
  private readonly shows: boolean
  private drawn = false
  private nextAt = performance.now() + PAUSE_MS

  constructor(write: (text: string) => void, shows: boolean) {
    this.write = write
    this.shows = shows
  }

  /** `done` of `total` bytes; a total of 0 is not known. */
  update(label: string, done: number, total: number): void {
    const share = total > 0 ? ` of ${sizeParts(total).join(' ')} (${Math.floor((done / total) * 100)} %)` : ''
    this.draw(`${label} ${sizeParts(done).join(' ')}${share}`)
  }

  /** `done` of `total` things; a total of 0 is not known. */
  count(label: string, done: number, total: number): void {
    this.draw(`${label} ${count(done)}${total > 0 ? ` of ${count(total)}` : ''}`)
  }

  private draw(text: string): void {
    const now = performance.now()
    if (!this.shows || now < this.nextAt) return
    this.nextAt = now + PAUSE_MS
    this.drawn = true
    this.write(`\r\x1b[K${text}`)
  }

  end(): void {
    if (this.drawn) this.write('\r\x1b[K')
    this.drawn = false
  }
}
