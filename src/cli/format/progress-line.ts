import {count, sizeParts} from '../../text/size.ts'
import {truncate, width} from '../../text/width.ts'

/** Between two lines drawn, milliseconds. */
const PAUSE_MS = 100

/** What a terminal has that does not say how wide it is. */
const COLUMNS = 80

/**
 * One line on a terminal's standard error that is drawn over and over, and taken away at the end. It stays within its line: what
 * went on in the next one could not be taken away. Labels are printable.
 */
export class ProgressLine {
  private readonly write: (text: string) => void
  private readonly shows: boolean
  private readonly columns: () => number
  private drawn = false
  private nextAt = performance.now() + PAUSE_MS

  constructor(write: (text: string) => void, shows: boolean, columns = () => process.stderr.columns ?? COLUMNS) {
    this.write = write
    this.shows = shows
    this.columns = columns
  }

  /** `done` of `total` bytes; a total of 0 is not known. */
  update(label: string, done: number, total: number): void {
    const share = total > 0 ? ` of ${sizeParts(total).join(' ')} (${Math.floor((done / total) * 100)} %)` : ''
    this.draw(label, ` ${sizeParts(done).join(' ')}${share}`)
  }

  /** `done` of `total` things; a total of 0 is not known. */
  count(label: string, done: number, total: number): void {
    this.draw(label, ` ${count(done)}${total > 0 ? ` of ${count(total)}` : ''}`)
  }

  private draw(label: string, figures: string): void {
    const now = performance.now()
    if (!this.shows || now < this.nextAt) return
    this.nextAt = now + PAUSE_MS
    this.drawn = true
    // The last column stays free: there some terminals go on in the next line at once.
    const room = this.columns() - 1
    const shown = truncate(label, room - width(figures), {from: 'middle'})
    this.write(`\r\x1b[K${truncate(shown + figures, room)}`)
  }

  end(): void {
    if (this.drawn) this.write('\r\x1b[K')
    this.drawn = false
  }
}
