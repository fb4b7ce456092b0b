import {t} from '../../../text/translate.ts'
import {width} from '../../../text/width.ts'
import {runningJobs} from '../jobs/in-state.ts'
import {keyFor} from '../key-for.ts'
import type {State} from '../state.ts'
import {jobAmount, jobShare} from './job-facts.ts'

/** What is being done meanwhile, for the end of the bottom line. Printable. */
export interface JobStatus {
  /** `push shop/api:1.4 12.1 MB of 210 MB` */
  readonly text: string
  /** done of all, 0 to 1; null where it is not known */
  readonly share: number | null
  /** the key that stops it */
  readonly key: string
}

/** Cells of the bar that shows the share. */
export const JOB_BAR = 8

/** Cells that a job takes at the end of the bottom line: the same however far it is. */
export function jobCells({text, key}: JobStatus): number {
  return Math.max(40, width(text) + JOB_BAR + width(key) + 9)
}

/** The oldest of the jobs that run, for the bottom line, and how many more there are; null where none runs. */
export function jobStatus(state: State): JobStatus | null {
  const running = runningJobs(state)
  const job = running[0]
  if (job === undefined) return null
  const more = running.length > 1 ? t` and ${running.length - 1} more` : ''
  // The verb: of what is told where there is room for it.
  const verb = job.title.split(' ')[0]!
  return {text: `${verb} ${jobAmount(job)}`.trimEnd() + more, share: jobShare(job), key: keyFor(state, 'cancel-jobs')}
}
