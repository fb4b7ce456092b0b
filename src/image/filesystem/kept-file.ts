import {resolvePath} from './resolve-path.ts'
import type {Union} from './union.ts'

/** A regular file whose bytes its layer's index keeps (see KeptFiles). */
export interface KeptFile {
  /** the version that stored the bytes; equal ones mean equal bytes */
  readonly version: number
  /** a copy */
  bytes(): Uint8Array
}

/**
 * The file that a path leads to as of layer N, links followed inside the image. Null where there is none, or where its bytes
 * were not kept: it is too large, or lies elsewhere under another name.
 */
export function keptFileAt(union: Union, path: string, layer: number): KeptFile | null {
  const found = resolvePath(union, path, layer)
  if (found.kind !== 'found' || found.version < 0) return null
  const version = union.columns.versionOrigin[found.version]!
  const at = version < 0 ? null : union.entryOf(version)
  if (at === null || !at.layer.isKept(at.entry)) return null
  return {version, bytes: () => at.layer.keptContent(at.entry)!}
}
