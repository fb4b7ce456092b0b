import {size, sizeParts} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Tone} from '../home/table.ts'
import {jobOf} from '../jobs/in-state.ts'
import type {Job} from '../jobs/job.ts'
import {type State, top} from '../state.ts'
import {durationText} from './time-text.ts'

/** What is told of a job in a few cells. Printable. */

export const STATE_WORDS: Readonly<Record<Job['state'], string>> = {
  running: t`running`,
  done: t`done`,
  failed: t`failed`,
  cancelled: t`stopped`,
}

export const STATE_TONES: Readonly<Record<Job['state'], Tone>> = {
  running: 'busy',
  done: 'good',
  failed: 'problem',
  cancelled: 'quiet',
}

/** Done of all, 0 to 1; null where it is not known. */
export function jobShare({progress}: Pick<Job, 'progress'>): number | null {
  const total = progress?.total ?? 0
  return progress === null || total === 0 ? null : Math.min(1, progress.done / total)
}

/** `12.1 MB of 210 MB`, '' where no bytes are told of, or there are none to move. */
export function jobAmount({progress}: Pick<Job, 'progress'>): string {
  if (progress === null) return ''
  const {done, total} = progress
  if (total === null || total === 0) return done === 0 ? '' : size(done)
  return t`${sizeParts(done).join(' ')} of ${size(total)}`
}

/** `24.1 MB/s`; '' while nothing moves: the mean of a push that stalled never gets to nothing. */
export function jobSpeed({state, pace}: Pick<Job, 'state' | 'pace'>): string {
  return state === 'running' && (pace?.bytesPerSecond ?? 0) >= 1 ? `${size(pace!.bytesPerSecond!)}/s` : ''
}

/** Whether an engine waits to try a layer again that the registry refused, or was gone for. */
export function isRetrying({state, progress}: Pick<Job, 'state' | 'progress'>): boolean {
  return state === 'running' && progress !== null && progress.parts.some(({phase}) => phase === 'retrying')
}

/** Whether nothing but time tells that a job goes on: how far it is, is not known. */
export function isCounted(job: Job): boolean {
  return job.state === 'running' && jobShare(job) === null
}

/** For how many whole seconds it runs, where that is all there is to tell; null in the first. */
export function jobSeconds(job: Job, now: number): number | null {
  const seconds = job.began === null ? 0 : Math.floor((now - job.began) / 1000)
  return isCounted(job) && seconds >= 1 ? seconds : null
}

/** How long it took; null while it runs. */
export function jobTime({began, ended}: Pick<Job, 'began' | 'ended'>): string | null {
  return began === null || ended === null ? null : durationText(ended - began)
}

/** Whether what is shown counts the seconds of a job. */
export function showsSeconds(state: State): boolean {
  const shown = top(state)
  const job = shown.kind === 'job' ? jobOf(state, shown.request) : null
  return job !== null && isCounted(job)
}
