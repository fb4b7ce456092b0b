import {column, firstOf, grown} from '../layer/columns.ts'

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

/**
 * Sums below each directory, kept as what changed in each layer. Only directories that a layer touched get a row for it, so
 * a hundred small layers over a big tree cost next to nothing.
 */
export class Ledger {
  private bytes: Float64Array
  private paths: Int32Array
  private changes: Int32Array
  private stored: Float64Array
  private seen: Uint8Array
  private touched: number[] = []
  private rowNode = new Int32Array(1024)
  private rowLayer = new Uint16Array(1024)
  private rowBytes = new Float64Array(1024)
  private rowPaths = new Int32Array(1024)
  private rowChanges = new Int32Array(1024)
  private rowStored = new Float64Array(1024)
  private rows = 0

  constructor(nodes: number) {
    this.bytes = new Float64Array(nodes)
    this.paths = new Int32Array(nodes)
    this.changes = new Int32Array(nodes)
    this.stored = new Float64Array(nodes)
    this.seen = new Uint8Array(nodes)
  }

  /** Adds to what lies below `directory` in the layer at hand: visible bytes and paths, changed paths, bytes stored. */
  add(directory: number, bytes: number, paths: number, changes: number, stored: number): void {
    if (directory >= this.bytes.length) this.widen(directory + 1)
    if (this.seen[directory] === 0) {
      this.seen[directory] = 1
      this.touched.push(directory)
    }
    this.bytes[directory]! += bytes
    this.paths[directory]! += paths
    this.changes[directory]! += changes
    this.stored[directory]! += stored
  }

  /** Carries the sums up to the root and writes the layer's rows. Children have higher numbers than their parents. */
  close(layer: number, parent: Int32Array): void {
    for (let i = 0; i < this.touched.length; i++) {
      for (let n = parent[this.touched[i]!]!; n >= 0 && this.seen[n] === 0; n = parent[n]!) {
        this.seen[n] = 1
        this.touched.push(n)
      }
    }
    const order = Int32Array.from(this.touched).sort()
    for (let i = order.length - 1; i >= 0; i--) {
      const node = order[i]!
      this.writeRow(node, layer)
      const up = parent[node]!
      if (up >= 0) {
        this.bytes[up]! += this.bytes[node]!
        this.paths[up]! += this.paths[node]!
        this.changes[up]! += this.changes[node]!
        this.stored[up]! += this.stored[node]!
      }
      this.bytes[node] = 0
      this.paths[node] = 0
      this.changes[node] = 0
      this.stored[node] = 0
      this.seen[node] = 0
    }
    this.touched = []
  }

  /** Sorts the rows by directory (layers stay in order within one) and turns differences into sums. */
  columns(nodes: number): LedgerColumns {
    const start = column(Int32Array, nodes + 1)
    for (let r = 0; r < this.rows; r++) start[this.rowNode[r]! + 1]!++
    for (let n = 0; n < nodes; n++) start[n + 1]! += start[n]!
    const place = new Int32Array(this.rows)
    const next = start.slice(0, nodes)
    for (let r = 0; r < this.rows; r++) place[r] = next[this.rowNode[r]!]!++
    const ledgerLayer = column(Uint16Array, this.rows)
    const ledgerBytes = column(Float64Array, this.rows)
    const ledgerPaths = column(Int32Array, this.rows)
    const ledgerChanges = column(Int32Array, this.rows)
    const ledgerStored = column(Float64Array, this.rows)
    // Rows were written layer by layer, so the row before is already a sum when its successor comes.
    for (let r = 0; r < this.rows; r++) {
      const at = place[r]!
      const first = at === start[this.rowNode[r]!]!
      ledgerLayer[at] = this.rowLayer[r]!
      ledgerBytes[at] = this.rowBytes[r]! + (first ? 0 : ledgerBytes[at - 1]!)
      ledgerPaths[at] = this.rowPaths[r]! + (first ? 0 : ledgerPaths[at - 1]!)
      ledgerChanges[at] = this.rowChanges[r]!
      ledgerStored[at] = this.rowStored[r]!
    }
    return {
      ledgerStart: firstOf(Int32Array, start, nodes + 1),
      ledgerLayer,
      ledgerBytes,
      ledgerPaths,
      ledgerChanges,
      ledgerStored,
    }
  }

  private writeRow(node: number, layer: number): void {
    if (this.rows === this.rowNode.length) this.widenRows()
    const row = this.rows++
    this.rowNode[row] = node
    this.rowLayer[row] = layer
    this.rowBytes[row] = this.bytes[node]!
    this.rowPaths[row] = this.paths[node]!
    this.rowChanges[row] = this.changes[node]!
    this.rowStored[row] = this.stored[node]!
  }

  private widenRows(): void {
    const room = this.rows * 2
    this.rowNode = grown(Int32Array, this.rowNode, room)
    this.rowLayer = grown(Uint16Array, this.rowLayer, room)
    this.rowBytes = grown(Float64Array, this.rowBytes, room)
    this.rowPaths = grown(Int32Array, this.rowPaths, room)
    this.rowChanges = grown(Int32Array, this.rowChanges, room)
    this.rowStored = grown(Float64Array, this.rowStored, room)
  }

  private widen(nodes: number): void {
    const room = Math.max(nodes, this.bytes.length * 2)
    this.bytes = grown(Float64Array, this.bytes, room)
    this.paths = grown(Int32Array, this.paths, room)
    this.changes = grown(Int32Array, this.changes, room)
    this.stored = grown(Float64Array, this.stored, room)
    this.seen = grown(Uint8Array, this.seen, room)
  }
}
