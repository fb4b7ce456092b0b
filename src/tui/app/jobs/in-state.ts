import type {State} from '../state.ts'
import type {Job} from './job.ts'
import type {Outcome} from './outcome.ts'

/** Jobs that have ended and are still listed. */
const KEPT = 100

/** The jobs that run, the oldest first. */
export function runningJobs({jobs}: Pick<State, 'jobs'>): readonly Job[] {
  return jobs.filter(({state}) => state === 'running')
}

/** The job of a number; null where none has it. */
export function jobOf({jobs}: Pick<State, 'jobs'>, request: number): Job | null {
  return jobs.find(job => job.request === request) ?? null
}

/** The state with a job changed; the same state where there is none of that number, or nothing changes. */
export function withJob(state: State, request: number, change: (job: Job) => Job): State {
  const at = state.jobs.findIndex(job => job.request === request)
  if (at < 0) return state
  const job = change(state.jobs[at]!)
  return job === state.jobs[at] ? state : {...state, jobs: state.jobs.with(at, job)}
}

/** The jobs with one more; of those that have ended, the oldest go. */
export function withOneMore(jobs: readonly Job[], job: Job): readonly Job[] {
  const ended = jobs.filter(({state}) => state !== 'running')
  const dropped = new Set(ended.slice(0, Math.max(0, ended.length - KEPT)))
  return [...jobs.filter(each => !dropped.has(each)), job]
}

/** What came of the last job of a kind that was done; null where there is none. */
export function lastOutcome<K extends Outcome['kind']>(
  {jobs}: Pick<State, 'jobs'>,
  kind: K,
): Extract<Outcome, {kind: K}> | null {
  const job = jobs.findLast(({outcome}) => outcome?.kind === kind)
  return (job?.outcome as Extract<Outcome, {kind: K}> | undefined) ?? null
}
