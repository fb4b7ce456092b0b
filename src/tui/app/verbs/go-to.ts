import type {Step} from '../effects.ts'
import type {Explorer} from '../explorer.ts'
import {NOTHING_HIDDEN} from '../preferences.ts'
import {explorerOf, type State, withExplorer} from '../state.ts'
import type {Kind} from '../tree/kinds.ts'
import {reveal} from '../tree/to-match.ts'
import type {View} from '../tree/view.ts'
import {filter} from './filter.ts'
import {inSight, modelOf, treeHeight} from './settle-tree.ts'
import {ledToFiles} from './tab-trail.ts'

/** A path as some layers show it. */
export interface TreeGoal {
  readonly node: number
  /** the layer that stores it */
  readonly layer: number
  /** the layer that does not show it any more; Infinity where each later one does */
  readonly until: number
}

/** To the Files tab, onto a path, in a layer that shows it. What the filter would hide drops it. */
export function goTo(state: State, goal: TreeGoal): Step {
  const shown = withExplorer(state, explorer => shownIn(explorer, goal))
  const hidden = isHidden(explorerOf(shown), goal)
  const [unfiltered, effects] = hidden ? filter(shown, {type: 'drop-filter'}) : [shown, []]
  return [withExplorer(unfiltered, explorer => wentTo(unfiltered, explorer, goal)), effects]
}

/** What is still being asked may hide it too. */
function isHidden(explorer: Explorer | null, {node}: TreeGoal): boolean {
  if (explorer?.filter == null) return false
  return explorer.filter.awaited >= 0 || modelOf(explorer)?.isShown(node) === false
}

/** The selected layer where it has the path, else the one that stores it; everything where the view would not show it. */
function shownIn(explorer: Explorer, {layer, until, node}: TreeGoal): Explorer {
  const {selected} = explorer
  const there = {...inSight(explorer), selected: layer <= selected && selected < until ? selected : layer}
  const isShown = (view: View, hidden: readonly Kind[]) =>
    modelOf({...there, filter: null, view, hidden})?.isShown(node) === true
  const view = isShown(there.view, NOTHING_HIDDEN) ? there.view : 'aggregated'
  const hidden = isShown(view, there.hidden) ? there.hidden : NOTHING_HIDDEN
  return {...there, ...ledToFiles(explorer), focus: 'files', view, hidden}
}

function wentTo(state: State, explorer: Explorer, {node}: TreeGoal): Explorer {
  const model = modelOf(explorer)
  if (model === null) return explorer
  return {...explorer, tree: reveal(model, explorer.tree, node, treeHeight(state, explorer))}
}
