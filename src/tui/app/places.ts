import {focusedField} from './form/answering.ts'
import type {HomeTab} from './home/home.ts'
import {type State, top} from './state.ts'

/** Where the focus is, as bindings name it: the top context, for the explorer its pane or tab, for home its tab, for a form what it asks. */
export type Place =
  | 'loading'
  | 'picker'
  | 'failed'
  | 'help'
  | 'layer'
  | 'layer-users'
  | 'branch'
  | 'matrix'
  | 'relatives'
  | 'contents'
  | 'engines'
  | 'instruction'
  | 'layers'
  | 'files'
  | 'waste'
  | 'map'
  | 'history'
  | 'config'
  | 'sharing'
  | 'filter'
  | 'largest'
  | 'preview'
  | 'preview-search'
  | 'versions'
  | 'comparison'
  | 'form'
  | 'form-toggle'
  | 'not-written'
  | `home-${HomeTab}`
  | 'home-filter'
  | 'job'
  | 'doctor'
  | 'palette'

/** Where something is typed: a letter is a letter there. */
export const TYPED_IN: ReadonlySet<Place> = new Set(['filter', 'preview-search', 'form', 'home-filter', 'palette'])

/** The place whose bindings a key is looked up in. */
export function placeOf(state: State): Place {
  const context = top(state)
  if (context.kind === 'preview') return context.search?.field == null ? 'preview' : 'preview-search'
  if (context.kind === 'form') return focusedField(context)?.kind === 'text' ? 'form' : 'form-toggle'
  if (context.kind === 'home') return `home-${context.tab}`
  if (context.kind !== 'explorer') return context.kind
  return context.tab === 'files' ? context.focus : context.tab
}
