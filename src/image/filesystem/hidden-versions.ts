import {EntryMark, type LayerIndex} from '../layer/layer-index.ts'
import {WHITEOUT_PREFIX} from '../layer/whiteout.ts'
import type {NodeTable} from './node-table.ts'
import {Cause, NEVER} from './union.ts'
import type {VersionTable} from './version-table.ts'

/** What one layer hides of the layers below it. */
export class HiddenVersions {
  /** in the order in which they were hidden, each once */
  readonly versions: number[] = []
  private readonly nodes: NodeTable
  private readonly table: VersionTable
  private readonly layer: number

  constructor(nodes: NodeTable, table: VersionTable, layer: number) {
    this.nodes = nodes
    this.table = table
    this.layer = layer
  }

  /** Acts out the whiteouts and opaque marks of the layer; `map`: the union's nodes by the layer's. */
  byWhiteouts({facts, columns}: LayerIndex, map: Int32Array): void {
    if (facts.whiteouts + facts.opaqueDirectories === 0 || this.layer === 0) return
    const {entryCount, entryMark, entryNode, nodeParent, nodeName, names} = columns
    for (let e = 0; e < entryCount; e++) {
      const mark = entryMark[e]
      if (mark !== EntryMark.whiteout && mark !== EntryMark.opaque) continue
      const inLayer = entryNode[e]!
      const parent = map[nodeParent[inLayer]!]!
      if (parent < 0) continue
      if (mark === EntryMark.opaque) this.addBelow(parent, Cause.opaque)
      else {
        const start = nodeName[inLayer]! + WHITEOUT_PREFIX
        const target = this.nodes.find(parent, names, start, nodeName[inLayer + 1]!)
        if (target < 0) continue
        this.addAt(target, Cause.deleted)
        this.addBelow(target, Cause.deleted)
      }
    }
  }

  /** Hides a version that lower layers show. */
  add(version: number, cause: number): void {
    this.table.hide(version, this.layer, cause)
    this.versions.push(version)
  }

  /** Hides whatever lower layers have below a node. */
  addBelow(node: number, cause: number): void {
    for (const below of this.below(node)) this.addAt(below, cause)
  }

  /** Hides what the layer itself put below a node. */
  ownBelow(node: number, cause: number): void {
    const {until, layer} = this.table
    for (const below of this.below(node)) {
      const v = this.table.newestOf(below)
      if (v >= 0 && until[v] === NEVER && layer[v] === this.layer) this.table.hide(v, this.layer, cause)
    }
  }

  private *below(node: number): Generator<number> {
    const {first, next, parent} = this.nodes
    let n = first[node]!
    while (n >= 0) {
      yield n
      if (first[n]! >= 0) n = first[n]!
      else {
        while (n !== node && next[n]! < 0) n = parent[n]!
        if (n === node) return
        n = next[n]!
      }
    }
  }

  private addAt(node: number, cause: number): void {
    const {until, layer} = this.table
    const v = this.table.newestOf(node)
    if (v >= 0 && until[v] === NEVER && layer[v]! < this.layer) this.add(v, cause)
  }
}
