import type {Step} from '../effects.ts'
import {type State, top} from '../state.ts'
import {begin} from './open.ts'

/** Opens the container in the explorer once more: what it changed meanwhile is read, and looked at as before. */
export function refreshContainer(state: State): Step {
  const explorer = top(state)
  if (explorer.kind !== 'explorer') return [state, []]
  const {tab, focus, view, sort, attributes, hidden} = explorer
  const below = {...state, contexts: state.contexts.slice(0, -1)}
  const [opening, effects] = begin(below, explorer.image.reference, {tab, focus, view, sort, attributes, hidden})
  return [opening, [{type: 'cancel', session: explorer.session}, ...effects]]
}
