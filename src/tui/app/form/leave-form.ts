import {counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {runningJobs} from '../jobs/in-state.ts'
import type {State} from '../state.ts'
import {type Form, formOf} from './form.ts'
import type {FormPlan} from './plan.ts'
import type {LeavePurpose} from './purpose.ts'

/** Jobs that are named before it is only told how many more there are. */
const NAMED = 5

/** Leaving would stop what is being done: does the user want that? */
export function leaveForm(code: number): Form<LeavePurpose> {
  return formOf({kind: 'leave', code}, [])
}

/** Leaving with the exit code that was asked for; jobs that run are stopped. */
export function leavePlan(state: State, {purpose}: Form<LeavePurpose>): FormPlan {
  const running = runningJobs(state)
  const more = running.length - NAMED
  return {
    title: running.length === 0 ? t`Leave?` : t`Leave while ${counted(running.length, 'job runs', 'jobs run')}?`,
    summary:
      running.length === 0
        ? [t`All that was being done is done.`]
        : [
            ...running.slice(0, NAMED).map(({title}) => title),
            ...(more > 0 ? [t`and ${more} more`] : []),
            running.length === 1 ? t`It is stopped.` : t`They are stopped.`,
          ],
    action: running.length === 0 ? t`leave` : t`stop and leave`,
    refusal: null,
    begins: {kind: 'effects', effects: [{type: 'exit', code: purpose.code}]},
  }
}
