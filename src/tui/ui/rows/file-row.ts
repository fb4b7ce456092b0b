import {truncate, width} from '../../../text/width.ts'
import type {FileRow} from '../../app/selectors/file-rows.ts'
import {line, type Piece, piecesWidth} from '../line.ts'
import type {Style, Theme} from '../theme.ts'
import {barPiece, exactPieces, sizePieces} from './measure.ts'

/** By Change: none, added, modified, metadata, rewritten, removed. */
const LETTERS = [' ', '+', '~', 'm', '=', '-'] as const
const STYLES: readonly (Style | null)[] = [null, 'added', 'modified', 'metadata', 'rewritten', 'removed']

const MODE_CELLS = 10
const TIME_CELLS = 16

export interface FileRowLook {
  readonly columns: number
  readonly focused: boolean
  readonly attributes: boolean
  /** rows without a change step back: the view is about changes */
  readonly quiet: boolean
}

/** A row of the tree. */
export function fileRow(row: FileRow, look: FileRowLook, theme: Theme): string {
  const right = rightSide(row, look, theme)
  const room = look.columns - piecesWidth(right) - 1
  const style = row.inPassing ? 'quiet' : (STYLES[row.change] ?? (look.quiet ? 'quiet' : null))
  const pieces = [...leftSide(row, room, style, theme)]
  const used = piecesWidth(pieces)
  if (used < room) pieces.push([' '.repeat(room - used)])
  pieces.push(...right, [' '])
  return line(pieces, look.columns, theme, row.cursor ? (look.focused ? 'focused' : 'selected') : null)
}

function leftSide(row: FileRow, room: number, style: Style | null, theme: Theme): Piece[] {
  const {glyphs} = theme
  // Deeper than a third of the pane, indenting would leave no room for names.
  const indent = Math.min(row.depth * 2, Math.max(0, Math.floor(room / 3)))
  const letter = row.change === 5 ? glyphs.minus : LETTERS[row.change]!
  const fold = row.open === null ? ' ' : row.open ? glyphs.open : glyphs.closed
  const head: Piece[] = [
    [row.cursor ? glyphs.cursor : ' ', 'accent'],
    [letter, style],
    [`${' '.repeat(indent)} `],
    [`${fold} `, 'quiet'],
  ]
  const free = room - piecesWidth(head) - 1
  const reason =
    row.reasons === ''
      ? ''
      : truncate(row.reasons, Math.max(0, Math.min(26, Math.floor(free / 2))), {mark: glyphs.ellipsis})
  const nameRoom = reason === '' ? free : free - width(reason) - 2
  const name = truncate(row.name, nameRoom, {from: 'middle', mark: glyphs.ellipsis})
  const pieces: Piece[] = [...head, [name, style ?? (row.type === 'directory' ? 'strong' : null)]]
  const left = nameRoom - width(name)
  if (row.target !== null && left > 6)
    pieces.push([truncate(` ${glyphs.arrow} ${row.target}`, left, {mark: glyphs.ellipsis}), 'quiet'])
  if (reason !== '') {
    const gap = free - piecesWidth(pieces) + piecesWidth(head) - width(reason)
    pieces.push([' '.repeat(Math.max(1, gap))], [reason, style ?? 'quiet'], [' '])
  }
  return pieces
}

function rightSide(row: FileRow, look: FileRowLook, theme: Theme): Piece[] {
  const pieces: Piece[] = []
  const {columns} = look
  if (look.attributes) {
    const exact = columns >= 72
    const {mode, owner, time} = row.attributes ?? {mode: '', owner: '', time: ''}
    if (columns >= 44) pieces.push([`${mode.padEnd(MODE_CELLS)} `, 'quiet'])
    if (columns >= 58) pieces.push([`${truncate(owner, 9).padStart(9)} `, 'quiet'])
    if (columns >= 88) pieces.push([`${truncate(time, TIME_CELLS).padEnd(TIME_CELLS)} `, 'quiet'])
    pieces.push(...(exact ? exactPieces(row.size) : sizePieces(row.size)))
    return pieces
  }
  const cells = columns >= 90 ? 12 : columns >= 60 ? 8 : columns >= 40 ? 4 : 0
  if (cells > 0) pieces.push(barPiece(row.share, cells, theme, 'accent'), [' '])
  pieces.push(...sizePieces(row.size))
  return pieces
}
