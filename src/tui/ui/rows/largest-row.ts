import {pad, truncate, width} from '../../../text/width.ts'
import type {LargestRow} from '../../app/selectors/largest-rows.ts'
import {line, type Piece} from '../line.ts'
import type {Style} from '../style.ts'
import type {Theme} from '../theme.ts'
import {barPiece, sizePieces} from './measure.ts'

const STYLES: Readonly<Record<LargestRow['fate'], Style | null>> = {
  visible: null,
  deleted: 'removed',
  hidden: 'removed',
  replaced: 'modified',
  'stored-twice': 'rewritten',
}

/** From this width on there is room for bars. */
const BARS_FROM = 90
const BAR_CELLS = 10
/** From this width on there is room for the layer beside what became of the file. */
const WHERE_FROM = 80

/** A file of the list: its size, what became of it by letter and colour, its path, where it is stored. */
export function largestRow(row: LargestRow, columns: number, theme: Theme): string {
  const {glyphs} = theme
  const style = STYLES[row.fate]
  const letters = {visible: ' ', deleted: glyphs.minus, hidden: glyphs.minus, replaced: '~', 'stored-twice': '='}
  const pieces: Piece[] = [[row.cursor ? glyphs.cursor : ' ', 'accent'], ...sizePieces(row.size), [' ']]
  if (columns >= BARS_FROM) pieces.push(barPiece(row.share, BAR_CELLS, theme, 'accent'), [' '])
  const used = pieces.reduce((sum, [text]) => sum + width(text), 0)
  // Where there is little room, what became of it says more than where it is stored.
  const gone = columns < WHERE_FROM && row.gone === '' ? row.stored : row.gone
  const end = `${columns < WHERE_FROM ? '' : `${row.stored}  `}${pad(gone, row.goneCells)} `
  const room = Math.max(8, columns - used - width(end) - 4)
  const path = truncate(row.path, room, {from: 'middle', mark: glyphs.ellipsis})
  pieces.push(
    [`${letters[row.fate]} `, style],
    [path, style],
    [' '.repeat(2 + room - width(path))],
    [end, style ?? 'quiet'],
  )
  return line(pieces, columns, theme, row.cursor ? 'focused' : null)
}
