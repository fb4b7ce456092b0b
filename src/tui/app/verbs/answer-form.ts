import type {Answer, Asked} from '../form/asked.ts'
import type {Form} from '../form/form.ts'
import {withPathsFound} from '../form/paths-there.ts'
import type {Purpose} from '../form/purpose.ts'
import type {Told} from '../messages.ts'
import type {State} from '../state.ts'

/** What a form asked when it opened is answered; where it is gone, nobody asks any more. */
export function answerForm(state: State, {request, answer}: Extract<Told, {type: 'looked'}>): State {
  const found = 'kind' in answer && answer.kind === 'paths' ? answer : null
  for (const [i, context] of state.contexts.entries()) {
    const suggesting = context.kind === 'form' ? withPathsFound(context, request, found) : null
    if (suggesting !== null) return {...state, contexts: state.contexts.with(i, suggesting)}
  }
  const at = state.contexts.findIndex(context => context.kind === 'form' && askedBy(context)?.request === request)
  const form = state.contexts[at]
  if (form?.kind !== 'form') return state
  return {...state, contexts: state.contexts.with(at, {...form, purpose: answered(form.purpose, answer)})}
}

/** What a form asked when it opened; null for one that asks nothing. */
export function askedBy({purpose}: Form): Asked<Answer> | null {
  if (purpose.kind === 'commit') return purpose.changes
  return purpose.kind === 'remove' ? purpose.holdings : null
}

function answered(purpose: Purpose, answer: Extract<Told, {type: 'looked'}>['answer']): Purpose {
  const failure = 'failure' in answer ? answer.failure : null
  if (purpose.kind === 'commit') {
    const known = 'kind' in answer && answer.kind === 'container-changes' ? answer : null
    return {...purpose, changes: {...purpose.changes, answer: known, failure}}
  }
  if (purpose.kind !== 'remove') return purpose
  const known = 'kind' in answer && answer.kind === 'holdings' ? answer : null
  return {...purpose, holdings: {...purpose.holdings, answer: known, failure}}
}
