import type {Step} from '../effects.ts'
import {explorerOf, type State, withExplorer} from '../state.ts'
import type {TreeFilter} from '../tree/tree-filter.ts'
import {answeredTree} from './shown-tree.ts'

/** The filter changed, and the question that follows from it: which paths match? Without a pattern there is none. */
export function ask(state: State, change: (filter: TreeFilter) => TreeFilter): Step {
  const explorer = explorerOf(state)
  if (explorer?.filter == null) return [state, []]
  const filter = change(explorer.filter)
  if (filter.parsed.kind !== 'pattern') {
    const idle = withFilter(state, () => ({...filter, awaited: -1}))
    return [answeredTree(idle, null), [{type: 'stop-matching'}]]
  }
  const request = state.nextRequest
  const {session} = explorer
  // A tree that waits for its matches is the one to ask about; before there is any, the question waits for it.
  const union = filter.arriving?.union ?? explorer.union
  if (union === null) return [withFilter(state, () => filter), []]
  return [
    withFilter({...state, nextRequest: request + 1}, () => ({...filter, awaited: request})),
    [{type: 'match', session, request, union, pattern: filter.parsed.pattern}],
  ]
}

/** The state with the tree's filter changed; the same where there is none. */
export function withFilter(state: State, change: (filter: TreeFilter) => TreeFilter): State {
  return withExplorer(state, each => (each.filter === null ? each : {...each, filter: change(each.filter)}))
}
