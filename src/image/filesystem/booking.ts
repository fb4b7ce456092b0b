import type {HardLinks} from './hard-links.ts'
import type {Ledger} from './ledger.ts'
import type {NodeTable} from './node-table.ts'
import {Change, NEVER} from './union.ts'
import type {VersionTable} from './version-table.ts'

/** Books what each layer does to paths and bytes into the ledger, layer after layer. */
export class Booking {
  private readonly ledger: Ledger
  private readonly nodes: NodeTable
  private readonly versions: VersionTable
  private readonly links: HardLinks
  /** for an origin with several names: the one that its bytes are counted at */
  private readonly bearer = new Map<number, number>()

  constructor(ledger: Ledger, nodes: NodeTable, versions: VersionTable, links: HardLinks) {
    this.ledger = ledger
    this.nodes = nodes
    this.versions = versions
    this.links = links
  }

  /** Books a layer: the versions that it hid, and its own, which are those from `from` on. */
  book(layer: number, from: number, hidden: readonly number[]): void {
    const {versions, nodes, ledger} = this
    const moved = new Set<number>()
    for (const v of hidden) {
      const node = versions.node[v]!
      const newest = versions.newestOf(node)
      const gone = versions.layer[newest] !== layer || versions.until[newest] === layer
      const single = this.isSingle(v)
      if (node > 0) ledger.add(nodes.parent[node]!, single ? -versions.sizeOf(v) : 0, -1, gone ? 1 : 0, 0)
      if (!single && versions.origin[v]! >= 0) moved.add(versions.origin[v]!)
    }
    for (let v = from; v < versions.count; v++) {
      const node = versions.node[v]!
      const visible = versions.until[v] === NEVER
      const single = this.isSingle(v)
      const stored = versions.origin[v] === v ? versions.sizeOf(v) : 0
      const changed = visible && versions.change[v] !== Change.none ? 1 : 0
      if (node > 0) ledger.add(nodes.parent[node]!, visible && single ? stored : 0, visible ? 1 : 0, changed, stored)
      if (!single && versions.origin[v]! >= 0) moved.add(versions.origin[v]!)
    }
    for (const origin of moved) this.moveBytes(origin, layer)
    ledger.close(layer, nodes.parent)
  }

  /** True for bytes with one name. */
  private isSingle(version: number): boolean {
    return this.versions.origin[version] === version && !this.links.groups.has(version)
  }

  /** Bytes with several names are counted at the first name that is still there. */
  private moveBytes(origin: number, layer: number): void {
    const {versions, nodes, ledger} = this
    const size = versions.sizeOf(origin)
    if (size === 0) return
    const group = this.links.groups.get(origin) ?? [origin]
    const now = group.find(v => versions.until[v] === NEVER) ?? -1
    // Until it had a second name, the bytes of a file of a lower layer were booked at itself.
    const before = this.bearer.get(origin) ?? (versions.layer[origin]! < layer ? origin : -1)
    this.bearer.set(origin, now)
    if (now === before) return
    if (before >= 0) ledger.add(nodes.parent[versions.node[before]!]!, -size, 0, 0, 0)
    if (now >= 0) ledger.add(nodes.parent[versions.node[now]!]!, size, 0, 0, 0)
  }
}
