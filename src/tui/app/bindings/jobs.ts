import {t} from '../../../text/translate.ts'
import {planOf} from '../form/plans.ts'
import {jobOf, runningJobs} from '../jobs/in-state.ts'
import type {Job} from '../jobs/job.ts'
import {type State, top} from '../state.ts'
import {selectedRow} from '../verbs/selected-row.ts'
import {type Binding, EVERYWHERE, EXPLORER, HOMES} from './binding.ts'

/** What is done meanwhile: its page, stopping it, trying again. */
export const JOBS: readonly Binding[] = [
  {
    id: 'show-job',
    places: [...HOMES, ...EXPLORER, 'versions', 'comparison'],
    keys: ['J'],
    label: t`the newest job: how far it is, what was said, why it failed`,
    disabled: ({jobs}) => (jobs.length > 0 ? undefined : t`Nothing has been done yet.`),
    message: () => ({type: 'show-job', request: 'newest'}),
  },
  {
    id: 'cancel-jobs',
    places: EVERYWHERE,
    keys: ['ctrl+x'],
    label: t`stop what is being done, all of it`,
    disabled: state => (runningJobs(state).length > 0 ? undefined : t`Nothing is being done.`),
    message: () => ({type: 'cancel-jobs', request: 'all'}),
  },
  {
    id: 'cancel-job',
    places: ['job', 'home-jobs'],
    keys: ['x'],
    label: t`stop this job`,
    hint: t`stop`,
    rank: 2,
    disabled: state => (seen(state)?.state === 'running' ? undefined : t`This job does not run.`),
    message: state => ({type: 'cancel-jobs', request: seen(state)?.request ?? -1}),
  },
  {
    id: 'retry-job',
    places: ['job', 'home-jobs'],
    keys: ['r'],
    label: t`do the same again`,
    hint: state => (seen(state)?.state === 'done' ? t`do again` : t`try again`),
    rank: 1,
    disabled: state => endedReason(state),
    message: state => ({type: 'retry-job', request: seen(state)?.request ?? -1}),
  },
  {
    id: 'edit-job',
    places: ['job', 'home-jobs'],
    keys: ['e'],
    label: t`change what was asked, and do it again`,
    hint: t`change`,
    rank: 3,
    disabled: state => endedReason(state) ?? unaskedReason(state),
    message: state => ({type: 'edit-job', request: seen(state)?.request ?? -1}),
  },
  {
    id: 'older-job',
    places: ['job'],
    keys: ['['],
    label: t`the job before`,
    disabled: state => (state.jobs[0]?.request === seen(state)?.request ? t`This is the oldest job.` : undefined),
    message: () => ({type: 'step-job', by: -1}),
  },
  {
    id: 'newer-job',
    places: ['job'],
    keys: [']'],
    label: t`the job after`,
    disabled: state => (state.jobs.at(-1)?.request === seen(state)?.request ? t`This is the newest job.` : undefined),
    message: () => ({type: 'step-job', by: 1}),
  },
  {
    id: 'close-job',
    places: ['job'],
    keys: ['esc', 'q', 'enter', 'backspace', 'left', 'h'],
    label: t`close this page; a job goes on`,
    hint: t`close`,
    rank: 1,
    message: () => ({type: 'close'}),
  },
]

/** The job whose page is open, or under the cursor of the list. */
function seen(state: State): Job | null {
  const context = top(state)
  if (context.kind === 'job') return jobOf(state, context.request)
  return jobOf(state, Number(selectedRow(state, 'jobs')?.id ?? -1))
}

function endedReason(state: State): string | undefined {
  const job = seen(state)
  if (job === null) return t`There is no job here.`
  return job.state === 'running' ? t`This job still runs.` : undefined
}

function unaskedReason(state: State): string | undefined {
  const form = seen(state)?.form ?? null
  if (form === null || form.fields.length === 0) return t`Nothing was asked: there is nothing to change.`
  return planOf(state, form) === null ? t`What it was about is closed.` : undefined
}
