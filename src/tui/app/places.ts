import {type State, top} from './state.ts'

/** Where the focus is, as bindings name it: the top context, and for the explorer its pane or tab. */
export type Place = 'loading' | 'picker' | 'failed' | 'help' | 'layer' | 'layers' | 'files' | 'config'

export function placeOf(state: State): Place {
  const context = top(state)
  if (context.kind !== 'explorer') return context.kind
  return context.tab === 'config' ? 'config' : context.focus
}
