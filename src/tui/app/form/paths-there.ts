import type {Effect, Step} from '../effects.ts'
import {type State, top, withTop} from '../state.ts'
import {focusedField} from './answering.ts'
import type {PathsFound} from './asked.ts'
import type {Form} from './form.ts'

/** Asks what is in the folder that is being typed, where that is another one than before. */
export function withPathsAsked(state: State): Step {
  const form = top(state)
  const field = form.kind === 'form' ? focusedField(form) : undefined
  if (form.kind !== 'form' || field?.kind !== 'text' || field.paths === undefined) return [state, []]
  const {text} = field.value
  const folder = text.slice(0, text.lastIndexOf('/') + 1)
  const {only, toColon = false} = field.paths
  if (folder === field.paths.folder || (toColon && text.includes(':'))) return [state, []]
  const request = state.nextSession
  const asking = {...field, suggestions: [], paths: {...field.paths, folder, request}}
  const look: Effect = {type: 'look', request, question: {kind: 'paths', only, folder}}
  return [
    withTop({...state, nextSession: request + 1}, {...form, fields: form.fields.with(form.focus, asking)}),
    [look],
  ]
}

/** The form with what is in a folder as suggestions; null where it did not ask under this number. */
export function withPathsFound(form: Form, request: number, found: PathsFound | null): Form | null {
  const at = form.fields.findIndex(field => field.kind === 'text' && field.paths?.request === request)
  const field = form.fields[at]
  if (field?.kind !== 'text') return null
  return {...form, fields: form.fields.with(at, {...field, suggestions: found?.paths ?? []})}
}
