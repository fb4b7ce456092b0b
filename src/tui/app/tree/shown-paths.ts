import {Change, type Union} from '../../../image/filesystem/union.ts'
import type {View} from './view.ts'

/** The paths that a view shows once all folders are open. */
export interface ShownPaths {
  /** per node 0 where it is not among them (see TreeModel.isShown), THERE, or GONE */
  readonly shown: Uint8Array
  /** those that are there */
  readonly count: number
}

export const THERE = 1
/** in the view of everything: shown although it is not there any more, since this layer removed it */
export const GONE = 2

/** Enough for going back and forth between neighbouring layers and views. */
const KEPT = 4
const kept = new WeakMap<Union, {readonly layer: number; readonly view: View; readonly paths: ShownPaths}[]>()

/**
 * All of them at one go: asking TreeModel.isShown for each of a million nodes takes ten times as long as a pass over the
 * versions. The same answer as long as it was asked for lately.
 */
export function shownPaths(union: Union, layer: number, view: View): ShownPaths {
  const known = kept.get(union) ?? []
  const at = known.findIndex(each => each.layer === layer && each.view === view)
  const found = at >= 0 ? known.splice(at, 1)[0]! : {layer, view, paths: counted(marked(union, layer, view))}
  kept.set(union, [found, ...known].slice(0, KEPT))
  return found.paths
}

function counted(shown: Uint8Array): ShownPaths {
  let count = 0
  // The root is no row.
  shown[0] = 0
  for (let node = 1; node < shown.length; node++) if (shown[node] === THERE) count++
  return {shown, count}
}

function marked(union: Union, layer: number, view: View): Uint8Array {
  const {nodeCount, versionCount, versionNode, versionLayer, versionUntil, versionChange} = union.columns
  const shown = new Uint8Array(nodeCount)
  if (view === 'aggregated') {
    // What the layer put in the place of a path that it hides comes before or after it.
    for (let v = 0; v < versionCount; v++) {
      if (versionLayer[v]! > layer || versionUntil[v]! < layer) continue
      const node = versionNode[v]!
      if (versionUntil[v]! > layer) shown[node] = THERE
      else if (versionLayer[v]! < layer && shown[node] === 0) shown[node] = GONE
    }
    return shown
  }
  // Each path that was there before and that this layer hides, then what the layer put in its place.
  for (let v = 0; v < versionCount; v++) {
    if (versionUntil[v] === layer && versionLayer[v]! < layer) shown[versionNode[v]!] = THERE
  }
  for (let v = 0; v < versionCount; v++) {
    if (versionLayer[v] !== layer) continue
    if (view === 'layer') shown[versionNode[v]!] = THERE
    else if (versionUntil[v] !== layer) shown[versionNode[v]!] = versionChange[v] === Change.none ? 0 : THERE
  }
  markFolders(union, layer, view, shown)
  return shown
}

/** Folders that lie on the way to what the layer did. */
function markFolders(union: Union, layer: number, view: View, shown: Uint8Array): void {
  const {nodeCount, ledgerStart} = union.columns
  for (let node = 1; node < nodeCount; node++) {
    if (ledgerStart[node] === ledgerStart[node + 1] || shown[node] === THERE) continue
    const onTheWay = view === 'changes' ? union.changesBelow(node, layer) > 0 : union.touchedBelow(node, layer)
    if (onTheWay) shown[node] = THERE
  }
}
