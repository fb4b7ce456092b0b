import {changeOf, reasonBit} from './compare-entries.ts'
import type {Union} from './union.ts'

const CONTENT = reasonBit('content')

/**
 * Writes into the union what a comparison of contents found for a version that `buildUnion` left uncompared. The columns are
 * shared memory: every thread that holds this union sees it.
 */
export function settleContent(union: Union, version: number, same: boolean): void {
  const {versionReasons, versionChange} = union.columns
  const reasons = same ? versionReasons[version]! & ~CONTENT : versionReasons[version]! | CONTENT
  versionReasons[version] = reasons
  versionChange[version] = changeOf(reasons)
}

/** The version that a layer's version replaced: what was visible at its node before the layer; −1 for none. */
export function replacedBy(union: Union, version: number): number {
  const layer = union.columns.versionLayer[version]!
  return layer === 0 ? -1 : union.versionAt(union.columns.versionNode[version]!, layer - 1)
}
