import {ends, line, type Piece, piecesWidth} from '../line.ts'
import {styled} from '../sgr.ts'
import type {Style} from '../style.ts'
import type {Theme} from '../theme.ts'

/** The side of a box, its rows in one text: an edge at each of the places where a horizontal line meets it. */
export function boxSide(
  side: 'left' | 'right',
  rows: number,
  middle: number | null,
  focused: boolean,
  theme: Theme,
): string {
  const {box} = theme.glyphs
  const [top, joint, bottom] = side === 'left' ? [box.tl, box.l, box.bl] : [box.tr, box.r, box.br]
  const code = theme.code(focused ? 'accent' : 'quiet')
  const cells = Array.from({length: rows}, (_, row) => {
    if (row === 0) return top
    if (row === rows - 1) return bottom
    return row === middle ? joint : box.v
  })
  // Each row by itself: what is drawn beside it is none of its business.
  return cells.map(cell => styled(cell, code)).join('\n')
}

/** A title with a rule behind it and something at its end: `Files after layer 4 ──── 312 MB by size`. */
export function ruled(title: string, note: string, columns: number, focused: boolean, theme: Theme): string {
  const {h} = theme.glyphs.box
  const style: Style = focused ? 'accent' : 'quiet'
  const left: Piece[] = title === '' ? [] : [[` ${title} `, focused ? 'title' : null]]
  const right: Piece[] = note === '' ? [] : [[` ${note} `, 'quiet']]
  const rule = columns - piecesWidth(left) - piecesWidth(right)
  if (rule < 1) return line(left, columns, theme)
  return line([...left, [h.repeat(rule), style], ...right], columns, theme)
}

/** The upper edge of a box with its title, or the lower one. */
export function boxEdge(edge: 'top' | 'bottom', title: string, columns: number, theme: Theme): string {
  const {box} = theme.glyphs
  const [from, to] = edge === 'top' ? [box.tl, box.tr] : [box.bl, box.br]
  const pieces: Piece[] = title === '' ? [] : [[` ${title} `, 'title']]
  const rule = Math.max(0, columns - 2 - piecesWidth(pieces))
  return line([[from, 'accent'], ...pieces, [box.h.repeat(rule) + to, 'accent']], columns, theme)
}

/** A line inside a box. */
export function boxedRow(pieces: readonly Piece[], columns: number, theme: Theme): string {
  const {v} = theme.glyphs.box
  return ends([[`${v} `, 'accent'], ...pieces], [[` ${v}`, 'accent']], columns, theme)
}
