import type {Step} from '../effects.ts'
import type {TextField} from '../field/text-field.ts'
import {type Context, type State, top} from '../state.ts'
import {typeIntoForm} from './fill-in.ts'
import {typeFilter} from './filter.ts'
import {typeHomeFilter} from './home.ts'
import {typeInPalette} from './palette.ts'
import {typedInPreview} from './preview-search.ts'

/** What is typed goes into the field of the top context; elsewhere it means nothing. */
export function type(state: State, change: (field: TextField) => TextField | null): Step {
  const context = top(state)
  const typing = TYPING[context.kind]
  if (typing === undefined) return [state, []]
  return typing(state, change)
}

type Typing = (state: State, change: (field: TextField) => TextField | null) => Step

/** The contexts that hold a field, and what follows when it changes. */
const TYPING: Readonly<Partial<Record<Context['kind'], Typing>>> = {
  filter: typeFilter,
  preview: typedInPreview,
  form: typeIntoForm,
  'home-filter': typeHomeFilter,
  palette: typeInPalette,
}
