import {column, grown} from '../layer/columns.ts'
import {NEVER} from './union.ts'

/** What each layer put at each path, in the order of layers; see UnionColumns for the meaning of the columns. */
export class VersionTable {
  count = 0
  node: Int32Array
  layer: Uint16Array
  entry: Int32Array
  until: Uint16Array
  older: Int32Array
  change: Uint8Array
  reasons: Uint16Array
  cause: Uint8Array
  origin: Int32Array
  /** per node: its newest version, −1 for none */
  newest: Int32Array

  constructor(versions: number, nodes: number) {
    const room = Math.max(16, versions)
    this.node = column(Int32Array, room)
    this.layer = column(Uint16Array, room)
    this.entry = column(Int32Array, room)
    this.until = column(Uint16Array, room)
    this.older = column(Int32Array, room)
    this.change = column(Uint8Array, room)
    this.reasons = column(Uint16Array, room)
    this.cause = column(Uint8Array, room)
    this.origin = column(Int32Array, room)
    this.newest = column(Int32Array, Math.max(16, nodes)).fill(-1)
  }

  /** A new newest version of `node`. */
  add(node: number, layer: number, entry: number): number {
    const version = this.count++
    if (version >= this.node.length) this.widen()
    if (node >= this.newest.length) {
      const from = this.newest.length
      this.newest = grown(Int32Array, this.newest, Math.max(node + 1, from * 2)).fill(-1, from)
    }
    this.node[version] = node
    this.layer[version] = layer
    this.entry[version] = entry
    this.until[version] = NEVER
    this.older[version] = this.newest[node]!
    this.origin[version] = -1
    this.newest[node] = version
    return version
  }

  newestOf(node: number): number {
    return node < this.newest.length ? this.newest[node]! : -1
  }

  /** The version visible as of `layer`, −1 for none. */
  at(node: number, layer: number): number {
    let v = this.newestOf(node)
    while (v >= 0 && this.layer[v]! > layer) v = this.older[v]!
    return v >= 0 && this.until[v]! > layer ? v : -1
  }

  hide(version: number, layer: number, cause: number): void {
    this.until[version] = layer
    this.cause[version] = cause
  }

  private widen(): void {
    const room = this.node.length * 2
    this.node = grown(Int32Array, this.node, room)
    this.layer = grown(Uint16Array, this.layer, room)
    this.entry = grown(Int32Array, this.entry, room)
    this.until = grown(Uint16Array, this.until, room)
    this.older = grown(Int32Array, this.older, room)
    this.change = grown(Uint8Array, this.change, room)
    this.reasons = grown(Uint16Array, this.reasons, room)
    this.cause = grown(Uint8Array, this.cause, room)
    this.origin = grown(Int32Array, this.origin, room)
  }
}
