import type {Explorer} from '../explorer.ts'
import {explorerLayout} from '../layout.ts'
import {type State, withExplorer} from '../state.ts'
import {keepInSight, settle} from '../tree/tree-cursor.ts'
import {type TreeModel, treeModel} from '../tree/tree-model.ts'

/** The tree the explorer shows, null while nothing has been read. */
export function modelOf(explorer: Explorer): TreeModel | null {
  const {union, selected, view, sort, filter, hidden} = explorer
  return union === null ? null : treeModel(union, selected, view, sort, filter?.found ?? null, hidden)
}

/** Rows of the Files pane. */
export function treeHeight(state: State, explorer: Explorer): number {
  return explorerLayout(state.terminal, explorer).files.list
}

/** Before another question is asked of the tree: what the user looks at stays open. */
export function inSight(explorer: Explorer): Explorer {
  const model = modelOf(explorer)
  return model === null ? explorer : {...explorer, tree: keepInSight(model, explorer.tree)}
}

/** The cursor brought onto a row that is there, after anything that decides which rows there are. */
export function settleTree(state: State): State {
  return withExplorer(state, explorer => {
    const model = modelOf(explorer)
    if (model === null) return explorer
    return {...explorer, tree: settle(model, explorer.tree, treeHeight(state, explorer))}
  })
}
