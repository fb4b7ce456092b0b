import {t} from '../../../text/translate.ts'
import {width} from '../../../text/width.ts'
import type {JobStatus} from '../../app/selectors/job-status.ts'
import {line} from '../line.ts'
import type {Theme} from '../theme.ts'
import {barPiece} from './measure.ts'

const BAR = 8

/** Cells that a job takes at the end of the bottom line: the same however far it is. */
export function jobCells({text, key}: JobStatus): number {
  return Math.max(40, width(text) + BAR + width(key) + 9)
}

/** What is being done meanwhile, how far it is, and how to stop it. */
export function jobRow({text, share, key}: JobStatus, columns: number, theme: Theme): string {
  return line(
    [[`${text} `, 'busy'], barPiece(share ?? 0, BAR, theme, 'busy'), [' '], [key, 'accent'], [t` stop `, 'quiet']],
    columns,
    theme,
  )
}
