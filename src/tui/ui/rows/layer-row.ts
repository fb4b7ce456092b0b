import {sizeParts} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {pad} from '../../../text/width.ts'
import type {LayerMeasure} from '../../app/selectors/layer-measure.ts'
import type {LayerRow} from '../../app/selectors/layer-rows.ts'
import {line, type Piece} from '../line.ts'
import type {Theme} from '../theme.ts'
import {ruled} from './frame-row.ts'
import {barPiece, SIZE_CELLS, sizePieces, wastedBar} from './measure.ts'

/** Narrower lists show what is wasted in the bar alone. */
const WASTED_FROM = 42

/** Narrower lists don't say how many images use a layer. */
const USERS_FROM = 30
/** `×123` */
const USERS_CELLS = 4

/** Cells of the bar. */
function barCells(columns: number): number {
  return columns >= 54 ? 10 : columns >= 36 ? 7 : columns >= 24 ? 4 : 0
}

/** The title of the list, with a word over the column that needs one. */
export function layersTitle(note: string, columns: number, digits: number, focused: boolean, theme: Theme): string {
  if (columns < WASTED_FROM) return ruled(t`Layers`, note, columns, focused, theme)
  // As in a row: cursor, index, size and bar come before it, each with a space behind.
  const end = 1 + digits + 1 + SIZE_CELLS + 1 + barCells(columns) + 1 + SIZE_CELLS + 1
  return ruled(t`Layers`, t`wasted`, end, focused, theme) + ruled('', note, columns - end, focused, theme)
}

/** A row of the list of layers, without the frame around it. `digits` is how wide the largest index is. */
export function layerRow(row: LayerRow, columns: number, digits: number, focused: boolean, theme: Theme): string {
  const {glyphs} = theme
  const cells = barCells(columns)
  const emphasis = row.selected ? (focused ? 'focused' : 'selected') : null
  const pieces: Piece[] = [
    row.marked ? [glyphs.mark, 'accent'] : [row.selected ? glyphs.cursor : ' ', 'accent'],
    [String(row.index).padStart(digits), row.selected ? 'strong' : 'quiet'],
    [' '],
    ...measurePieces(row, theme),
    [' '],
  ]
  if (cells > 0) pieces.push(...measureBar(row, cells, theme), [' '])
  if (columns >= WASTED_FROM) pieces.push(...wastedPieces(row), [' '])
  if (row.users !== null && columns >= USERS_FROM)
    pieces.push([`${glyphs.times}${row.users}`.padEnd(USERS_CELLS), row.users > 1 ? 'added' : 'quiet'], [' '])
  pieces.push(...instruction(row, theme))
  return line(pieces, columns, theme, emphasis)
}

/** A layer's size; while it is not known, how far the reading is. */
export function measurePieces({state, size}: LayerMeasure, theme: Theme): Piece[] {
  switch (state.kind) {
    case 'indexed':
      return sizePieces(size)
    case 'reading':
      return [[share(state).padStart(SIZE_CELLS), 'busy']]
    case 'failed':
      return [[pad(t`missing`, SIZE_CELLS, 'right', theme.glyphs.ellipsis), 'problem']]
    case 'pending':
      return [[theme.glyphs.none.padStart(SIZE_CELLS), 'quiet']]
  }
}

/** Its bar, with what of it is wasted at the end. */
export function measureBar({state, share, size, wasted}: LayerMeasure, cells: number, theme: Theme): Piece[] {
  if (state.kind === 'reading') return [barPiece(state.total > 0 ? state.done / state.total : 0, cells, theme, 'busy')]
  return wastedBar(share, size ? (wasted ?? 0) / size : 0, cells, theme)
}

/** Bytes that the final image no longer reaches. */
function wastedPieces({wasted}: LayerRow): Piece[] {
  return wasted ? [[sizeParts(wasted).join(' ').padStart(SIZE_CELLS), 'problem']] : [[' '.repeat(SIZE_CELLS)]]
}

function share(state: {done: number; total: number}): string {
  return state.total > 0 ? `${Math.min(100, Math.floor((state.done / state.total) * 100))} %` : '...'
}

function instruction(row: LayerRow, theme: Theme): Piece[] {
  const pieces: Piece[] = []
  if (row.state.kind === 'indexed' && row.state.trust === 'mismatch') pieces.push([`${theme.glyphs.cross} `, 'problem'])
  if (row.inBase) pieces.push([t`base `, 'metadata'])
  if (row.verb !== '') pieces.push([`${row.verb} `, row.size === 0 || row.inBase ? 'quiet' : 'strong'])
  pieces.push([row.command, 'quiet'])
  return pieces
}
