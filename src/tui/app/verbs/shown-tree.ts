import {type MatchColumns, PathMatches} from '../../../image/filesystem/filter/path-matches.ts'
import type {Union} from '../../../image/filesystem/union.ts'
import type {Explorer} from '../explorer.ts'
import {translatedMap} from '../map/map.ts'
import {explorerOf, type State, withExplorer} from '../state.ts'
import {keepInSight, translate} from '../tree/tree-cursor.ts'
import type {ArrivingTree, TreeFilter} from '../tree/tree-filter.ts'
import {restacked} from './restack.ts'
import {modelOf, settleTree} from './settle-tree.ts'

/** Another tree under the explorer, with the user still on the same path. A filter needs matches of its own in it. */
export function stacked(state: State, tree: ArrivingTree, found: MatchColumns | null): State {
  return settleTree(
    withExplorer(restacked(state, tree.union), explorer => ({
      ...moved(explorer, tree.union),
      union: tree.union,
      figures: tree.figures,
      unionComplete: tree.complete,
      contentsCompared: explorer.contentsCompared || tree.contentsCompared,
      filter: explorer.filter && refiltered(explorer, explorer.filter, tree.union, found),
    })),
  )
}

/** The answer to a filter's question, and the tree that waited for it; null: there is none, and such a tree shows unfiltered. */
export function answeredTree(state: State, found: MatchColumns | null): State {
  const explorer = explorerOf(state)
  if (explorer?.filter == null) return state
  const {arriving} = explorer.filter
  if (arriving !== null) return stacked(state, arriving, found)
  if (found === null || explorer.union === null) return state
  const matches = new PathMatches(explorer.union, found)
  return withExplorer(state, each =>
    each.filter === null ? each : {...each, filter: {...each.filter, found: matches}},
  )
}

function moved(explorer: Explorer, union: Union): Explorer {
  const model = modelOf(explorer)
  if (model === null) return explorer
  return {
    ...explorer,
    map: translatedMap(explorer.map, model.union, union),
    tree: translate(keepInSight(model, explorer.tree), model.union, union),
  }
}

function refiltered(explorer: Explorer, filter: TreeFilter, union: Union, found: MatchColumns | null): TreeFilter {
  const kept = filter.found?.standsOn(union) ? filter.found : null
  const matches = found === null ? kept : new PathMatches(union, found)
  if (explorer.union === null) return {...filter, found: matches, arriving: null}
  const {wanted, folding} = translate(
    {...explorer.tree, wanted: filter.origin, folding: filter.before},
    explorer.union,
    union,
  )
  return {...filter, found: matches, arriving: null, origin: wanted, before: folding}
}
