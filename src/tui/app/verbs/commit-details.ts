import type {Step} from '../effects.ts'
import {type State, top} from '../state.ts'
import {begin, differenceLook} from './open.ts'

/** Opens the container that the form is about, on what it changed; the form stays below with all that was typed. */
export function commitDetails(state: State): Step {
  const form = top(state)
  if (form.kind !== 'form' || form.purpose.kind !== 'commit') return [state, []]
  const reference = `container:${form.purpose.container}`
  return begin(state, reference, differenceLook(state))
}
