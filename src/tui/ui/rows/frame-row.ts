import {width} from '../../../text/width.ts'
import {line, type Piece, piecesWidth} from '../line.ts'
import {styled} from '../sgr.ts'
import type {Style, Theme} from '../theme.ts'

type Edge = 'top' | 'middle' | 'bottom'

/** A horizontal edge of a box with a title in it: `┌ Layers ───── 3/9 ┐`. */
export function boxEdge(
  edge: Edge,
  title: string,
  note: string,
  columns: number,
  focused: boolean,
  theme: Theme,
): string {
  if (columns < 2) return ''
  const {box} = theme.glyphs
  const [from, to] = edge === 'top' ? [box.tl, box.tr] : edge === 'middle' ? [box.l, box.r] : [box.bl, box.br]
  const style: Style = focused ? 'accent' : 'quiet'
  const inside = columns - 2
  const pieces: Piece[] = []
  if (title !== '' && inside > 4) pieces.push([' '], [title, focused ? 'title' : null], [' '])
  const right: Piece[] = note !== '' && inside > piecesWidth(pieces) + width(note) + 3 ? [[` ${note} `, 'quiet']] : []
  const rule = Math.max(0, inside - piecesWidth(pieces) - piecesWidth(right))
  const middle = line([...pieces, [box.h.repeat(rule), style], ...right], inside, theme)
  return styled(from, theme.code(style)) + middle + styled(to, theme.code(style))
}

/** A line inside a box. `content` is exactly two cells narrower. */
export function boxed(content: string, focused: boolean, theme: Theme): string {
  const edge = styled(theme.glyphs.box.v, theme.code(focused ? 'accent' : 'quiet'))
  return edge + content + edge
}

/** A title with a rule behind it and something at its end: `Files after layer 4 ──── 312 MB by size`. */
export function ruled(title: string, note: string, columns: number, focused: boolean, theme: Theme): string {
  const {h} = theme.glyphs.box
  const style: Style = focused ? 'accent' : 'quiet'
  const left: Piece[] = [[` ${title} `, focused ? 'title' : null]]
  const right: Piece[] = note === '' ? [] : [[` ${note} `, 'quiet']]
  const rule = columns - piecesWidth(left) - piecesWidth(right)
  if (rule < 1) return line(left, columns, theme)
  return line([...left, [h.repeat(rule), style], ...right], columns, theme)
}
