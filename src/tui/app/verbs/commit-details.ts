import type {Step} from '../effects.ts'
import {type State, top} from '../state.ts'
import {begin, differenceLook} from './open.ts'

/** Opens the container that the form is about, on what it changed; the form stays below with all that was typed. */
export function commitDetails(state: State): Step {
  const form = top(state)
  if (form.kind !== 'form' || form.purpose.kind !== 'commit') return [state, []]
  // Its name stands over what is opened; an ID's digits would tell nobody which one it is.
  const reference = `container:${form.purpose.name}`
  return begin(state, reference, differenceLook(state))
}
