import {column, firstOf, grown} from './columns.ts'
import {hashOf} from './name-hash.ts'

/** What `deferred` says of a folder besides where its run starts. */
const CHILDLESS = 0
const HASHED = -1

/**
 * The paths of one layer as a tree: each node a parent and a base name in one table of bytes. Nodes are numbered as they come,
 * so a parent is always before its children.
 *
 * A child is found in an open hash of (parent, name). But most tars list a folder's children one after the other, in order,
 * and then a name greater than the one before it is new without looking: such a run stays out of the hash until somebody
 * asks for one of its folder's children in another way. That halves the cost of a scan.
 */
export class NameTree {
  count = 1
  parent: Int32Array
  start: Uint32Array
  names: Uint8Array
  /** per node: the first of its children that are in order and not in the hash; else CHILDLESS or HASHED */
  private deferred: Int32Array
  private hashes: Uint32Array
  private table = new Int32Array(1024)
  private hashed = 0
  private namesLength = 0

  constructor(expected: number) {
    const capacity = Math.max(64, expected)
    this.parent = column(Int32Array, capacity)
    this.start = column(Uint32Array, capacity + 1)
    this.names = column(Uint8Array, capacity * 12)
    this.deferred = new Int32Array(capacity)
    this.hashes = new Uint32Array(capacity)
    this.parent[0] = -1
  }

  /** The child of `parent` with the name in bytes[start, end); made where it isn't there yet (`count` tells). */
  child(parent: number, bytes: Uint8Array, start: number, end: number): number {
    const first = this.deferred[parent]!
    if (first === CHILDLESS) {
      this.deferred[parent] = this.count
      return this.add(parent, bytes, start, end)
    }
    const last = this.count - 1
    if (first > 0 && this.parent[last] === parent) {
      const order = this.compare(bytes, start, end, last)
      if (order > 0) return this.add(parent, bytes, start, end)
      if (order === 0) return last
    }
    if (first > 0) this.hashRun(parent, first)
    return this.hashedChild(parent, bytes, start, end)
  }

  /**
   * A node that nobody finds by its name: for what stands in a tar without being a path of it. Its name is `bytes` whole, and
   * may have slashes in it.
   */
  apart(parent: number, bytes: Uint8Array): number {
    // A run in order is found by its last name: it ends here.
    const first = this.deferred[parent]!
    if (first > 0) this.hashRun(parent, first)
    this.deferred[parent] = HASHED
    return this.add(parent, bytes, 0, bytes.length)
  }

  /** Makes room for at least `capacity` nodes. */
  reserve(capacity: number): void {
    if (capacity <= this.parent.length) return
    this.parent = grown(this.parent, capacity)
    this.start = grown(this.start, capacity + 1)
    this.deferred = grown(this.deferred, capacity)
    this.hashes = grown(this.hashes, capacity)
  }

  /** Columns cut to what is used. */
  columns(): {nodeParent: Int32Array; nodeName: Uint32Array; names: Uint8Array} {
    this.start[this.count] = this.namesLength
    return {
      nodeParent: firstOf(this.parent, this.count),
      nodeName: firstOf(this.start, this.count + 1),
      names: firstOf(this.names, this.namesLength),
    }
  }

  private hashedChild(parent: number, bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(parent, bytes, start, end)
    const mask = this.table.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const node = this.table[slot]!
      if (node === 0) {
        const made = this.add(parent, bytes, start, end)
        this.remember(made, hash)
        return made
      }
      if (this.hashes[node] === hash && this.parent[node] === parent && this.compare(bytes, start, end, node) === 0)
        return node
    }
  }

  private endOf(node: number): number {
    return node + 1 < this.count ? this.start[node + 1]! : this.namesLength
  }

  /** The order of a name and a node's name, by bytes: negative, 0 or positive. */
  private compare(bytes: Uint8Array, start: number, end: number, node: number): number {
    const {names} = this
    const to = this.endOf(node)
    let j = this.start[node]!
    for (let i = start; i < end && j < to; i++, j++) {
      const difference = bytes[i]! - names[j]!
      if (difference !== 0) return difference
    }
    return end - start - (to - this.start[node]!)
  }

  private add(parent: number, bytes: Uint8Array, start: number, end: number): number {
    const node = this.count
    if (node + 1 >= this.parent.length) this.reserve(this.parent.length * 2)
    const length = end - start
    if (this.namesLength + length > this.names.length) {
      this.names = grown(this.names, Math.max(this.names.length * 2, this.namesLength + length))
    }
    const {names} = this
    this.parent[node] = parent
    this.start[node] = this.namesLength
    for (let i = start, j = this.namesLength; i < end; i++, j++) names[j] = bytes[i]!
    this.namesLength += length
    this.count = node + 1
    return node
  }

  /** Puts a folder's children, which until now were only known by their order, into the hash. */
  private hashRun(parent: number, first: number): void {
    this.deferred[parent] = HASHED
    for (let node = first; node < this.count && this.parent[node] === parent; node++) {
      this.remember(node, hashOf(parent, this.names, this.start[node]!, this.endOf(node)))
    }
  }

  private remember(node: number, hash: number): void {
    this.hashes[node] = hash
    if (++this.hashed * 1.5 > this.table.length) this.widenTable()
    this.place(node)
  }

  private place(node: number): void {
    const mask = this.table.length - 1
    let slot = this.hashes[node]! & mask
    while (this.table[slot] !== 0) slot = (slot + 1) & mask
    this.table[slot] = node
  }

  private widenTable(): void {
    const before = this.table
    this.table = new Int32Array(before.length * 2)
    for (const node of before) if (node !== 0) this.place(node)
  }
}
