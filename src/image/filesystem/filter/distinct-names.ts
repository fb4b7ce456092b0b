import {column} from '../../layer/columns.ts'
import {hashOf} from '../../layer/name-hash.ts'
import {inSlices} from './in-slices.ts'
import {lettersOf} from './letters.ts'
import type {Places, Report} from './path-matches.ts'
import type {PathTree} from './path-tree.ts'

/**
 * The names of a tree, each once: an image holds the same ones again and again (`index.js`, `__init__.py`), and a pattern need be
 * held against each only once. Made by one pass over all names; what a key in the filter costs is then mostly a look-up a node.
 */
export interface DistinctNames {
  readonly tree: PathTree
  /** per node: which name; over shared memory */
  readonly ids: Int32Array
  /** per name: a node that has it */
  readonly owners: Int32Array
  /** the names one after the other: name i is bytes[starts[i], starts[i + 1]) */
  readonly bytes: Uint8Array
  readonly starts: Int32Array
  readonly letters: Int32Array
}

/** Names between two reports, less one. */
const STRIDE = 0xfff

/** Goes through all names of a tree once, linear in their bytes. Throws what `report` throws. */
export function distinctNames(tree: PathTree, report: Report = () => {}): DistinctNames {
  const {nodeCount, nodeLayer, nodeInLayer, layers} = tree
  const ids = column(Int32Array, nodeCount)
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
  return {tree, ids, owners: Int32Array.from(owners), ...sideBySide(tree, owners)}
}

/** Names lie scattered over layers; what is read with each key lies better in one piece. */
function sideBySide(
  {nodeLayer, nodeInLayer, layers}: PathTree,
  owners: readonly number[],
): Pick<DistinctNames, 'bytes' | 'starts' | 'letters'> {
  const starts = new Int32Array(owners.length + 1)
  for (let id = 1; id < owners.length; id++) {
    const {nodeName} = layers[nodeLayer[owners[id]!]!]!
    const inLayer = nodeInLayer[owners[id]!]!
    starts[id + 1] = starts[id]! + nodeName[inLayer + 1]! - nodeName[inLayer]!
  }
  const bytes = new Uint8Array(starts[owners.length]!)
  const letters = new Int32Array(owners.length)
  for (let id = 1; id < owners.length; id++) {
    const {names, nodeName} = layers[nodeLayer[owners[id]!]!]!
    let from = nodeName[nodeInLayer[owners[id]!]!]!
    for (let at = starts[id]!; at < starts[id + 1]!; at++) bytes[at] = names[from++]!
    letters[id] = lettersOf(bytes, starts[id]!, starts[id + 1]!)
  }
  return {bytes, starts, letters}
}

/** Marks the nodes whose names match. */
export function markNodes({tree, ids}: DistinctNames, {till}: Places, hits: Uint8Array, report: Report): void {
  inSlices(tree.nodeCount, report, (first, end) => markSlice(ids, till, hits, first, end))
}

function markSlice(ids: Int32Array, till: Uint16Array, hits: Uint8Array, first: number, end: number): void {
  for (let node = first; node < end; node++) if (till[ids[node]!] !== 0) hits[node] = 1
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
