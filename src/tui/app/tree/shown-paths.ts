import {Change, type Union, type UnionColumns} from '../../../image/filesystem/union.ts'
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

/** Versions at one go: a function called often is compiled soon, and for good (see inSlices). */
const SLICE = 1 << 12
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
  const {nodeCount, versionCount} = union.columns
  const shown = new Uint8Array(nodeCount)
  for (let first = 0; first < versionCount; first += SLICE) {
    const end = Math.min(first + SLICE, versionCount)
    if (view === 'aggregated') markAll(union.columns, layer, shown, first, end)
    else markHidden(union.columns, layer, shown, first, end)
  }
  if (view === 'aggregated') return shown
  markOwn(union, layer, view, shown)
  markFolders(union, layer, view, shown)
  return shown
}

/** Versions [first, end). What the layer put in the place of a path that it hides comes before or after it. */
function markAll(columns: UnionColumns, layer: number, shown: Uint8Array, first: number, end: number): void {
  const {versionNode, versionLayer, versionUntil} = columns
  for (let v = first; v < end; v++) {
    if (versionLayer[v]! > layer || versionUntil[v]! < layer) continue
    const node = versionNode[v]!
    if (versionUntil[v]! > layer) shown[node] = THERE
    else if (versionLayer[v]! < layer && shown[node] === 0) shown[node] = GONE
  }
}

/** Of the versions [first, end) each path that was there before and that this layer hides. */
function markHidden(columns: UnionColumns, layer: number, shown: Uint8Array, first: number, end: number): void {
  const {versionNode, versionLayer, versionUntil} = columns
  for (let v = first; v < end; v++)
    if (versionUntil[v] === layer && versionLayer[v]! < layer) shown[versionNode[v]!] = THERE
}

/** What the layer put in the place of what it hides, or elsewhere. */
function markOwn({columns}: Union, layer: number, view: View, shown: Uint8Array): void {
  const {layerVersions, versionNode, versionUntil, versionChange} = columns
  for (let v = layerVersions[layer]!; v < layerVersions[layer + 1]!; v++) {
    if (view === 'layer') shown[versionNode[v]!] = THERE
    else if (versionUntil[v] !== layer) shown[versionNode[v]!] = versionChange[v] === Change.none ? 0 : THERE
  }
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
