import {Union} from '../../../image/filesystem/union.ts'
import type {Step} from '../effects.ts'
import type {ReadingEvent} from '../messages.ts'
import {explorerOf, type State} from '../state.ts'
import type {ArrivingTree} from '../tree/tree-filter.ts'
import {ask, withFilter} from './ask-matches.ts'
import {stacked} from './shown-tree.ts'

type TreeEvent = Extract<ReadingEvent, {type: 'union' | 'contents-compared'}>

/**
 * A tree that reading tells of: shown at once, or, where it is filtered, as soon as its matches are known. The whole one is made
 * ready for a filter, whose first letter then finds a thread that waits for it.
 */
export function arrive(state: State, event: TreeEvent): Step {
  const explorer = explorerOf(state)
  if (explorer === null) return [state, []]
  const {filter} = explorer
  const tree = treeOf(event, filter?.arriving?.complete ?? explorer.unionComplete)
  if (filter === null || filter.parsed.kind !== 'pattern')
    return [stacked(state, tree, null), tree.complete ? [{type: 'prepare-matching', union: tree.union}] : []]
  if (filter.arriving === null && filter.found?.standsOn(tree.union)) return [stacked(state, tree, null), []]
  const asked = filter.arriving?.union.columns.nodeParent === tree.union.columns.nodeParent
  const waiting = withFilter(state, each => ({...each, arriving: tree}))
  return asked ? [waiting, []] : ask(waiting, each => each)
}

function treeOf(event: TreeEvent, complete: boolean): ArrivingTree {
  const {union, figures} = event
  if (event.type === 'union') return {union, figures, complete: event.complete, contentsCompared: false}
  // The same columns, written anew by the worker: what was remembered of the old union would be wrong.
  return {union: new Union(union.columns, union.layers), figures, complete, contentsCompared: true}
}
