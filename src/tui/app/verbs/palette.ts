import type {Step} from '../effects.ts'
import {type TextField, textField} from '../field/text-field.ts'
import {type State, top, withTop} from '../state.ts'

/** Opens the palette over what has the focus. */
export function openPalette(state: State): State {
  return {...state, contexts: [...state.contexts, {kind: 'palette', field: textField(), cursor: 0}]}
}

/** What was typed: the best of what fits has the cursor. */
export function typeInPalette(state: State, change: (field: TextField) => TextField | null): Step {
  const context = top(state)
  const field = context.kind === 'palette' ? change(context.field) : null
  if (context.kind !== 'palette' || field === null) return [state, []]
  return [withTop(state, {...context, field, cursor: field.text === context.field.text ? context.cursor : 0}), []]
}
