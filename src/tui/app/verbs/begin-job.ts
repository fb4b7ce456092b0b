import type {Step} from '../effects.ts'
import type {Form} from '../form/form.ts'
import type {JobPlan} from '../form/plan.ts'
import {withOneMore} from '../jobs/in-state.ts'
import type {Job} from '../jobs/job.ts'
import type {State} from '../state.ts'

/** Begins a job; `form` is what it was asked with, shown again where it fails. */
export function beginJob(
  state: State,
  {title, command, task}: Pick<JobPlan, 'title' | 'command' | 'task'>,
  form: Form | null,
): Step {
  const request = state.nextSession
  const job: Job = {
    request,
    title,
    command,
    task,
    state: 'running',
    progress: null,
    pace: null,
    log: [],
    form: form && {...form, failure: null},
    failure: null,
    outcome: null,
    began: null,
    ended: null,
  }
  return [{...state, nextSession: request + 1, jobs: withOneMore(state.jobs, job)}, [{type: 'job', request, task}]]
}
