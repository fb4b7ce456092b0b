import {printable} from '../../../text/printable.ts'
import {truncate, width} from '../../../text/width.ts'
import {characters, type TextField} from '../../app/field/text-field.ts'
import type {Piece} from '../line.ts'
import type {Theme} from '../theme.ts'

/**
 * A field in at most `cells` cells, the window around its cursor: what is typed stands before it. Without the focus it is a
 * text like any other.
 */
export function fieldPieces({text, cursor}: TextField, cells: number, focused: boolean, theme: Theme): Piece[] {
  const {ellipsis, caret} = theme.glyphs
  const ascii = !theme.glyphs.blocks
  if (!focused) return [[truncate(printable(text, {ascii}), cells, {mark: ellipsis, from: 'middle'})]]
  const all = characters(text).map(each => printable(each, {ascii}))
  // The cursor has a cell of its own behind the last character; on a wide one it has two.
  const at = truncate(all[cursor] ?? ' ', Math.max(1, cells), {mark: ellipsis})
  const own = theme.plain ? 1 : width(at)
  const before = truncate(all.slice(0, cursor).join(''), cells - own, {mark: ellipsis, from: 'start'})
  const room = cells - width(before)
  if (theme.plain) return [[before], [caret], [truncate(all.slice(cursor).join(''), room - 1, {mark: ellipsis})]]
  return [[before], [at, 'caret'], [truncate(all.slice(cursor + 1).join(''), room - width(at), {mark: ellipsis})]]
}
