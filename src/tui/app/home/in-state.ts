import type {ImagePlace} from '../jobs/task.ts'
import type {State} from '../state.ts'
import {type Home, isStore} from './home.ts'

/** Home, on top or below something; null where the program was started on an image. */
export function homeOf(state: State): Home | null {
  return state.contexts.find(context => context.kind === 'home') ?? null
}

/** The state with its home changed; the same state where there is none. */
export function withHome(state: State, change: (home: Home) => Home): State {
  const at = state.contexts.findIndex(context => context.kind === 'home')
  return at < 0 ? state : {...state, contexts: state.contexts.with(at, change(state.contexts[at] as Home))}
}

/** Where home's images are: of the engine that answers, or of the store where none does. */
export function homePlace(state: State): ImagePlace {
  const home = homeOf(state)
  return home !== null && isStore(home) ? 'store' : null
}
