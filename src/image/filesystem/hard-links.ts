import {EntryMark, type LayerIndex} from '../layer/layer-index.ts'
import {EntryType} from '../tar/entry-type.ts'
import {linkedNode} from './follow-link.ts'
import type {NodeTable} from './node-table.ts'
import {NEVER, NoOrigin} from './union.ts'
import type {VersionTable} from './version-table.ts'

/** Finds what each hard link is another name of, in its own layer or in those below. */
export class HardLinks {
  /** what has further names: origin → its names, itself first */
  readonly groups = new Map<number, number[]>()
  private readonly layers: readonly (LayerIndex | null)[]
  private readonly nodes: NodeTable
  private readonly versions: VersionTable
  /** a layer so far could not be read: what a link leads to may be there */
  private incomplete = false

  constructor(layers: readonly (LayerIndex | null)[], nodes: NodeTable, versions: VersionTable) {
    this.layers = layers
    this.nodes = nodes
    this.versions = versions
  }

  /** Says that a layer is missing: from now on a link to nothing may be one to what it holds. */
  skip(): void {
    this.incomplete = true
  }

  /** Resolves the links among the versions of layer `l`, which are those from `from` on. */
  resolve(layer: LayerIndex, l: number, from: number): void {
    const {entryType, entryMark} = layer.columns
    const {versions} = this
    const links: number[] = []
    for (let v = from; v < versions.count; v++) {
      const entry = versions.entry[v]!
      if (entry >= 0 && entryType[entry] === EntryType.hardlink && entryMark[entry] === EntryMark.none) links.push(v)
    }
    // In the order of the tar: a link may lead to a link, which then has to be known.
    links.sort((a, b) => versions.entry[a]! - versions.entry[b]!)
    const open = links.filter(v => !this.link(v, layer, l))
    // What leads to a link that comes later could not be known before; such chains are known from their ends.
    for (const v of open.reverse()) this.link(v, layer, l)
  }

  /** True where it was found what a link leads to. */
  private link(v: number, layer: LayerIndex, l: number): boolean {
    const {versions} = this
    const target = linkedNode(layer, versions.entry[v]!, this.nodes, versions, this.layers)
    const origin = target < 0 ? -1 : this.originFor(target, v, l)
    if (origin < 0) {
      versions.origin[v] = this.whyNone(target, v, l)
      return false
    }
    versions.origin[v] = origin
    const group = this.groups.get(origin)
    if (group === undefined) this.groups.set(origin, [origin, v])
    else group.push(v)
    return true
  }

  private originFor(target: number, link: number, l: number): number {
    const {versions} = this
    let fallback = -1
    for (let t = versions.newestOf(target); t >= 0; t = versions.older[t]!) {
      const origin = t === link ? -1 : this.originOf(t)
      if (origin < 0) continue
      if (versions.layer[t] === l) {
        // What the name meant when the link was made; a target that comes later in the tar only counts if there is no other.
        if (versions.entry[t]! < versions.entry[link]!) return origin
        if (fallback < 0) fallback = origin
      } else if (versions.until[t]! >= l) return fallback >= 0 ? fallback : origin
      else break
    }
    return fallback
  }

  /** What a further name of a version is a name of: folders have none. */
  private originOf(version: number): number {
    const origin = this.versions.origin[version]!
    if (origin >= 0) return origin
    const type = this.typeOf(version)
    return type === EntryType.directory || type === EntryType.hardlink ? -1 : version
  }

  private typeOf(version: number): number {
    const entry = this.versions.entry[version]!
    if (entry < 0) return EntryType.directory
    return this.layers[this.versions.layer[version]!]!.columns.entryType[entry]!
  }

  private whyNone(target: number, link: number, l: number): number {
    const {versions} = this
    if (target === versions.node[link]) return NoOrigin.itself
    if (target === 0) return NoOrigin.folder
    const found = target < 0 ? -1 : versions.newestOf(target)
    if (found >= 0 && versions.until[found] === NEVER) {
      if (this.typeOf(found) === EntryType.directory) return NoOrigin.folder
      return versions.layer[found] === l && versions.entry[found]! > versions.entry[link]!
        ? NoOrigin.later
        : NoOrigin.broken
    }
    return this.incomplete ? NoOrigin.none : NoOrigin.nothing
  }
}
