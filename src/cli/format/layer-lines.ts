import type {CopyEvent} from '../../operations/copy/arrivals.ts'
import {bar} from '../../text/bar.ts'
import {sizeParts} from '../../text/size.ts'
import {pad} from '../../text/width.ts'

/** Between two drawings, milliseconds. */
const PAUSE_MS = 100

/** Cells of a layer's bar. */
const BAR = 20

/**
 * The layers on their way, a line each, and all of them together below: drawn over and over on a terminal's standard error, and
 * taken away at the end.
 */
export class LayerLines {
  private readonly verb: string
  private readonly write: (text: string) => void
  private readonly shows: boolean
  private readonly layers = new Map<
    number,
    {readonly done: number; readonly total: number; readonly here: boolean; readonly again?: string}
  >()
  private drawn = 0
  private readonly now: () => number
  private nextAt: number

  /** `verb`: what happens, such as "Copying". */
  constructor(
    verb: string,
    write: (text: string) => void,
    shows: boolean,
    now: () => number = () => performance.now(),
  ) {
    this.verb = verb
    this.write = write
    this.shows = shows
    this.now = now
    this.nextAt = now() + PAUSE_MS
  }

  hear(event: CopyEvent): void {
    if (!this.shows) return
    if (event.type === 'layer-progress') this.layers.set(event.layer, {...event, here: false})
    else if (event.type === 'layer-again') {
      this.layers.set(event.layer, {
        done: 0,
        total: 0,
        here: false,
        ...this.layers.get(event.layer),
        again: `  retry ${event.repetition} of ${event.most}`,
      })
    } else this.layers.set(event.layer, {done: event.size, total: event.size, here: true})
    const now = this.now()
    // What comes next may be a long time away.
    if (now < this.nextAt && event.type !== 'layer-again') return
    this.nextAt = now + PAUSE_MS
    this.draw()
  }

  end(): void {
    if (this.drawn > 0) this.write(`${this.upwards()}\x1b[J`)
    this.drawn = 0
  }

  private draw(): void {
    const moving = [...this.layers].filter(([, {here}]) => !here).sort(([a], [b]) => a - b)
    const lines = moving.map(([layer, {done, total, again}]) => {
      return `  layer ${pad(String(layer), 4)}${progress(done, total)}${again ?? ''}`
    })
    const sum = (pick: (layer: {done: number; total: number}) => number) =>
      [...this.layers.values()].reduce((all, each) => all + pick(each), 0)
    lines.push(
      `${pad(this.verb, 12)}${progress(
        sum(({done}) => done),
        sum(({total}) => total),
      )}`,
    )
    this.write(`${this.upwards()}${lines.map(line => `\x1b[K${line}\n`).join('')}\x1b[J`)
    this.drawn = lines.length
  }

  private upwards(): string {
    return this.drawn === 0 ? '\r' : `\r\x1b[${this.drawn}A`
  }
}

function progress(done: number, total: number): string {
  const share = total > 0 ? done / total : 0
  const of = `${sizeParts(done).join(' ')} of ${sizeParts(total).join(' ')}`
  return `${pad(bar(share, BAR), BAR)} ${pad(`${Math.floor(share * 100)} %`, 5, 'right')}  ${of}`
}
