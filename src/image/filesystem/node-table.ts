import {column, firstOf, grown, widen} from '../layer/columns.ts'
import type {LayerIndex} from '../layer/layer-index.ts'
import {hashOf} from '../layer/name-hash.ts'
import type {UnionColumns} from './union.ts'

type NodeColumns = Pick<
  UnionColumns,
  'nodeCount' | 'nodeParent' | 'nodeLayer' | 'nodeInLayer' | 'nodeFirst' | 'nodeNext'
>

const COLUMNS = ['parent', 'layer', 'inLayer', 'first', 'next'] as const

/**
 * The paths of all layers as one tree. A node borrows its name from the layer that first had it. Children are found through
 * an open hash of (parent, name) that is only made when a second layer asks: an image of one layer never pays for it.
 */
export class NodeTable {
  count = 1
  parent: Int32Array
  layer: Uint16Array
  inLayer: Int32Array
  first: Int32Array
  next: Int32Array
  private readonly layers: readonly (LayerIndex | null)[]
  private hashes: Uint32Array | null = null
  private table = new Int32Array(0)

  constructor(layers: readonly (LayerIndex | null)[], capacity: number) {
    const room = Math.max(16, capacity)
    this.layers = layers
    this.parent = column(Int32Array, room)
    this.layer = column(Uint16Array, room)
    this.inLayer = column(Int32Array, room)
    this.first = column(Int32Array, room)
    this.next = column(Int32Array, room)
    this.parent[0] = -1
    this.first[0] = -1
    this.next[0] = -1
  }

  /** A new node, named as node `inLayer` of layer `layer`. The caller knows that it isn't there yet. */
  add(parent: number, layer: number, inLayer: number): number {
    const node = this.count++
    if (node >= this.parent.length) this.widen()
    this.parent[node] = parent
    this.layer[node] = layer
    this.inLayer[node] = inLayer
    this.first[node] = -1
    this.next[node] = this.first[parent]!
    this.first[parent] = node
    if (this.hashes !== null) this.remember(node)
    return node
  }

  /** The child of `parent` that is named as node `inLayer` of layer `layer`, made where it isn't there. */
  child(parent: number, layer: number, inLayer: number): number {
    const {nodeName, names} = this.layers[layer]!.columns
    const found = this.find(parent, names, nodeName[inLayer]!, nodeName[inLayer + 1]!)
    return found >= 0 ? found : this.add(parent, layer, inLayer)
  }

  /** The child of `parent` with the name in bytes[start, end), −1 for none. */
  find(parent: number, bytes: Uint8Array, start: number, end: number): number {
    if (this.hashes === null) this.makeHashes()
    const mask = this.table.length - 1
    const hash = hashOf(parent, bytes, start, end)
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const node = this.table[slot]!
      if (node === 0) return -1
      if (this.hashes![node] === hash && this.parent[node] === parent && this.hasName(node, bytes, start, end))
        return node
    }
  }

  columns(): NodeColumns {
    const {count} = this
    return {
      nodeCount: count,
      nodeParent: firstOf(this.parent, count),
      nodeLayer: firstOf(this.layer, count),
      nodeInLayer: firstOf(this.inLayer, count),
      nodeFirst: firstOf(this.first, count),
      nodeNext: firstOf(this.next, count),
    }
  }

  private hasName(node: number, bytes: Uint8Array, start: number, end: number): boolean {
    const {nodeName, names} = this.layers[this.layer[node]!]!.columns
    const inLayer = this.inLayer[node]!
    const from = nodeName[inLayer]!
    if (nodeName[inLayer + 1]! - from !== end - start) return false
    for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== names[j]) return false
    return true
  }

  private makeHashes(): void {
    this.hashes = new Uint32Array(this.parent.length)
    let slots = 1024
    while (slots < this.count * 2) slots *= 2
    this.table = new Int32Array(slots)
    for (let node = 1; node < this.count; node++) this.remember(node)
  }

  private remember(node: number): void {
    if (this.count * 1.5 > this.table.length) this.rehash()
    const {nodeName, names} = this.layers[this.layer[node]!]!.columns
    const inLayer = this.inLayer[node]!
    this.hashes![node] = hashOf(this.parent[node]!, names, nodeName[inLayer]!, nodeName[inLayer + 1]!)
    this.place(node)
  }

  private place(node: number): void {
    const mask = this.table.length - 1
    let slot = this.hashes![node]! & mask
    while (this.table[slot] !== 0) slot = (slot + 1) & mask
    this.table[slot] = node
  }

  private rehash(): void {
    const before = this.table
    this.table = new Int32Array(before.length * 2)
    for (const node of before) if (node !== 0) this.place(node)
  }

  private widen(): void {
    const room = this.parent.length * 2
    widen(this, COLUMNS, room)
    this.hashes = this.hashes && grown(this.hashes, room)
  }
}
