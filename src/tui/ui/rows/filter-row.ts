import {truncate, width} from '../../../text/width.ts'
import type {FilterFoot} from '../../app/selectors/filter-foot.ts'
import {ends, type Piece} from '../line.ts'
import type {Theme} from '../theme.ts'
import {fieldPieces} from './field-row.ts'

/** Cells that are left to the field, if the row has them at all. */
const LEAST = 12

/** The field of the filter, how it is read, and at the end how many match or what is wrong. */
export function filterRow({field, kind, problem}: FilterFoot, counts: string, columns: number, theme: Theme): string {
  const said = problem === null ? counts : `${problem} `
  const room = Math.max(0, columns - LEAST - 4)
  const end = truncate(said, room, {mark: theme.glyphs.ellipsis})
  const left = columns - width(end) - 4
  const label = left - width(kind) - 2 >= LEAST || field.text === '' ? kind : ''
  const typed = fieldPieces(
    field,
    Math.max(1, left - (field.text === '' || label === '' ? 1 : width(label) + 2)),
    true,
    theme,
  )
  const pieces: Piece[] = [[' '], ['/ ', 'accent'], ...typed]
  if (label !== '') pieces.push([field.text === '' ? ` ${label}` : `  ${label}`, 'quiet'])
  return ends(pieces, [[end, problem === null ? 'quiet' : 'problem']], columns, theme)
}
