import {truncate} from '../../../text/width.ts'
import type {Piece} from '../line.ts'
import type {Style} from '../style.ts'
import type {Theme} from '../theme.ts'

/** Characters [from, till) of a text that a filter was looking for. */
export type Lit = readonly [from: number, till: number]

/** A name in at most `cells` cells, cut in its middle, with what matched lit: in brackets where there is no style at all. */
export function litName(name: string, lit: Lit | null, cells: number, style: Style | null, theme: Theme): Piece[] {
  const {ellipsis} = theme.glyphs
  if (lit === null || lit[0] === lit[1]) return [[truncate(name, cells, {from: 'middle', mark: ellipsis}), style]]
  const [from, till] = lit
  if (theme.plain) {
    const marked = `${name.slice(0, from)}[${name.slice(from, till)}]${name.slice(till)}`
    return [[truncate(marked, cells, {from: 'middle', mark: ellipsis}), style]]
  }
  const cut = truncate(name, cells, {from: 'middle', mark: ellipsis})
  const place = cut === name ? (at: number) => at : placeIn(name, cut, ellipsis)
  const [start, end] = [place(from, 'start'), place(till, 'end')]
  return [
    [cut.slice(0, start), style],
    [cut.slice(start, end), style, 'lit'],
    [cut.slice(end), style],
  ]
}

/** Where a character went when the middle was cut out; what is no more there went into the mark. */
function placeIn(name: string, cut: string, mark: string): (at: number, side: 'start' | 'end') => number {
  let head = 0
  while (head < cut.length - mark.length && cut[head] === name[head]) head++
  const tail = cut.length - head - mark.length
  return (at, side) => {
    if (at <= head) return at
    if (at >= name.length - tail) return cut.length - (name.length - at)
    return side === 'start' ? head : head + mark.length
  }
}
