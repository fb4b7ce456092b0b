import {fuzzyDistance} from '../../../text/fuzzy.ts'
import type {Binding} from '../bindings/binding.ts'
import {bindingsWith} from '../bindings.ts'
import {placeOf} from '../places.ts'
import {type State, top} from '../state.ts'
import type {Palette} from './palette.ts'

/** What the palette offers: what a key would do at the place below. */
export interface Action {
  readonly binding: Binding
  /** why it can't be done now; null where it can */
  readonly reason: string | null
}

/** Going up and down is what the keys themselves are for. */
const LEFT_OUT = /^(?:up|down|page-.*|half-.*|first|last|palette)$/

/** The actions that fit what was typed, the best first; all of them, in the order of the keys, while nothing is. */
export function actionsOf(state: State, {field}: Palette): readonly Action[] {
  const below = belowPalette(state)
  const place = placeOf(below)
  const here = bindingsWith(state.keys).filter(({id, places}) => places.includes(place) && !LEFT_OUT.test(id))
  return here
    .flatMap(binding => {
      const distance = fuzzyDistance(`${binding.label} ${binding.id}`, field.text)
      return distance === null ? [] : [{binding, distance, reason: binding.disabled?.(below) ?? null}]
    })
    .sort((a, b) => a.distance - b.distance)
}

/** The state as it is without the palette: that is what its actions act upon. */
export function belowPalette(state: State): State {
  return top(state).kind === 'palette' ? {...state, contexts: state.contexts.slice(0, -1)} : state
}

/** The action that the cursor is on. */
export function chosenAction(state: State): Action | undefined {
  const context = top(state)
  return context.kind === 'palette' ? actionsOf(state, context)[context.cursor] : undefined
}
