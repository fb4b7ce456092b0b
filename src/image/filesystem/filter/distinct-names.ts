import {hashOf} from '../../layer/name-hash.ts'
import {inSlices} from './in-slices.ts'
import type {MatchColumns, Report} from './path-matches.ts'
import type {PathTree} from './path-tree.ts'

/**
 * The names of a tree, each once: an image holds the same ones again and again (`index.js`, `__init__.py`), and a pattern need be
 * held against each only once. Made by one pass over all names; what a key in the filter costs is then mostly a look-up a node.
 */
export interface DistinctNames {
  readonly tree: PathTree
  /** per node: which name */
  readonly ids: Int32Array
  /** per name: a node that has it */
  readonly owners: Int32Array
}

/** Names between two reports, less one. */
const STRIDE = 0xfff

export function distinctNames(tree: PathTree, report: Report = () => {}): DistinctNames {
  const {nodeCount, nodeLayer, nodeInLayer, layers} = tree
  const ids = new Int32Array(nodeCount)
  const owners: number[] = [0]
  const hashes: number[] = [0]
  let table = new Int32Array(1 << 12)
  for (let node = 1; node < nodeCount; node++) {
    if ((node & STRIDE) === 0) report(node, nodeCount)
    const {names, nodeName} = layers[nodeLayer[node]!]!
    const start = nodeName[nodeInLayer[node]!]!
    const end = nodeName[nodeInLayer[node]! + 1]!
    const hash = hashOf(0, names, start, end)
    let slot = hash & (table.length - 1)
    let id = table[slot]!
    while (id !== 0 && (hashes[id] !== hash || !hasName(tree, owners[id]!, names, start, end))) {
      slot = (slot + 1) & (table.length - 1)
      id = table[slot]!
    }
    if (id === 0) {
      id = owners.push(node) - 1
      hashes.push(hash)
      table[slot] = id
      if (owners.length * 2 > table.length) table = widened(table, hashes)
    }
    ids[node] = id
  }
  return {tree, ids, owners: Int32Array.from(owners)}
}

/** Gives each node what was found of its name. */
export function spread(names: DistinctNames, tested: MatchColumns, found: MatchColumns, report: Report): void {
  inSlices(names.tree.nodeCount, report, (first, end) => spreadSlice(names.ids, tested, found, first, end))
}

function spreadSlice(ids: Int32Array, tested: MatchColumns, found: MatchColumns, first: number, end: number): void {
  for (let node = first; node < end; node++) {
    const id = ids[node]!
    found.from[node] = tested.from[id]!
    found.till[node] = tested.till[id]!
  }
}

function hasName(
  {nodeLayer, nodeInLayer, layers}: PathTree,
  node: number,
  bytes: Uint8Array,
  start: number,
  end: number,
) {
  const {names, nodeName} = layers[nodeLayer[node]!]!
  const from = nodeName[nodeInLayer[node]!]!
  if (nodeName[nodeInLayer[node]! + 1]! - from !== end - start) return false
  for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== names[j]) return false
  return true
}

function widened(table: Int32Array, hashes: readonly number[]): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(table.length * 4)
  for (const id of table) {
    if (id === 0) continue
    let slot = hashes[id]! & (wider.length - 1)
    while (wider[slot] !== 0) slot = (slot + 1) & (wider.length - 1)
    wider[slot] = id
  }
  return wider
}
