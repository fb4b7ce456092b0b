import {pad} from '../../../text/width.ts'
import type {HistoryRow} from '../../app/selectors/history-rows.ts'
import {line, type Piece} from '../line.ts'
import type {Theme} from '../theme.ts'
import {measureBar, measurePieces} from './layer-row.ts'
import {SIZE_CELLS} from './measure.ts'

/** `12 minutes ago`: the longest there is. */
const AGE_CELLS = 14

/** A step of the history: the layer it left, that layer's size, the step's age, then the instruction. `digits`: of layers. */
export function historyRow(row: HistoryRow, columns: number, digits: number, theme: Theme): string {
  const cells = columns >= 100 ? 10 : columns >= 70 ? 6 : 0
  const {layer} = row
  const pieces: Piece[] = [[row.cursor ? theme.glyphs.cursor : ' ', 'accent'], [' ']]
  if (layer === null) pieces.push([' '.repeat(digits + 1 + SIZE_CELLS + 1 + (cells > 0 ? cells + 1 : 0))])
  else {
    pieces.push([`${String(layer.index).padStart(digits)} `, 'quiet'], ...measurePieces(layer, theme), [' '])
    if (cells > 0) pieces.push(...measureBar(layer, cells, theme), [' '])
  }
  if (columns >= 80) pieces.push([`${pad(row.age, AGE_CELLS, 'right', theme.glyphs.ellipsis)}  `, 'quiet'])
  if (row.verb !== '') pieces.push([`${row.verb} `, layer === null ? 'quiet' : 'accent'])
  pieces.push([row.text, layer === null ? 'quiet' : null])
  return line(pieces, columns, theme, row.cursor ? 'focused' : null)
}
