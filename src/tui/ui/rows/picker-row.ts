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

/** An image to choose; `all` are the rows on the screen, so that columns line up. */
export function pickerRow(row: PickerRow, all: readonly PickerRow[], columns: number, theme: Theme): string {
  const {ellipsis} = theme.glyphs
  const longest = Math.max(...all.map(each => width(each.name)))
  let room = columns - 2
  const shown: [string, number, 'left' | 'right'][] = []
  for (const [key, align] of COLUMNS) {
    const wide = Math.max(...all.map(each => width(each[key])))
    if (wide === 0 || room - wide - 2 < Math.min(longest, 24)) continue
    room -= wide + 2
    shown.push([row[key], wide, align])
  }
  const name = pad(row.name, Math.min(longest, room), 'left', ellipsis)
  const cells = shown.map(([text, wide, align]) => `  ${pad(text, wide, align, ellipsis)}`)
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
