import {column, firstOf, grown, widen} from '../layer/columns.ts'
import type {LayerIndex} from '../layer/layer-index.ts'
import {EntryType} from '../tar/entry-type.ts'
import {NEVER, type UnionColumns} from './union.ts'

type VersionColumns = Pick<
  UnionColumns,
  | 'versionCount'
  | 'versionNode'
  | 'versionLayer'
  | 'versionEntry'
  | 'versionUntil'
  | 'versionOlder'
  | 'versionChange'
  | 'versionReasons'
  | 'versionCause'
  | 'versionOrigin'
>

const COLUMNS = ['node', 'layer', 'entry', 'until', 'older', 'change', 'reasons', 'cause', 'origin'] as const

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
  private readonly layers: readonly (LayerIndex | null)[]

  /** `versions`, `nodes`: how many there will be, as far as one can say. */
  constructor(layers: readonly (LayerIndex | null)[], versions: number, nodes: number) {
    this.layers = layers
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
    if (version >= this.node.length) widen(this, COLUMNS, this.node.length * 2)
    if (node >= this.newest.length) {
      const from = this.newest.length
      this.newest = grown(this.newest, Math.max(node + 1, from * 2)).fill(-1, from)
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

  /** Of all layers so far, hidden or not; −1 for none. */
  newestOf(node: number): number {
    return node < this.newest.length ? this.newest[node]! : -1
  }

  /** The version visible as of `layer`, −1 for none. */
  at(node: number, layer: number): number {
    let v = this.newestOf(node)
    while (v >= 0 && this.layer[v]! > layer) v = this.older[v]!
    return v >= 0 && this.until[v]! > layer ? v : -1
  }

  /** Says that `layer` hid a version, and why (Cause). */
  hide(version: number, layer: number, cause: number): void {
    this.until[version] = layer
    this.cause[version] = cause
  }

  /** True for a directory, also for one that no entry names. */
  isDirectory(version: number): boolean {
    const entry = this.entry[version]!
    if (entry < 0) return true
    return this.layers[this.layer[version]!]!.columns.entryType[entry] === EntryType.directory
  }

  /** Bytes that its entry declares. */
  sizeOf(version: number): number {
    const entry = this.entry[version]!
    if (entry < 0) return 0
    return this.layers[this.layer[version]!]!.columns.entrySize[entry]!
  }

  columns(): VersionColumns {
    const {count} = this
    return {
      versionCount: count,
      versionNode: firstOf(this.node, count),
      versionLayer: firstOf(this.layer, count),
      versionEntry: firstOf(this.entry, count),
      versionUntil: firstOf(this.until, count),
      versionOlder: firstOf(this.older, count),
      versionChange: firstOf(this.change, count),
      versionReasons: firstOf(this.reasons, count),
      versionCause: firstOf(this.cause, count),
      versionOrigin: firstOf(this.origin, count),
    }
  }
}
