import type {Step} from '../effects.ts'
import type {UserVerb} from '../messages.ts'
import {explorerOf, type State, top} from '../state.ts'

/** Leaving: the program, for a while, or what lies on top. */
export function leave(state: State, verb: Extract<UserVerb, {type: 'quit' | 'suspend' | 'close'}>): Step {
  switch (verb.type) {
    case 'suspend':
      return [state, [{type: 'suspend'}]]
    case 'quit': {
      const session = sessionOf(state)
      return [
        state,
        [...(session === null ? [] : [{type: 'cancel', session} as const]), {type: 'exit', code: verb.code}],
      ]
    }
    case 'close': {
      if (state.contexts.length < 2) return [state, []]
      const closed = top(state)
      const rest = {...state, contexts: state.contexts.slice(0, -1)}
      const busy = closed.kind === 'explorer' || closed.kind === 'loading'
      return [rest, busy ? [{type: 'cancel', session: closed.session}] : []]
    }
  }
}

/** What is under way: opening or reading; null where nothing is. */
export function sessionOf(state: State): number | null {
  const explorer = explorerOf(state)
  if (explorer?.reading.kind === 'running') return explorer.session
  const context = top(state)
  return context.kind === 'loading' ? context.session : null
}
