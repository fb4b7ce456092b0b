import type {Union} from '../../../image/filesystem/union.ts'

/**
 * Bytes that the layers stored at and below a path, all of its versions: what the image would be smaller by, had it never been
 * there. The root's are the image's size, but for what never was a path.
 */
export function storedBytes(union: Union, node: number): number {
  const {ledgerStart, ledgerStored, nodeVersion, versionOlder, versionOrigin} = union.columns
  let sum = 0
  for (let row = ledgerStart[node]!; row < ledgerStart[node + 1]!; row++) sum += ledgerStored[row]!
  for (let v = nodeVersion[node]!; v >= 0; v = versionOlder[v]!) if (versionOrigin[v] === v) sum += union.sizeOf(v)
  return sum
}

/** The same by the layer that stored them, base first. */
export function storedByLayer(union: Union, node: number): readonly {layer: number; bytes: number}[] {
  const {ledgerStart, ledgerLayer, ledgerStored, nodeVersion, versionLayer, versionOlder, versionOrigin} = union.columns
  const sums = new Map<number, number>()
  const add = (layer: number, bytes: number) => {
    if (bytes > 0) sums.set(layer, (sums.get(layer) ?? 0) + bytes)
  }
  for (let row = ledgerStart[node]!; row < ledgerStart[node + 1]!; row++) add(ledgerLayer[row]!, ledgerStored[row]!)
  for (let v = nodeVersion[node]!; v >= 0; v = versionOlder[v]!)
    if (versionOrigin[v] === v) add(versionLayer[v]!, union.sizeOf(v))
  return [...sums].map(([layer, bytes]) => ({layer, bytes})).sort((a, b) => a.layer - b.layer)
}

/** What lies in a folder and stored at least so much, the largest first; what is smaller is only counted. */
export interface Contents {
  readonly large: readonly {readonly node: number; readonly bytes: number}[]
  readonly small: {readonly count: number; readonly bytes: number}
}

/** What lies right in a folder, in any layer: what stores at least `least` bytes by itself, all else as one sum. */
export function contentsOf(union: Union, folder: number, least: number): Contents {
  const {nodeFirst, nodeNext} = union.columns
  const large: {node: number; bytes: number}[] = []
  let count = 0
  let rest = 0
  for (let node = nodeFirst[folder]!; node >= 0; node = nodeNext[node]!) {
    const bytes = storedBytes(union, node)
    if (bytes >= least && bytes > 0) large.push({node, bytes})
    else {
      count++
      rest += bytes
    }
  }
  return {large: large.sort((a, b) => b.bytes - a.bytes || a.node - b.node), small: {count, bytes: rest}}
}
