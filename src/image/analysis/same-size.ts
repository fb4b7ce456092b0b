import {NEVER, type Union} from '../filesystem/union.ts'

/** Smaller files are not worth being looked at twice. */
const LEAST = 4096

/**
 * Versions of regular files of the final tree that share their size with another one, group by group, the largest first:
 * the only ones that can hold the same bytes. A file with several names is there once.
 */
export function filesOfSameSize(union: Union): readonly Int32Array[] {
  const {versionCount, versionUntil, versionOrigin} = union.columns
  const reached = new Uint8Array(versionCount)
  for (let v = 0; v < versionCount; v++) {
    if (versionUntil[v] === NEVER && versionOrigin[v]! >= 0) reached[versionOrigin[v]!] = 1
  }
  const bySize = new Map<number, number[]>()
  for (let v = 0; v < versionCount; v++) {
    if (reached[v] === 0) continue
    const size = union.sizeOf(v)
    if (size < LEAST) continue
    const group = bySize.get(size)
    if (group === undefined) bySize.set(size, [v])
    else group.push(v)
  }
  return [...bySize]
    .filter(([, group]) => group.length > 1)
    .sort(([a], [b]) => b - a)
    .map(([, group]) => Int32Array.from(group))
}
