import type {Effect, Step} from '../effects.ts'
import type {Form} from '../form/form.ts'
import {leaveForm} from '../form/leave-form.ts'
import {runningJobs} from '../jobs/in-state.ts'
import type {UserVerb} from '../messages.ts'
import {type Context, explorerOf, type State, top} from '../state.ts'
import {analyseOn} from './analyse.ts'
import {askedBy} from './answer-form.ts'
import {refreshed} from './home.ts'

/** Leaving: the program, for a while, or what lies on top. */
export function leave(state: State, verb: Extract<UserVerb, {type: 'quit' | 'suspend' | 'close'}>): Step {
  switch (verb.type) {
    case 'suspend':
      return [state, [{type: 'suspend'}]]
    case 'quit': {
      const session = sessionOf(state)
      const asks = runningJobs(state).length > 0 && !isLeaving(top(state))
      if (asks) return [{...state, contexts: [...state.contexts, leaveForm(verb.code)]}, []]
      return [
        state,
        [...(session === null ? [] : [{type: 'cancel', session} as const]), {type: 'exit', code: verb.code}],
      ]
    }
    case 'close': {
      if (state.contexts.length < 2) return [state, []]
      const closed = top(state)
      const rest = {...state, contexts: state.contexts.slice(0, -1)}
      if (closed.kind === 'preview') return [rest, [{type: 'stop-preview', request: closed.request}]]
      const stopped = underWay(closed).map(session => ({type: 'cancel', session}) as const)
      const [shown, effects] = closed.kind === 'explorer' ? onTopAgain(rest) : [rest, []]
      return [shown, [...stopped, ...effects]]
    }
  }
}

/** What lay below an image: home asks anew; of an image that is still read or analysed, what was told meanwhile was dropped. */
function onTopAgain(state: State): Step {
  if (top(state).kind === 'home') return refreshed(state)
  const below = explorerOf(state)
  if (below === null) return [state, []]
  const reads: Effect[] = below.reading.kind === 'running' ? [{type: 'read', session: below.session}] : []
  const [shown, effects] = below.waste.request === null ? [state, []] : analyseOn(state)
  return [shown, [...reads, ...effects]]
}

/** Whether it is being asked if one wants to leave. */
function isLeaving(context: Context): boolean {
  return context.kind === 'form' && context.purpose.kind === 'leave'
}

/** What nobody waits for any more once this is closed, by the numbers that stop it. */
export function underWay(context: Context): readonly number[] {
  if (context.kind === 'loading') return [context.session]
  if (context.kind === 'explorer') return [context.session, context.waste.request].filter(each => each !== null)
  if (context.kind === 'doctor') return context.ended ? [] : [context.session]
  if (context.kind === 'form') return unanswered(context)
  return context.kind === 'comparison' && context.contents.kind === 'running' ? [context.request] : []
}

/** The question of a form that is not answered yet. */
function unanswered(form: Form): readonly number[] {
  if (form.purpose.kind === 'delete-remote') return [form.purpose.session]
  const asked = askedBy(form)
  return asked === null || asked.answer !== null || asked.failure !== null ? [] : [asked.request]
}

/** What is under way: opening, reading, listing; null where nothing is. */
export function sessionOf(state: State): number | null {
  const explorer = explorerOf(state)
  if (explorer?.reading.kind === 'running') return explorer.session
  const context = top(state)
  return context.kind === 'loading' || context.kind === 'home' ? context.session : null
}
