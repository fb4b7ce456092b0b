import {Change} from '../../../image/filesystem/union.ts'
import type {TreeModel} from './tree-model.ts'

/** Which folders are open: a rule for all, and what the user decided otherwise. */
export interface Folding {
  readonly rule: 'auto' | 'open' | 'closed'
  readonly decided: ReadonlyMap<number, boolean>
}

export const AUTO_FOLDING: Folding = {rule: 'auto', decided: new Map()}

/** A folder with this share of all bytes is heavy: one that holds a heavy folder is open, so that the weight shows at once. */
const HEAVY = 1 / 4
/** A layer that changed no more paths than this is shown in full. */
const FEW = 24
/** reasons of a version that differs by its time alone */
export const MTIME_ONLY = 1 << 4

/** Whether a folder shows what it holds: as the user decided, else by the rule; the root always. */
export function isOpen(model: TreeModel, folding: Folding, node: number): boolean {
  if (node === 0) return true
  if (!model.hasChildren(node)) return false
  const decided = folding.decided.get(node)
  if (decided !== undefined) return decided
  return folding.rule === 'auto' ? opensByItself(model, node) : folding.rule === 'open'
}

/** While the tree is filtered, folders on the way to a match are open, and no others. */
function opensByItself(model: TreeModel, node: number): boolean {
  const {union, layer} = model
  if (model.sieve !== null) return model.sieve.leads(node)
  const change = model.change(node)
  if (change === Change.removed) return false
  if (leadsToWeight(model, node)) return true
  if (model.view === 'aggregated') return false
  if (union.changesBelow(0, layer) <= FEW) return true
  if (change === Change.none) return true
  // Writing into a folder touches its mtime: that is no change of its own, the folder only lies on the way.
  return change === Change.metadata && union.columns.versionReasons[union.versionIn(node, layer)] === MTIME_ONLY
}

/** True for a folder with a heavy one directly inside. Asked at most of the few folders that are heavy themselves. */
function leadsToWeight(model: TreeModel, node: number): boolean {
  const least = model.total * HEAVY
  if (least <= 0 || model.size(node) < least) return false
  return model.heaviestFolder(node) >= least
}
