import {exactSize} from '../../../text/size.ts'
import {pad, truncate, width} from '../../../text/width.ts'
import type {FileRow} from '../../app/selectors/file-rows.ts'
import {type Emphasis, line, type Piece, piecesWidth} from '../line.ts'
import type {Style} from '../style.ts'
import type {Theme} from '../theme.ts'
import {CHANGE_STYLES, changeLetter} from './change-letter.ts'
import {litName} from './lit-name.ts'
import {barPiece, DELTA_CELLS, deltaPieces, EXACT_CELLS, exactPieces, SIZE_CELLS, sizePieces} from './measure.ts'

/** Longer ones take their room from the name. */
const LONGEST_REASON = 26
const MODE_CELLS = 10
const TIME_CELLS = 16

export interface FileRowLook {
  readonly focused: boolean
  /** rows without a change step back: the view is about changes */
  readonly quiet: boolean
}

function emphasis(row: FileRow, look: FileRowLook): Emphasis {
  return row.cursor ? (look.focused ? 'focused' : 'selected') : null
}

/** The name of a row of the tree, with its letter, where it leads and why it counts as changed. */
export function fileNameRow(row: FileRow, columns: number, look: FileRowLook, theme: Theme): string {
  const {glyphs} = theme
  const style = row.inPassing ? 'quiet' : (CHANGE_STYLES[row.change] ?? (look.quiet ? 'quiet' : null))
  // Deeper than a third of the pane, indenting would leave no room for names.
  const indent = Math.min(row.depth * 2, Math.floor(columns / 3))
  const letter = changeLetter(row.change, theme)
  const fold = row.open === null ? ' ' : row.open ? glyphs.open : glyphs.closed
  const nameStyle = style ?? (row.type === 'directory' ? 'strong' : null)
  const before = `${letter}${' '.repeat(indent)} ${fold} `
  const free = columns - 1 - width(before)
  // Half of what is free, or what a short name leaves.
  const most = Math.max(Math.floor(free / 2), free - 2 - width(row.name))
  const reason = truncate(row.reasons, Math.min(LONGEST_REASON, most), {mark: glyphs.ellipsis})
  const room = free - (reason === '' ? 0 : width(reason) + 2)
  const name = litName(row.name, row.lit, room, nameStyle, theme)
  const left = room - piecesWidth(name)
  const pieces: Piece[] = [[row.cursor ? glyphs.cursor : ' ', 'accent'], ...after(before, nameStyle, name)]
  if (row.target !== null && left > 6)
    pieces.push([truncate(` ${glyphs.arrow} ${row.target}`, left, {mark: glyphs.ellipsis}), 'quiet'])
  if (reason !== '')
    pieces.push([' '.repeat(columns - piecesWidth(pieces) - width(reason))], [reason, style ?? 'quiet'])
  return line(pieces, columns, theme, emphasis(row, look))
}

/** The name's pieces with something before them: one piece less to draw where the name is one. */
function after(before: string, style: Style | null, [first, ...rest]: readonly Piece[]): Piece[] {
  return [[before + (first?.[0] ?? ''), style], ...rest]
}

/** What stands right of the name: cells of each part, 0 where there is no room for it. */
export interface FileColumns {
  readonly mode: number
  readonly owner: number
  readonly time: number
  readonly bar: number
  readonly size: number
  /** all of them, with the spaces between */
  readonly width: number
}

/** The columns right of the names, for a pane of this width: with attributes, or with bars; sizes, or by how much they changed. */
export function fileColumns(columns: number, attributes: boolean, compared: boolean): FileColumns {
  const size = compared ? DELTA_CELLS : SIZE_CELLS
  const from = (least: number, cells: number) => (columns >= least ? cells : 0)
  const parts = attributes
    ? {
        mode: from(44, MODE_CELLS),
        owner: columns >= 100 ? 17 : columns >= 84 ? 13 : from(58, 9),
        time: from(88, TIME_CELLS),
        bar: 0,
        size: columns >= 72 ? EXACT_CELLS : size,
      }
    : {mode: 0, owner: 0, time: 0, bar: columns >= 90 ? 12 : columns >= 60 ? 8 : from(40, 4), size}
  const width = Object.values(parts).reduce((sum, cells) => sum + (cells > 0 ? cells + 1 : 0), 1)
  return {...parts, width}
}

/** What of a row's attributes has no column in a narrow pane; '' where all have. */
export function attributesBeside({attributes, size}: FileRow, parts: FileColumns): string {
  if (attributes === null) return ''
  const {mode, owner, time} = attributes
  const exact = size === null || parts.size === EXACT_CELLS ? '' : exactSize(size)
  const beside = [parts.mode > 0 ? '' : mode, parts.owner > 0 ? '' : owner, parts.time > 0 ? '' : time, exact]
  return beside.filter(text => text !== '').join('  ')
}

/** The columns right of a name. */
export function fileColumnsRow(row: FileRow, parts: FileColumns, look: FileRowLook, theme: Theme): string {
  const {mode, owner, time} = row.attributes ?? {mode: '', owner: '', time: ''}
  const cell = (text: string, cells: number) =>
    cells === 0 ? '' : ` ${pad(text, cells, 'left', theme.glyphs.ellipsis)}`
  const owned = parts.owner === 0 ? '' : ` ${pad(owner, parts.owner, 'right', theme.glyphs.ellipsis)}`
  const pieces: Piece[] = [[cell(mode, parts.mode) + owned + cell(time, parts.time), 'quiet'], [' ']]
  if (parts.bar > 0) pieces.push(barPiece(row.share, parts.bar, theme, row.gone ? 'removed' : 'accent'), [' '])
  if (row.delta !== null) pieces.push(...deltaPieces(row.delta, parts.size, theme))
  else pieces.push(...(parts.size === EXACT_CELLS ? exactPieces(row.size) : sizePieces(row.size)))
  return line(pieces, parts.width, theme, emphasis(row, look))
}
