import {column, firstOf, grown} from './columns.ts'
import {hashOf} from './name-hash.ts'

/**
 * The paths of one layer as a tree: each node a parent and a base name in one table of bytes. Finding a child is a lookup in
 * an open hash of (parent, name). Nodes are numbered as they come, so a parent is always before its children.
 */
export class NameTree {
  count = 1
  parent: Int32Array
  start: Uint32Array
  names: Uint8Array
  private hashes: Uint32Array
  private table: Int32Array
  private mask: number
  private namesLength = 0

  constructor(expected: number) {
    const capacity = Math.max(64, expected)
    this.parent = column(Int32Array, capacity)
    this.start = column(Uint32Array, capacity + 1)
    this.names = column(Uint8Array, capacity * 12)
    this.hashes = new Uint32Array(capacity)
    this.table = new Int32Array(1024)
    this.mask = this.table.length - 1
    this.parent[0] = -1
  }

  /** The child of `parent` with the name in bytes[start, end); made where it isn't there yet (`count` tells). */
  child(parent: number, bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(parent, bytes, start, end)
    let slot = hash & this.mask
    for (;;) {
      const node = this.table[slot]!
      if (node === 0) return this.add(slot, hash, parent, bytes, start, end)
      if (this.hashes[node] === hash && this.parent[node] === parent && this.hasName(node, bytes, start, end))
        return node
      slot = (slot + 1) & this.mask
    }
  }

  /** The child of `parent` with that name, −1 for none. */
  lookup(parent: number, bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(parent, bytes, start, end)
    let slot = hash & this.mask
    for (;;) {
      const node = this.table[slot]!
      if (node === 0) return -1
      if (this.hashes[node] === hash && this.parent[node] === parent && this.hasName(node, bytes, start, end))
        return node
      slot = (slot + 1) & this.mask
    }
  }

  /** Columns cut to what is used. */
  columns(): {nodeParent: Int32Array; nodeName: Uint32Array; names: Uint8Array} {
    this.start[this.count] = this.namesLength
    return {
      nodeParent: firstOf(Int32Array, this.parent, this.count),
      nodeName: firstOf(Uint32Array, this.start, this.count + 1),
      names: firstOf(Uint8Array, this.names, this.namesLength),
    }
  }

  private hasName(node: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.start[node]!
    const to = node + 1 < this.count ? this.start[node + 1]! : this.namesLength
    if (to - from !== end - start) return false
    for (let i = start, j = from; i < end; i++, j++) if (bytes[i] !== this.names[j]) return false
    return true
  }

  private add(slot: number, hash: number, parent: number, bytes: Uint8Array, start: number, end: number): number {
    const node = this.count
    if (node + 1 >= this.parent.length) this.reserve(this.parent.length * 2)
    const length = end - start
    if (this.namesLength + length > this.names.length) {
      this.names = grown(Uint8Array, this.names, Math.max(this.names.length * 2, this.namesLength + length))
    }
    this.parent[node] = parent
    this.start[node] = this.namesLength
    this.hashes[node] = hash
    for (let i = 0; i < length; i++) this.names[this.namesLength + i] = bytes[start + i]!
    this.namesLength += length
    this.count = node + 1
    this.table[slot] = node
    if (this.count * 1.5 > this.table.length) this.rehash()
    return node
  }

  /** Makes room for at least `capacity` nodes. */
  reserve(capacity: number): void {
    if (capacity <= this.parent.length) return
    this.parent = grown(Int32Array, this.parent, capacity)
    this.start = grown(Uint32Array, this.start, capacity + 1)
    const hashes = new Uint32Array(capacity)
    hashes.set(this.hashes)
    this.hashes = hashes
  }

  private rehash(): void {
    this.table = new Int32Array(this.table.length * 2)
    this.mask = this.table.length - 1
    for (let node = 1; node < this.count; node++) {
      let slot = this.hashes[node]! & this.mask
      while (this.table[slot] !== 0) slot = (slot + 1) & this.mask
      this.table[slot] = node
    }
  }
}
