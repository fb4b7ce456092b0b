import {Change, NEVER, type Union} from '../../filesystem/union.ts'

/** Smaller files are alike too often for one to have become another, bytes. */
const LEAST = 64

/**
 * Files of a union of two trees that are at another path after than before: pairs of the node that was added and the one that
 * was removed. `same` tells whether an added and a removed version hold the same bytes; where it can't (null), they count as
 * one if name and time are the same too.
 */
export function movedFiles(union: Union, same: (added: number, removed: number) => boolean | null): Int32Array {
  const {layerVersions, versionChange, versionUntil, versionNode, versionOrigin} = union.columns
  const removed = new Map<number, number[]>()
  for (let v = layerVersions[0]!; v < layerVersions[1]!; v++) {
    if (versionOrigin[v] !== v || versionUntil[v] !== 1 || union.changeIn(versionNode[v]!, 1) !== Change.removed)
      continue
    const size = union.sizeOf(v)
    if (size < LEAST) continue
    const known = removed.get(size)
    if (known === undefined) removed.set(size, [v])
    else known.push(v)
  }
  const pairs: number[] = []
  if (removed.size === 0) return Int32Array.from(pairs)
  for (let v = layerVersions[1]!; v < layerVersions[2]!; v++) {
    if (versionOrigin[v] !== v || versionUntil[v] !== NEVER || versionChange[v] !== Change.added) continue
    const candidates = removed.get(union.sizeOf(v)) ?? []
    const at = bestOf(union, v, candidates, same)
    if (at < 0) continue
    pairs.push(versionNode[v]!, versionNode[candidates[at]!]!)
    candidates.splice(at, 1)
  }
  return Int32Array.from(pairs)
}

/** Many files of one size are looked at only so far. */
const MOST = 64

/** The candidate that it was: one of the same name before others. −1 for none. */
function bestOf(
  union: Union,
  added: number,
  candidates: readonly number[],
  same: (added: number, removed: number) => boolean | null,
): number {
  const isNamed = (version: number) =>
    union.isNamed(union.columns.versionNode[version]!, union.nameBytes(union.columns.versionNode[added]!))
  let found = -1
  for (let i = 0; i < Math.min(candidates.length, MOST); i++) {
    const named = isNamed(candidates[i]!)
    if (found >= 0 && !named) continue
    const told = same(added, candidates[i]!)
    if (told === false || (told === null && !(named && haveSameTime(union, added, candidates[i]!)))) continue
    if (named) return i
    found = i
  }
  return found
}

function haveSameTime(union: Union, a: number, b: number): boolean {
  const [left, right] = [union.entryOf(a), union.entryOf(b)]
  return left !== null && right !== null && left.layer.mtime(left.entry) === right.layer.mtime(right.entry)
}
