import {truncate, width} from '../../../text/width.ts'
import type {PaletteRow} from '../../app/selectors/palette-rows.ts'
import {ends, type Piece} from '../line.ts'
import type {Theme} from '../theme.ts'

/** An action: what it does, why it can't be done now, and at the end its keys. */
export function paletteRow({cursor, label, keys, reason}: PaletteRow, columns: number, theme: Theme): string {
  const {glyphs} = theme
  const room = Math.max(1, columns - width(keys) - 5)
  const said = truncate(label, room, {mark: glyphs.ellipsis})
  const left = room - width(said) - 3
  const pieces: Piece[] = [
    [cursor ? glyphs.cursor : ' ', 'accent'],
    [` ${said}`, reason === null ? null : 'quiet'],
  ]
  if (reason !== null && left > 8) pieces.push([`  ${truncate(reason, left, {mark: glyphs.ellipsis})}`, 'quiet'])
  return ends(pieces, [[`${keys} `, reason === null ? 'accent' : 'quiet']], columns, theme, cursor ? 'focused' : null)
}
