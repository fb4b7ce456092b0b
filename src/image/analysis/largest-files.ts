import {Cause, NEVER, type Union} from '../filesystem/union.ts'
import {EntryType} from '../tar/entry-type.ts'

/** What became of a version of a path: the final image still has it, or a layer took it away. */
export type Fate =
  | {readonly kind: 'visible'}
  /** hidden: by an opaque directory; stored-twice: the same tar holds the path again */
  | {readonly kind: 'deleted' | 'hidden' | 'replaced' | 'stored-twice'; readonly layer: number}

/** A version of a regular file among the largest. */
export interface LargestFile {
  readonly version: number
  readonly node: number
  /** the layer that stores it */
  readonly layer: number
  /** bytes, as the tar declares them */
  readonly size: number
  readonly fate: Fate
}

/**
 * The largest regular files that the layers store, every version of a path on its own, the largest first; those of equal size
 * in the order of layers. Empty ones are none. One pass over the versions, with room for twice as many as are wanted.
 */
export function largestFiles(union: Union, most: number): readonly LargestFile[] {
  const {versionCount, versionEntry, versionLayer} = union.columns
  const kept: {version: number; size: number}[] = []
  let least = 0
  const cut = () => {
    kept.sort((a, b) => b.size - a.size || a.version - b.version)
    if (kept.length > most) kept.length = most
    if (kept.length === most) least = kept.at(-1)?.size ?? 0
  }
  for (let version = 0; version < versionCount; version++) {
    const entry = versionEntry[version]!
    if (entry < 0) continue
    const {entryType, entrySize} = union.layers[versionLayer[version]!]!.columns
    const size = entrySize[entry]!
    // Later versions of the least size come behind those that are there.
    if (size <= least || entryType[entry] !== EntryType.file) continue
    kept.push({version, size})
    if (kept.length === 2 * most) cut()
  }
  cut()
  return kept.map(({version, size}) => ({
    version,
    node: union.columns.versionNode[version]!,
    layer: versionLayer[version]!,
    size,
    fate: fateOf(union, version),
  }))
}

const KINDS: Readonly<Record<number, Exclude<Fate['kind'], 'visible'>>> = {
  [Cause.replaced]: 'replaced',
  [Cause.deleted]: 'deleted',
  [Cause.opaque]: 'hidden',
  [Cause.typeChanged]: 'replaced',
  [Cause.storedTwice]: 'stored-twice',
}

/** What became of a version. */
export function fateOf({columns}: Union, version: number): Fate {
  const layer = columns.versionUntil[version]!
  if (layer === NEVER) return {kind: 'visible'}
  return {kind: KINDS[columns.versionCause[version]!] ?? 'hidden', layer}
}
