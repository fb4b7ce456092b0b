import type {LayerIndex} from '../layer/layer-index.ts'
import {changeOf, compareEntries, reasonBit, type Side} from './compare-entries.ts'
import {Change} from './union.ts'
import type {VersionTable} from './version-table.ts'

const TYPE = reasonBit('type')
const MTIME = reasonBit('mtime')
const CONTENT = reasonBit('content')

/**
 * Holds a version of layer `layer` against what its path was before, and notes in the table what changed. False where the
 * contents could not be compared by what the indexes know: until they are, another time counts as another content.
 */
export function compareVersion(
  versions: VersionTable,
  layers: readonly (LayerIndex | null)[],
  version: number,
  layer: number,
): boolean {
  if (versions.until[version] === layer) return true
  const before = layer > 0 ? versions.at(versions.node[version]!, layer - 1) : -1
  if (before < 0) {
    versions.change[version] = Change.added
    return true
  }
  const implied = versions.entry[version]! < 0
  if (implied || versions.entry[before]! < 0) {
    // Of a folder that no entry names, nothing is known but that it is a folder.
    if (versions.isDirectory(version) !== versions.isDirectory(before)) {
      versions.change[version] = Change.modified
      versions.reasons[version] = TYPE
    } else if (!implied) versions.change[version] = Change.metadata
    return true
  }
  const {reasons, content} = compareEntries(sideOf(versions, layers, before), sideOf(versions, layers, version))
  const provisional = content === 'unknown' && (reasons & MTIME) !== 0 ? reasons | CONTENT : reasons
  versions.reasons[version] = provisional
  versions.change[version] = changeOf(provisional)
  return content !== 'unknown'
}

function sideOf(versions: VersionTable, layers: readonly (LayerIndex | null)[], version: number): Side {
  const layer = layers[versions.layer[version]!]!
  const entry = versions.entry[version]!
  const origin = versions.origin[version]!
  const original =
    origin < 0 ? {layer, entry} : {layer: layers[versions.layer[origin]!]!, entry: versions.entry[origin]!}
  return {layer, entry, original}
}
