import {EntryType} from '../tar/entry-type.ts'
import type {Union} from './union.ts'

/** Where a version that is a symlink, or a hard link to one, points to, a view; null for all else. */
export function symlinkTarget(union: Union, version: number): Uint8Array | null {
  const {versionOrigin, versionEntry, versionLayer} = union.columns
  const origin = versionOrigin[version]!
  const at = origin < 0 ? version : origin
  const entry = versionEntry[at]!
  if (entry < 0) return null
  const layer = union.layers[versionLayer[at]!]!
  return layer.columns.entryType[entry] === EntryType.symlink ? layer.linkTargetBytes(entry) : null
}
