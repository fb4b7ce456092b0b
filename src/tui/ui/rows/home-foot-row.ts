import {width} from '../../../text/width.ts'
import type {HomeFoot} from '../../app/selectors/home-frame.ts'
import {ends} from '../line.ts'
import type {Theme} from '../theme.ts'
import {fieldPieces} from './field-row.ts'

/** Below home's list: what is typed, or is kept of it, or more of the row under the cursor; where one is in the list. */
export function homeFootRow({field, text, note}: HomeFoot, columns: number, theme: Theme): string {
  const right = [[` ${note} `, 'quiet']] as const
  if (field === null) return ends([[' '], [text, 'quiet']], right, columns, theme)
  const room = Math.max(1, columns - width(note) - 5)
  return ends([[' '], ['/', 'accent'], ...fieldPieces(field, room, true, theme)], right, columns, theme)
}
