import {column, widen} from '../layer/columns.ts'

/** Sums below each node, as rows by layer. */
export interface LedgerColumns {
  /** per node and one more: rows of the ledger, by layer */
  readonly ledgerStart: Int32Array
  readonly ledgerLayer: Uint16Array
  /** bytes of regular files visible below, after this layer */
  readonly ledgerBytes: Float64Array
  /** paths visible below (the node itself not counted), after this layer */
  readonly ledgerPaths: Int32Array
  /** paths below that this layer changed, removed ones included */
  readonly ledgerChanges: Int32Array
  /** bytes below stored by this layer */
  readonly ledgerStored: Float64Array
}

const SUMS = ['bytes', 'paths', 'changes', 'stored', 'seen'] as const

/** What was added below each directory by the layer at hand. */
class Sums {
  bytes: Float64Array
  paths: Int32Array
  changes: Int32Array
  stored: Float64Array
  /** 1 where something was */
  seen: Uint8Array

  constructor(nodes: number) {
    this.bytes = column(Float64Array, nodes)
    this.paths = column(Int32Array, nodes)
    this.changes = column(Int32Array, nodes)
    this.stored = column(Float64Array, nodes)
    this.seen = column(Uint8Array, nodes)
  }

  /** Adds all of one directory to another, and forgets it. */
  carry(from: number, to: number): void {
    const {bytes, paths, changes, stored, seen} = this
    if (to >= 0) {
      bytes[to]! += bytes[from]!
      paths[to]! += paths[from]!
      changes[to]! += changes[from]!
      stored[to]! += stored[from]!
    }
    bytes[from] = 0
    paths[from] = 0
    changes[from] = 0
    stored[from] = 0
    seen[from] = 0
  }
}

const ROWS = ['node', 'layer', 'bytes', 'paths', 'changes', 'stored'] as const
const FIRST_ROWS = 1024

/** What each layer changed below each directory that it touched, layer by layer. */
class Rows {
  count = 0
  node = column(Int32Array, FIRST_ROWS)
  layer = column(Uint16Array, FIRST_ROWS)
  bytes = column(Float64Array, FIRST_ROWS)
  paths = column(Int32Array, FIRST_ROWS)
  changes = column(Int32Array, FIRST_ROWS)
  stored = column(Float64Array, FIRST_ROWS)

  add(node: number, layer: number, {bytes, paths, changes, stored}: Sums): void {
    if (this.count === this.node.length) widen(this, ROWS, this.count * 2)
    const row = this.count++
    this.node[row] = node
    this.layer[row] = layer
    this.bytes[row] = bytes[node]!
    this.paths[row] = paths[node]!
    this.changes[row] = changes[node]!
    this.stored[row] = stored[node]!
  }
}

/**
 * Sums below each directory, kept as what changed in each layer. Only directories that a layer touched get a row for it, so
 * a hundred small layers over a big tree cost next to nothing.
 */
export class Ledger {
  private readonly sums: Sums
  private readonly rows = new Rows()
  private touched: number[] = []

  constructor(nodes: number) {
    this.sums = new Sums(nodes)
  }

  /** Adds to what lies below `directory` in the layer at hand: visible bytes and paths, changed paths, bytes stored. */
  add(directory: number, bytes: number, paths: number, changes: number, stored: number): void {
    const {sums} = this
    const {length} = sums.seen
    if (directory >= length) widen(sums, SUMS, Math.max(directory + 1, length * 2))
    if (sums.seen[directory] === 0) {
      sums.seen[directory] = 1
      this.touched.push(directory)
    }
    sums.bytes[directory]! += bytes
    sums.paths[directory]! += paths
    sums.changes[directory]! += changes
    sums.stored[directory]! += stored
  }

  /** Carries the sums up to the root and writes the layer's rows. Children have higher numbers than their parents. */
  close(layer: number, parent: Int32Array): void {
    const {sums, rows, touched} = this
    for (let i = 0; i < touched.length; i++) {
      for (let n = parent[touched[i]!]!; n >= 0 && sums.seen[n] === 0; n = parent[n]!) {
        sums.seen[n] = 1
        touched.push(n)
      }
    }
    const order = Int32Array.from(touched).sort()
    for (let i = order.length - 1; i >= 0; i--) {
      const node = order[i]!
      rows.add(node, layer, sums)
      sums.carry(node, parent[node]!)
    }
    this.touched = []
  }

  /** Sorts the rows by directory (layers stay in order within one) and turns differences into sums. */
  columns(nodes: number): LedgerColumns {
    const {count, node, layer, bytes, paths, changes, stored} = this.rows
    const ledgerStart = column(Int32Array, nodes + 1)
    for (let r = 0; r < count; r++) ledgerStart[node[r]! + 1]!++
    for (let n = 0; n < nodes; n++) ledgerStart[n + 1]! += ledgerStart[n]!
    const next = ledgerStart.slice(0, nodes)
    const ledgerLayer = column(Uint16Array, count)
    const ledgerBytes = column(Float64Array, count)
    const ledgerPaths = column(Int32Array, count)
    const ledgerChanges = column(Int32Array, count)
    const ledgerStored = column(Float64Array, count)
    // Rows were written layer by layer, so the row before is already a sum when its successor comes.
    for (let r = 0; r < count; r++) {
      const at = next[node[r]!]!++
      const first = at === ledgerStart[node[r]!]!
      ledgerLayer[at] = layer[r]!
      ledgerBytes[at] = bytes[r]! + (first ? 0 : ledgerBytes[at - 1]!)
      ledgerPaths[at] = paths[r]! + (first ? 0 : ledgerPaths[at - 1]!)
      ledgerChanges[at] = changes[r]!
      ledgerStored[at] = stored[r]!
    }
    return {ledgerStart, ledgerLayer, ledgerBytes, ledgerPaths, ledgerChanges, ledgerStored}
  }
}
