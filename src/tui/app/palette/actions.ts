import {fuzzyDistance} from '../../../text/fuzzy.ts'
import {t} from '../../../text/translate.ts'
import type {Binding} from '../bindings/binding.ts'
import {whereItWorks} from '../bindings/elsewhere.ts'
import {bindingsWith} from '../bindings.ts'
import {placeOf} from '../places.ts'
import {type State, top} from '../state.ts'
import type {Palette} from './palette.ts'

/** What the palette offers: what a key would do at the place below, or in others. */
export interface Action {
  readonly binding: Binding
  /** why it can't be done now; null where it can */
  readonly reason: string | null
}

/** Going up and down is what the keys themselves are for. */
const LEFT_OUT = /^(?:up|down|page-.*|half-.*|first|last|palette)$/

/** What can be done here comes before what fits as well, or begins its words little sooner. */
const ELSEWHERE = 10

/**
 * The actions that fit what was typed, the best first, those of other places with where they work; all of the place below, in
 * the order of the keys, while nothing is. Of equals those come first that can be done now.
 */
export function actionsOf(state: State, {field}: Palette): readonly Action[] {
  const below = belowPalette(state)
  const place = placeOf(below)
  const found: (Action & {readonly distance: number})[] = []
  for (const binding of bindingsWith(state.keys)) {
    if (LEFT_OUT.test(binding.id)) continue
    const distance = fuzzyDistance(`${binding.label} ${binding.id}`, field.text)
    if (distance === null) continue
    if (binding.places.includes(place)) {
      found.push({binding, distance, reason: binding.disabled?.(below) ?? null})
    } else if (field.text.trim() !== '') {
      const where = whereItWorks(below, binding)
      if (where !== null) found.push({binding, distance: distance + ELSEWHERE, reason: t`This works in ${where}.`})
    }
  }
  return found.sort((a, b) => a.distance - b.distance || Number(a.reason !== null) - Number(b.reason !== null))
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
