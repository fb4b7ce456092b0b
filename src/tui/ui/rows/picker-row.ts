import {t} from '../../../text/translate.ts'
import {pad, width} from '../../../text/width.ts'
import type {PickerRow} from '../../app/selectors/picker-rows.ts'
import {line} from '../line.ts'
import type {Theme} from '../theme.ts'

/** Right-hand columns, the ones that give way first last. */
const COLUMNS = [
  ['platform', 'left'],
  ['size', 'right'],
  ['age', 'right'],
  ['layers', 'right'],
  ['id', 'left'],
] as const

type Column = (typeof COLUMNS)[number][0]

/** What stands above the columns that do not say themselves what they are: an open image counts what is in the layers. */
const HEADINGS: Partial<Record<Column, string>> = {size: t`stored`}

/** What stands above the images to choose. */
export function pickerHeading(all: readonly PickerRow[], columns: number, theme: Theme): string {
  const {longest, shown} = columnsOf(all, columns)
  const cells = shown.map(([key, wide, align]) => `  ${pad(HEADINGS[key] ?? '', wide, align, theme.glyphs.ellipsis)}`)
  return line([['  '], [pad('', longest, 'left')], [cells.join(''), 'quiet']], columns, theme, null)
}

/** Where the columns stand: those that there is room for. */
function columnsOf(all: readonly PickerRow[], columns: number) {
  const longest = Math.max(0, ...all.map(each => width(each.name)))
  let room = columns - 2
  const shown: [Column, number, 'left' | 'right'][] = []
  for (const [key, align] of COLUMNS) {
    const cells = Math.max(0, ...all.map(each => width(each[key])))
    const wide = cells === 0 ? 0 : Math.max(cells, width(HEADINGS[key] ?? ''))
    if (wide === 0 || room - wide - 2 < Math.min(longest, 24)) continue
    room -= wide + 2
    shown.push([key, wide, align])
  }
  return {longest: Math.min(longest, room), shown}
}

/** An image to choose; `all` are the rows on the screen, so that columns line up. */
export function pickerRow(row: PickerRow, all: readonly PickerRow[], columns: number, theme: Theme): string {
  const {ellipsis} = theme.glyphs
  const {longest, shown} = columnsOf(all, columns)
  const name = pad(row.name, longest, 'left', ellipsis)
  const cells = shown.map(([key, wide, align]) => `  ${pad(row[key], wide, align, ellipsis)}`)
  return line(
    [
      [row.cursor ? theme.glyphs.cursor : ' ', 'accent'],
      [' '],
      [name, 'strong'],
      [cells.join(''), 'quiet'],
      [row.problem === '' ? '' : `  ${row.problem}`, 'problem'],
    ],
    columns,
    theme,
    row.cursor ? 'focused' : null,
  )
}
