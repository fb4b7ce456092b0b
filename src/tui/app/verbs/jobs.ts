import type {Failure} from '../../../image/oci/error.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {Effect, Step} from '../effects.ts'
import {pushJob} from '../form/push-form.ts'
import {toBeTyped} from '../jobs/advice.ts'
import {jobOf, runningJobs, withJob} from '../jobs/in-state.ts'
import type {Job} from '../jobs/job.ts'
import {jobTold} from '../jobs/told.ts'
import {keyFor} from '../key-for.ts'
import type {Message} from '../messages.ts'
import {isOfTheWorld} from '../of-the-world.ts'
import {type Context, type State, top, withTop} from '../state.ts'
import {beginJob} from './begin-job.ts'
import {relisted} from './home.ts'
import {afterDone, changesEngine, wordsForStopped} from './job-kinds.ts'
import {onJobPage, withoutJobPage} from './job-page.ts'

type JobMessage = Extract<
  Message,
  {
    type:
      | 'cancel-jobs'
      | 'show-job'
      | 'step-job'
      | 'retry-job'
      | 'edit-job'
      | 'push-one-platform'
      | 'copy-advice'
      | 'job-told'
  }
>

/** What is done meanwhile: looked at, stopped, tried again; and what is told of it. */
export function jobs(state: State, message: JobMessage): Step {
  switch (message.type) {
    case 'cancel-jobs':
      return cancelled(state, message.request)
    case 'show-job': {
      const request = message.request === 'newest' ? state.jobs.at(-1)?.request : message.request
      return [request === undefined ? state : onJobPage(state, request), []]
    }
    case 'step-job':
      return [stepped(state, message.by), []]
    case 'retry-job':
      return retried(state, message.request)
    case 'edit-job': {
      const job = jobOf(state, message.request)
      if (job === null || job.form === null) return [state, []]
      return [withForm(withoutJobPage(state), job, job.failure), []]
    }
    case 'push-one-platform':
      return pushedAgain(state, message.request)
    case 'copy-advice':
      return copied(state, message.request)
    case 'job-told':
      return told(state, message)
  }
}

/** What a registry refused for its attestation, again without it. */
function pushedAgain(state: State, request: number): Step {
  const task = jobOf(state, request)?.task
  if (task?.kind !== 'push') return [state, []]
  const begun = state.nextSession
  const [after, effects] = beginJob(state, pushJob(state, task.place, task.name, {onePlatform: true}), null)
  return [isPageOf(top(state), request) ? withTop(after, {kind: 'job', request: begun, top: 0}) : after, effects]
}

function copied(state: State, request: number): Step {
  const job = jobOf(state, request)
  if (job === null || job.failure === null) return [state, []]
  // Whoever is logged in has no login to type any more: what is left to do is the same again.
  const again = job.loggedIn ? job.command : null
  const text = printable(again ?? toBeTyped(job.failure), {lines: true})
  return [{...state, notice: {text: t`Copied: ${printable(text)}`, kind: 'done'}}, [{type: 'copy', text}]]
}

function cancelled(state: State, which: number | 'all'): Step {
  const stopped = runningJobs(state).filter(({request}) => which === 'all' || request === which)
  const [first] = stopped
  if (first === undefined) return [state, []]
  const text = stopped.length === 1 ? wordsForStopped(first.task) : t`Stopped ${stopped.length} jobs.`
  const after = stopped.reduce((at, {request}) => withJob(at, request, job => ({...job, state: 'cancelled'})), state)
  return [
    {...after, notice: {text, kind: 'done'}},
    stopped.map(({request}): Effect => ({type: 'cancel', session: request})),
  ]
}

/** Does the same again, and shows how it goes where its page is open. */
function retried(state: State, request: number): Step {
  const job = jobOf(state, request)
  if (job === null || job.state === 'running') return [state, []]
  const begun = state.nextSession
  const [after, effects] = beginJob(state, job, job.form)
  return [isPageOf(top(state), request) ? withTop(after, {kind: 'job', request: begun, top: 0}) : after, effects]
}

function told(state: State, {request, event, at}: Extract<JobMessage, {type: 'job-told'}>): Step {
  const before = jobOf(state, request)
  if (before === null) return [state, []]
  const after = withJob(state, request, job => jobTold(job, event, at))
  const job = jobOf(after, request)!
  if (event.type === 'began' || event.type === 'progress' || event.type === 'said') return [after, []]
  const [listed, effects] = changesEngine(job.task) ? relisted(after) : [after, []]
  if (event.type === 'done') {
    const [shown, more] = afterDone(listed, job, event.outcome)
    return [shown, [...effects, ...more]]
  }
  if (event.type === 'failed' && before.state === 'running') return [failed(listed, job, event.failure), effects]
  return [listed, effects]
}

/**
 * A failure is shown where nobody is busy with something else: the form again where its values may be wrong, else the job's
 * page, where it can be tried again.
 */
function failed(state: State, job: Job, failure: Failure): State {
  const context = top(state)
  if (isPageOf(context, job.request)) return state
  if (!isCalm(context)) {
    const key = keyFor(state, 'show-job')
    const text = t`${printable(failure.message)} ${key} says more.`
    return {...state, notice: {text, kind: 'problem'}}
  }
  if (job.form !== null && job.form.fields.length > 0 && !isOfTheWorld(failure)) return withForm(state, job, failure)
  return onJobPage(state, job.request)
}

/** True where a page may open by itself: nobody is typing. */
function isCalm({kind}: Context): boolean {
  return kind === 'explorer' || kind === 'versions' || kind === 'comparison' || kind === 'home' || kind === 'job'
}

function withForm(state: State, {form}: Job, failure: Failure | null): State {
  return form === null ? state : {...state, contexts: [...state.contexts, {...form, failure}]}
}

function isPageOf(context: Context, request: number): boolean {
  return context.kind === 'job' && context.request === request
}

function stepped(state: State, by: 1 | -1): State {
  const page = top(state)
  if (page.kind !== 'job') return state
  const at = state.jobs.findIndex(({request}) => request === page.request)
  const next = state.jobs[at + by]
  return at < 0 || next === undefined ? state : withTop(state, {kind: 'job', request: next.request, top: 0})
}
