import {Change, type Union} from '../../filesystem/union.ts'
import type {Ground} from '../ground.ts'
import type {WasteRow} from './folded-waste.ts'

/**
 * The layer of yours that stored first what a row tells of: a copy that only another owner, mode or time made goes when its
 * reason goes, and what it is a copy of is what has to be kept out. The row's own layer where the first is the base's.
 */
export function firstStored(ground: Ground, {node, layer}: Pick<WasteRow, 'node' | 'layer'>): number {
  const {union} = ground
  const {versionChange, versionOlder, versionLayer} = union.columns
  let version = node < 0 ? -1 : storedVersion(union, node, layer)
  let first = layer
  while (version >= 0) {
    const change = versionChange[version]
    if (ground.isBase(versionLayer[version]!)) return layer
    first = versionLayer[version]!
    if (change !== Change.metadata && change !== Change.rewritten) break
    version = versionOlder[version]!
  }
  return first
}

/** A file that a layer stored at or below a node, −1 for none. Those that are looked at are few: rows are whole folders. */
function storedVersion(union: Union, node: number, layer: number): number {
  const open = [node]
  for (let left = 1000; open.length > 0 && left > 0; left--) {
    const at = open.pop()!
    const version = union.versionIn(at, layer)
    if (version >= 0 && union.columns.versionOrigin[version] === version) return version
    open.push(
      ...union.children(at).filter(child => union.versionIn(child, layer) >= 0 || union.touchedBelow(child, layer)),
    )
  }
  return -1
}
