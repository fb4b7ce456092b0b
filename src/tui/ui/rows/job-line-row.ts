import {pad} from '../../../text/width.ts'
import type {JobLine} from '../../app/selectors/job-lines.ts'
import {line} from '../line.ts'
import type {Theme} from '../theme.ts'
import {TONES} from './home-row.ts'
import {barPiece} from './measure.ts'

const ID = 14
const AMOUNT = 18

/** A line of a job's page. */
export function jobLineRow(each: JobLine, columns: number, theme: Theme): string {
  if (each.kind === 'text')
    return line([['   '], [each.text, each.tone === 'heading' ? 'accent' : TONES[each.tone]]], columns, theme)
  const style = TONES[each.tone]
  const bar = Math.max(4, Math.min(30, columns - ID - AMOUNT - 22))
  return line(
    [
      ['   '],
      [pad(each.id, ID, 'left', theme.glyphs.ellipsis), 'quiet'],
      barPiece(each.share ?? 0, bar, theme, style ?? 'accent'),
      ['  '],
      [pad(each.amount, AMOUNT)],
      ['  '],
      [each.word, style],
    ],
    columns,
    theme,
  )
}
