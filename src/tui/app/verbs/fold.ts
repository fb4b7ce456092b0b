import type {Explorer} from '../explorer.ts'
import type {UserVerb} from '../messages.ts'
import {type State, top, withTop} from '../state.ts'
import {type Folding, isOpen} from '../tree/folding.ts'
import {moveBy, settle} from '../tree/tree-cursor.ts'
import type {TreeModel} from '../tree/tree-model.ts'
import {modelOf, treeHeight} from './settle-tree.ts'

type Fold = Extract<UserVerb, {type: 'expand' | 'collapse' | 'toggle' | 'fold-all'}>

/** Opening and closing folders. */
export function fold(state: State, verb: Fold): State {
  const explorer = top(state)
  if (explorer.kind !== 'explorer') return state
  const model = modelOf(explorer)
  if (model === null) return state
  if (verb.type === 'fold-all') return foldAll(state, explorer, model, verb.rule)
  const {cursor, folding} = explorer.tree
  if (cursor <= 0) return state
  const open = isOpen(model, folding, cursor)
  if (verb.type === 'toggle') return model.hasChildren(cursor) ? decide(state, explorer, model, cursor, !open) : state
  if (verb.type === 'expand') {
    if (!open) return model.hasChildren(cursor) ? decide(state, explorer, model, cursor, true) : state
    return withTree(state, explorer, moveBy(model, explorer.tree, 1, treeHeight(state, explorer)))
  }
  return open ? decide(state, explorer, model, cursor, false) : toParent(state, explorer, model)
}

/** To the folder that holds the row; from the outermost rows to the layers. */
function toParent(state: State, explorer: Explorer, model: TreeModel): State {
  const parent = model.union.parent(explorer.tree.cursor)
  if (parent <= 0) return withTop(state, {...explorer, focus: 'layers'})
  // Up to the folder's own row, wherever it is: what lies between shows how far the window has to go.
  let place = explorer.tree
  const height = treeHeight(state, explorer)
  for (let i = 0; i < height && place.cursor !== parent; i++) {
    const above = moveBy(model, place, -1, height)
    if (above.cursor === place.cursor) break
    place = above
  }
  if (place.cursor !== parent) place = settle(model, {...place, wanted: parent, offset: Math.floor(height / 3)}, height)
  return withTree(state, explorer, place)
}

function decide(state: State, explorer: Explorer, model: TreeModel, node: number, open: boolean): State {
  const {folding} = explorer.tree
  const decided = new Map(folding.decided).set(node, open)
  const at = {...explorer, tree: {...explorer.tree, wanted: node}}
  return refold(state, at, model, {...folding, decided})
}

function foldAll(state: State, explorer: Explorer, model: TreeModel, wanted: 'open' | 'closed' | 'toggle'): State {
  const rule = wanted !== 'toggle' ? wanted : explorer.tree.folding.rule === 'closed' ? 'open' : 'closed'
  return refold(state, explorer, model, {rule, decided: new Map()})
}

function refold(state: State, explorer: Explorer, model: TreeModel, folding: Folding): State {
  return withTree(state, explorer, settle(model, {...explorer.tree, folding}, treeHeight(state, explorer)))
}

function withTree(state: State, explorer: Explorer, tree: Explorer['tree']): State {
  return withTop(state, {...explorer, tree})
}
