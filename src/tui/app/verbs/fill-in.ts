import {printable} from '../../../text/printable.ts'
import type {Step} from '../effects.ts'
import type {TextField} from '../field/text-field.ts'
import {withFocusMoved, withSuggestionTaken, withTextChanged, withToggled} from '../form/answering.ts'
import {keptValues} from '../form/form.ts'
import {withPathsAsked} from '../form/paths-there.ts'
import {planOf} from '../form/plans.ts'
import type {UserVerb} from '../messages.ts'
import {type State, top, withTop} from '../state.ts'
import {beginJob} from './begin-job.ts'
import {registries} from './registries.ts'

type FillIn = Extract<UserVerb, {type: 'next-field' | 'toggle-field' | 'take-suggestion' | 'submit'}>

/** Answering a form, and doing what it asks about. */
export function fillIn(state: State, verb: FillIn): Step {
  const form = top(state)
  if (form.kind !== 'form') return [state, []]
  switch (verb.type) {
    case 'next-field':
      return [withTop(state, withFocusMoved(form, verb.by)), []]
    case 'toggle-field': {
      const field = form.fields[form.focus]
      if (field?.kind === 'toggle' && field.refusal !== null)
        return [{...state, notice: {text: field.refusal, kind: 'refused'}}, []]
      return [withTop(state, withToggled(form, verb.by)), []]
    }
    case 'take-suggestion':
      return withPathsAsked(withTop(state, withSuggestionTaken(form) ?? form))
    case 'submit':
      return submit(state)
  }
}

/** The field with the focus, typed into. */
export function typeIntoForm(state: State, change: (field: TextField) => TextField | null): Step {
  const form = top(state)
  const changed = form.kind === 'form' ? withTextChanged(form, change) : null
  return changed === null ? [state, []] : withPathsAsked(withTop(state, changed))
}

/** The form goes, and what it asked for begins. */
function submit(state: State): Step {
  const form = top(state)
  const plan = form.kind === 'form' ? planOf(state, form) : null
  if (form.kind !== 'form' || plan === null) return [state, []]
  // What was typed may be in it.
  if (plan.refusal !== null) return [{...state, notice: {text: printable(plan.refusal), kind: 'refused'}}, []]
  const {begins} = plan
  const sent: State = {
    ...state,
    contexts: state.contexts.slice(0, -1),
    formValues: {...state.formValues, [form.purpose.kind]: keptValues(form)},
  }
  if (begins.kind === 'verb') return registries(sent, begins.verb)
  return begins.kind === 'job' ? beginJob(sent, begins, form) : [sent, [...begins.effects]]
}
