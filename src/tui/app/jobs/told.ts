import type {Job, JobEvent, Pace} from './job.ts'

/** Lines that are kept of what a job says. */
const LOG = 500
/** Speed is measured over at least so long, milliseconds: what comes in bursts is shown as it flows. */
const MEASURED = 500
/** How much of the speed is that of before: a number that jumps can't be read. */
const INERTIA = 0.6

/** The job after what is told of it at a time, milliseconds since 1970. */
export function jobTold(job: Job, event: JobEvent, at: number): Job {
  switch (event.type) {
    case 'began':
      return {...job, began: at}
    case 'progress':
      return job.state === 'running'
        ? {...job, progress: event.progress, pace: paced(job.pace, event.progress.done, at)}
        : job
    case 'said':
      return {...job, log: [...job.log, event.text].slice(-LOG)}
    // What was done before the wish to stop it arrived is done.
    case 'done':
      return {...job, state: 'done', outcome: event.outcome, failure: null, ended: at}
    case 'failed':
      return job.state === 'cancelled'
        ? {...job, ended: at}
        : {...job, state: 'failed', failure: event.failure, ended: at}
    case 'stopped':
      return {...job, state: 'cancelled', ended: at}
  }
}

function paced(before: Pace | null, done: number, at: number): Pace {
  if (before === null || done < before.done) return {at, done, bytesPerSecond: null}
  if (at - before.at < MEASURED) return before
  const now = ((done - before.done) * 1000) / (at - before.at)
  const last = before.bytesPerSecond
  return {at, done, bytesPerSecond: last === null ? now : last * INERTIA + now * (1 - INERTIA)}
}
