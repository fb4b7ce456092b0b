import {column, firstOf} from '../layer/columns.ts'
import {EntryMark, type LayerIndex} from '../layer/layer-index.ts'
import {markOfName, WHITEOUT_PREFIX} from '../layer/whiteout.ts'
import {EntryType} from '../tar/entry-type.ts'
import {changeOf, compareEntries, reasonBit, type Side} from './compare-entries.ts'
import {linkedNode} from './follow-link.ts'
import {Ledger} from './ledger.ts'
import {NodeTable} from './node-table.ts'
import {Cause, Change, NEVER, Union} from './union.ts'
import {VersionTable} from './version-table.ts'

/** A union, and the versions whose content could not be compared by what the indexes know. */
export interface BuiltUnion {
  readonly union: Union
  /** versions of regular files with an older one of equal size; until settled they count as changed if their time differs */
  readonly uncompared: Int32Array
}

/**
 * Stacks layers, base first, as image-spec layer.md applies changesets: a layer's whiteouts act on the layers below it only,
 * wherever in the tar they stand. What a layer has below a path that is a symlink underneath makes that path a folder, as the
 * overlay drivers of Docker, containerd and Podman do; the link is not followed. A null layer has not been read and changes nothing. Never throws on odd trees.
 */
export function buildUnion(layers: readonly (LayerIndex | null)[]): BuiltUnion {
  return new UnionBuilder(layers).build()
}

const TYPE = reasonBit('type')
const MTIME = reasonBit('mtime')
const CONTENT = reasonBit('content')

class UnionBuilder {
  private readonly layers: readonly (LayerIndex | null)[]
  private readonly nodes: NodeTable
  private readonly versions: VersionTable
  private readonly ledger: Ledger
  private readonly uncompared: number[] = []
  private readonly layerVersions: Int32Array
  /** regular files that have further names: origin → its names, itself first */
  private readonly linkGroups = new Map<number, number[]>()
  /** for an origin with several names: the one that its bytes are counted at */
  private readonly bearer = new Map<number, number>()
  private hidden: number[] = []

  constructor(layers: readonly (LayerIndex | null)[]) {
    this.layers = layers
    let nodes = 1
    let versions = 1
    for (const layer of layers) {
      if (layer === null) continue
      nodes += layer.columns.nodeCount
      versions += Math.max(layer.columns.entryCount, layer.columns.nodeCount)
    }
    this.nodes = new NodeTable(layers, nodes)
    this.versions = new VersionTable(versions, nodes)
    this.ledger = new Ledger(nodes)
    this.layerVersions = column(Int32Array, layers.length + 1)
  }

  build(): BuiltUnion {
    for (let l = 0; l < this.layers.length; l++) {
      const layer = this.layers[l] ?? null
      if (layer !== null) this.stack(layer, l)
      this.layerVersions[l + 1] = this.versions.count
    }
    const {nodes, versions} = this
    const n = nodes.count
    const v = versions.count
    const union = new Union(
      {
        layerCount: this.layers.length,
        nodeCount: n,
        versionCount: v,
        nodeParent: firstOf(Int32Array, nodes.parent, n),
        nodeLayer: firstOf(Uint16Array, nodes.layer, n),
        nodeInLayer: firstOf(Int32Array, nodes.inLayer, n),
        nodeFirst: firstOf(Int32Array, nodes.first, n),
        nodeNext: firstOf(Int32Array, nodes.next, n),
        nodeVersion: firstOf(Int32Array, versions.newest, n),
        layerVersions: this.layerVersions,
        versionNode: firstOf(Int32Array, versions.node, v),
        versionLayer: firstOf(Uint16Array, versions.layer, v),
        versionEntry: firstOf(Int32Array, versions.entry, v),
        versionUntil: firstOf(Uint16Array, versions.until, v),
        versionOlder: firstOf(Int32Array, versions.older, v),
        versionChange: firstOf(Uint8Array, versions.change, v),
        versionReasons: firstOf(Uint16Array, versions.reasons, v),
        versionCause: firstOf(Uint8Array, versions.cause, v),
        versionOrigin: firstOf(Int32Array, versions.origin, v),
        ...this.ledger.columns(n),
      },
      this.layers,
    )
    return {union, uncompared: Int32Array.from(this.uncompared)}
  }

  private stack(layer: LayerIndex, l: number): void {
    this.hidden = []
    const map = this.mapNodes(layer, l)
    this.applyWhiteouts(layer, l, map)
    const from = this.versions.count
    this.addSuperseded(layer, l, map)
    this.addVersions(layer, l, map)
    this.linkHardLinks(layer, l, from)
    for (let v = from; v < this.versions.count; v++) this.compare(v, l)
    this.account(l, from)
    this.ledger.close(l, this.nodes.parent)
  }

  /** The union's node of each of the layer's nodes; −1 for whiteouts and leftovers, which are no paths of the image. */
  private mapNodes(layer: LayerIndex, l: number): Int32Array {
    const {nodeCount, nodeParent, nodeEntry, entryMark, nodeName, names} = layer.columns
    const map = new Int32Array(nodeCount)
    const onto = this.nodes.count > 1
    for (let n = 1; n < nodeCount; n++) {
      const parent = map[nodeParent[n]!]!
      const entry = nodeEntry[n]!
      if (
        parent < 0 ||
        (entry >= 0 && entryMark[entry] !== EntryMark.none) ||
        (entry < 0 && markOfName(names, nodeName[n]!, nodeName[n + 1]!) !== EntryMark.none)
      ) {
        map[n] = -1
        continue
      }
      map[n] = onto ? this.nodes.child(parent, l, n) : this.nodes.add(parent, l, n)
    }
    return map
  }

  private applyWhiteouts(layer: LayerIndex, l: number, map: Int32Array): void {
    if (layer.facts.whiteouts + layer.facts.opaqueDirectories === 0 || l === 0) return
    const {entryCount, entryMark, entryNode, nodeParent, nodeName, names} = layer.columns
    for (let e = 0; e < entryCount; e++) {
      const mark = entryMark[e]
      if (mark !== EntryMark.whiteout && mark !== EntryMark.opaque) continue
      const inLayer = entryNode[e]!
      const parent = map[nodeParent[inLayer]!]!
      if (parent < 0) continue
      if (mark === EntryMark.opaque) this.hideBelow(parent, l, Cause.opaque)
      else {
        const start = nodeName[inLayer]! + WHITEOUT_PREFIX
        const target = this.nodes.find(parent, names, start, nodeName[inLayer + 1]!)
        if (target >= 0) this.hideAll(target, l, Cause.deleted)
      }
    }
  }

  /** Hides the versions of lower layers at `node` and below. */
  private hideAll(node: number, l: number, cause: number): void {
    const v = this.versions.newestOf(node)
    if (v >= 0 && this.versions.until[v] === NEVER && this.versions.layer[v]! < l) this.hideOne(v, l, cause)
    this.hideBelow(node, l, cause)
  }

  private hideBelow(node: number, l: number, cause: number): void {
    const {first, next, parent} = this.nodes
    let n = first[node]!
    while (n >= 0) {
      const v = this.versions.newestOf(n)
      if (v >= 0 && this.versions.until[v] === NEVER && this.versions.layer[v]! < l) this.hideOne(v, l, cause)
      if (first[n]! >= 0) n = first[n]!
      else {
        while (n !== node && next[n]! < 0) n = parent[n]!
        if (n === node) return
        n = next[n]!
      }
    }
  }

  private hideOne(version: number, l: number, cause: number): void {
    this.versions.hide(version, l, cause)
    this.hidden.push(version)
  }

  /** Regular files that the same tar stores again later: never visible, but they take room. */
  private addSuperseded(layer: LayerIndex, l: number, map: Int32Array): void {
    const {entryCount, nodeEntry, entryNode, entryType, entryMark} = layer.columns
    for (let e = 0; e < entryCount; e++) {
      const inLayer = entryNode[e]!
      if (nodeEntry[inLayer] === e || entryType[e] !== EntryType.file || entryMark[e] !== EntryMark.none) continue
      const node = map[inLayer]!
      if (node < 0) continue
      const v = this.versions.add(node, l, e)
      this.versions.hide(v, l, Cause.storedTwice)
      this.versions.origin[v] = v
    }
  }

  private addVersions(layer: LayerIndex, l: number, map: Int32Array): void {
    const {nodeCount, nodeParent, nodeEntry, entryType} = layer.columns
    const {versions} = this
    for (let n = 1; n < nodeCount; n++) {
      const node = map[n]!
      if (node < 0) continue
      const entry = nodeEntry[n]!
      const before = l > 0 ? versions.at(node, l - 1) : -1
      const live = before >= 0 && versions.until[before] === NEVER
      const isDirectory = entry < 0 || entryType[entry] === EntryType.directory
      if (entry < 0) {
        if ((live && this.isDirectory(before)) || this.putBy(node, l)) continue
      }
      // Two names of one path, one of them through a symlink: the later one counts.
      const twin = versions.newestOf(node)
      if (twin >= 0 && versions.layer[twin] === l && versions.until[twin] === NEVER)
        versions.hide(twin, l, Cause.storedTwice)
      const v = versions.add(node, l, entry)
      if (before >= 0) {
        const wasDirectory = this.isDirectory(before)
        const cause = wasDirectory === isDirectory ? Cause.replaced : Cause.typeChanged
        if (live) this.hideOne(before, l, cause)
        else versions.cause[before] = cause // hidden by this layer, but written again
        if (live && wasDirectory && !isDirectory) this.hideBelow(node, l, Cause.typeChanged)
      }
      if (entry >= 0 && entryType[entry] === EntryType.file) versions.origin[v] = v
      // A member below something that is no folder in the same tar can't be reached.
      const above = map[nodeParent[n]!]!
      const up = above > 0 ? versions.newestOf(above) : -1
      if (up >= 0 && versions.layer[up] === l && (versions.until[up] === l || !this.isDirectory(up))) {
        versions.hide(v, l, Cause.typeChanged)
      }
    }
  }

  /** True where this layer already put a directory here, through a symlink. */
  private putBy(node: number, l: number): boolean {
    if (node === 0) return true
    const v = this.versions.newestOf(node)
    return v >= 0 && this.versions.layer[v] === l && this.versions.until[v] === NEVER
  }

  private isDirectory(version: number): boolean {
    const entry = this.versions.entry[version]!
    if (entry < 0) return true
    return this.layers[this.versions.layer[version]!]!.columns.entryType[entry] === EntryType.directory
  }

  /** Finds the file that each hard link shares its bytes with, in this layer or in those below. */
  private linkHardLinks(layer: LayerIndex, l: number, from: number): void {
    const {entryType, entryMark} = layer.columns
    const {versions} = this
    const links: number[] = []
    for (let v = from; v < versions.count; v++) {
      const entry = versions.entry[v]!
      if (entry >= 0 && entryType[entry] === EntryType.hardlink && entryMark[entry] === EntryMark.none) links.push(v)
    }
    // In the order of the tar: a link may lead to a link, which then has to be known.
    links.sort((a, b) => versions.entry[a]! - versions.entry[b]!)
    for (const v of links) {
      const entry = versions.entry[v]!
      const target = linkedNode(layer, entry, this.nodes, versions, this.layers)
      if (target < 0) continue
      const origin = this.originFor(target, v, entry, l)
      if (origin < 0) continue
      versions.origin[v] = origin
      const group = this.linkGroups.get(origin)
      if (group === undefined) this.linkGroups.set(origin, [origin, v])
      else group.push(v)
    }
  }

  private originFor(target: number, link: number, entry: number, l: number): number {
    const {versions} = this
    let fallback = -1
    for (let t = versions.newestOf(target); t >= 0; t = versions.older[t]!) {
      if (t === link || versions.origin[t]! < 0) continue
      if (versions.layer[t] === l) {
        // What the name meant when the link was made; a target that comes later in the tar only counts if there is no other.
        if (versions.entry[t]! < entry) return versions.origin[t]!
        if (fallback < 0) fallback = versions.origin[t]!
      } else if (versions.until[t]! >= l) return fallback >= 0 ? fallback : versions.origin[t]!
      else break
    }
    return fallback
  }

  private side(version: number): Side {
    const {versions} = this
    const layer = this.layers[versions.layer[version]!]!
    const origin = versions.origin[version]!
    return {
      layer,
      entry: versions.entry[version]!,
      content: origin < 0 ? null : {layer: this.layers[versions.layer[origin]!]!, entry: versions.entry[origin]!},
    }
  }

  private compare(v: number, l: number): void {
    const {versions} = this
    if (versions.until[v] === l) return
    const before = l > 0 ? versions.at(versions.node[v]!, l - 1) : -1
    if (before < 0) {
      versions.change[v] = Change.added
      return
    }
    const implied = versions.entry[v]! < 0
    const impliedBefore = versions.entry[before]! < 0
    if (implied || impliedBefore) {
      // Of a folder that no entry names, nothing is known but that it is a folder.
      const sameType = this.isDirectory(v) === this.isDirectory(before)
      if (!sameType) {
        versions.change[v] = Change.modified
        versions.reasons[v] = TYPE
      } else if (!implied) versions.change[v] = Change.metadata
      return
    }
    const {reasons, content} = compareEntries(this.side(before), this.side(v))
    const provisional = content === 'unknown' && (reasons & MTIME) !== 0 ? reasons | CONTENT : reasons
    versions.reasons[v] = provisional
    versions.change[v] = changeOf(provisional)
    if (content === 'unknown') this.uncompared.push(v)
  }

  /** Books what this layer did into the ledger. */
  private account(l: number, from: number): void {
    const {versions, nodes, ledger} = this
    const moved = new Set<number>()
    for (const v of this.hidden) {
      const node = versions.node[v]!
      const origin = versions.origin[v]!
      const newest = versions.newestOf(node)
      const gone = versions.layer[newest] !== l || versions.until[newest] === l
      const single = origin === v && !this.linkGroups.has(v)
      if (node > 0) ledger.add(nodes.parent[node]!, single ? -this.size(v) : 0, -1, gone ? 1 : 0, 0)
      if (origin >= 0 && !single) moved.add(origin)
    }
    for (let v = from; v < versions.count; v++) {
      const node = versions.node[v]!
      const visible = versions.until[v] === NEVER
      const origin = versions.origin[v]!
      const single = origin === v && !this.linkGroups.has(v)
      const stored = origin === v ? this.size(v) : 0
      const changed = visible && versions.change[v] !== Change.none ? 1 : 0
      if (node > 0) {
        ledger.add(nodes.parent[node]!, visible && single ? this.size(v) : 0, visible ? 1 : 0, changed, stored)
      }
      if (origin >= 0 && !single) moved.add(origin)
    }
    for (const origin of moved) this.moveBytes(origin, l)
  }

  /** Bytes with several names are counted at the first name that is still there. */
  private moveBytes(origin: number, l: number): void {
    const {versions, nodes, ledger} = this
    const group = this.linkGroups.get(origin) ?? [origin]
    const now = group.find(v => versions.until[v] === NEVER) ?? -1
    // Until it had a second name, the bytes of a file of a lower layer were booked at itself.
    const before = this.bearer.get(origin) ?? (versions.layer[origin]! < l ? origin : -1)
    this.bearer.set(origin, now)
    if (now === before) return
    const size = this.size(origin)
    if (before >= 0) ledger.add(nodes.parent[versions.node[before]!]!, -size, 0, 0, 0)
    if (now >= 0) ledger.add(nodes.parent[versions.node[now]!]!, size, 0, 0, 0)
  }

  private size(version: number): number {
    const entry = this.versions.entry[version]!
    if (entry < 0) return 0
    return this.layers[this.versions.layer[version]!]!.columns.entrySize[entry]!
  }
}
