import {t} from '../../../text/translate.ts'
import {JOB_BAR, type JobStatus} from '../../app/selectors/job-status.ts'
import {line} from '../line.ts'
import type {Theme} from '../theme.ts'
import {barPiece} from './measure.ts'

/** What is being done meanwhile, how far it is, and how to stop it. */
export function jobRow({text, share, key}: JobStatus, columns: number, theme: Theme): string {
  return line(
    [
      [`${text} `, 'busy'],
      ...(share === null ? [] : [barPiece(share, JOB_BAR, theme, 'busy'), [' '] as const]),
      [key, 'accent'],
      [t` stop `, 'quiet'],
    ],
    columns,
    theme,
  )
}
