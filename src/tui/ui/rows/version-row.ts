import {t} from '../../../text/translate.ts'
import {pad, truncate, width} from '../../../text/width.ts'
import type {VersionRow} from '../../app/selectors/version-rows.ts'
import {line, type Piece} from '../line.ts'
import type {Theme} from '../theme.ts'
import {CHANGE_STYLES, changeLetter} from './change-letter.ts'
import {SIZE_CELLS, sizePieces} from './measure.ts'

/** Cells of each column, 0 where there is no room for it. */
export interface VersionColumns {
  readonly layer: number
  readonly what: number
  readonly mode: number
  readonly owner: number
  readonly time: number
  readonly instruction: number
}

const MODE_CELLS = 10
const TIME_CELLS = 16
/** cursor, mark, letter and the spaces between */
const BEFORE = 6

/** The columns for a screen of this width, as wide as these rows need. */
export function versionColumns(rows: readonly VersionRow[], columns: number): VersionColumns {
  const longest = (text: (row: VersionRow) => string) => Math.max(0, ...rows.map(row => width(text(row))))
  const layer = Math.max(
    5,
    longest(row => String(row.layer)),
  )
  let room = columns - BEFORE - layer - SIZE_CELLS - 2
  const take = (least: number, cells: number) => {
    const wide = room - cells - 2 >= least ? cells : 0
    room -= wide === 0 ? 0 : wide + 2
    return wide
  }
  const wanted = Math.max(8, Math.min(34, longest(whatText)))
  const what = Math.min(Math.max(0, room), wanted)
  room -= what + 2
  const mode = take(0, MODE_CELLS)
  const owners = longest(row => row.owner)
  const owner = take(0, Math.max(5, Math.min(13, owners)))
  const time = take(0, TIME_CELLS)
  return {layer, what, mode, owner, time, instruction: room >= 12 ? room : 0}
}

/** The names of the columns. */
export function versionsTitle(parts: VersionColumns, columns: number, theme: Theme): string {
  const cell = (text: string, cells: number) =>
    cells === 0 ? '' : `${pad(text, cells, 'left', theme.glyphs.ellipsis)}  `
  const text =
    `   ${pad(t`layer`, parts.layer, 'right')}   ${cell(t`what`, parts.what)}${pad(t`size`, SIZE_CELLS, 'right')}  ` +
    cell(t`mode`, parts.mode) +
    cell(t`owner`, parts.owner) +
    cell(t`time`, parts.time) +
    (parts.instruction > 0 ? t`made by` : '')
  return line([[text.trimEnd(), 'quiet']], columns, theme)
}

/** What one layer did to the path. */
export function versionRow(row: VersionRow, parts: VersionColumns, columns: number, theme: Theme): string {
  const {glyphs} = theme
  const style = CHANGE_STYLES[row.change] ?? null
  const quiet = (text: string, cells: number): Piece =>
    cells === 0 ? [''] : [`${pad(text, cells, 'left', glyphs.ellipsis)}  `, 'quiet']
  return line(
    [
      [row.cursor ? glyphs.cursor : ' ', 'accent'],
      [row.marked ? glyphs.mark : ' ', 'accent'],
      [` ${String(row.layer).padStart(parts.layer)} `],
      [`${changeLetter(row.change, theme)} ${pad(whatText(row), parts.what, 'left', glyphs.ellipsis)}  `, style],
      ...sizePieces(row.size),
      ['  '],
      quiet(row.mode, parts.mode),
      quiet(row.owner, parts.owner),
      quiet(row.time, parts.time),
      [truncate(row.instruction, parts.instruction, {mark: glyphs.ellipsis}), 'quiet'],
    ],
    columns,
    theme,
    row.cursor ? 'focused' : null,
  )
}

function whatText({what, target}: VersionRow): string {
  return target === '' ? what : `${what}: ${target}`
}
