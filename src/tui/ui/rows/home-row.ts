import {pad} from '../../../text/width.ts'
import type {Cell, Column, Table, Tone} from '../../app/home/table.ts'
import type {HomeRow} from '../../app/selectors/home-rows.ts'
import {line, type Piece} from '../line.ts'
import type {Style} from '../style.ts'
import type {Theme} from '../theme.ts'
import {barPiece, SIZE_CELLS, sizePieces} from './measure.ts'

const GAP = 2
/** the cursor, the mark, a space */
const EDGE = 3

/** The columns for a screen so wide. Nothing of them depends on the rows: no column moves when a list comes or scrolls. */
function columnsFor({name, columns: all, first, wide}: Table, columns: number): readonly Column[] {
  let room = columns - EDGE - 1
  const chosen = new Set<string>()
  for (const key of first) {
    const {cells} = all.find(each => each.key === key)!
    if (room - cells - GAP < name.cells) continue
    room -= cells + GAP
    chosen.add(key)
  }
  const sharing = wide.filter(key => chosen.has(key))
  const extra = Math.max(0, Math.floor((room - name.cells) / (sharing.length + 1)))
  const shown = all
    .filter(({key}) => chosen.has(key))
    .map(each => (sharing.includes(each.key) ? {...each, cells: each.cells + extra} : each))
  return [{...name, cells: Math.max(1, room - extra * sharing.length)}, ...shown]
}

/** The names of the columns; a size's number ends before its unit, and so does its name. */
export function homeHeadRow(table: Table, columns: number, theme: Theme): string {
  const cells = columnsFor(table, columns).map(({title, cells, kind}) =>
    pad(title, cells, kind === 'size' ? 'right' : 'left', theme.glyphs.ellipsis),
  )
  return line([[' '.repeat(EDGE)], [cells.join(' '.repeat(GAP)), 'quiet']], columns, theme)
}

/** A row of a list. */
export function homeRow(row: HomeRow, table: Table, columns: number, theme: Theme): string {
  const {cursor, mark} = theme.glyphs
  const pieces: Piece[] = [[row.cursor ? cursor : ' ', 'accent'], [row.marked ? mark : ' ', 'accent'], [' ']]
  columnsFor(table, columns).forEach((column, i) => {
    if (i > 0) pieces.push([' '.repeat(GAP)])
    pieces.push(...cellPieces(row.cells[column.key] ?? null, column, row.dimmed, theme))
  })
  return line(pieces, columns, theme, row.cursor ? 'focused' : null)
}

function cellPieces(value: Cell, {kind, cells}: Column, dimmed: boolean, theme: Theme): Piece[] {
  if (kind === 'size') {
    const pieces: Piece[] =
      typeof value === 'number' ? sizePieces(value) : [['?'.padStart(4).padEnd(SIZE_CELLS), 'quiet']]
    return dimmed ? pieces.map(([text]) => [text, 'quiet']) : pieces
  }
  if (value !== null && typeof value === 'object') {
    const style = TONES[value.tone]
    if ('share' in value) return [barPiece(value.share, cells, theme, style ?? 'accent')]
    return [[pad(value.text, cells, 'left', theme.glyphs.ellipsis), style]]
  }
  const style: Style | null = dimmed ? 'quiet' : kind === 'plain' ? null : kind
  return [[pad(String(value ?? ''), cells, 'left', theme.glyphs.ellipsis), style]]
}

/** How tones are drawn. */
export const TONES: Readonly<Record<Tone, Style | null>> = {
  good: 'added',
  busy: 'busy',
  problem: 'problem',
  quiet: 'quiet',
  plain: null,
}
