import {column, firstOf} from '../layer/columns.ts'
import {EntryMark, type LayerIndex} from '../layer/layer-index.ts'
import {markOfName} from '../layer/whiteout.ts'
import {EntryType} from '../tar/entry-type.ts'
import {Booking} from './booking.ts'
import {compareVersion} from './compare-versions.ts'
import {HardLinks} from './hard-links.ts'
import {HiddenVersions} from './hidden-versions.ts'
import {Ledger} from './ledger.ts'
import {NodeTable} from './node-table.ts'
import {OwnLinks} from './own-links.ts'
import {Cause, NEVER, Union} from './union.ts'
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
 * overlay drivers of Docker, containerd and Podman do; the link is not followed, but for one that the same tar wrote before
 * (OwnLinks). A null layer has not been read and changes nothing. Never throws on odd trees.
 */
export function buildUnion(layers: readonly (LayerIndex | null)[]): BuiltUnion {
  return new UnionBuilder(layers).build()
}

class UnionBuilder {
  private readonly layers: readonly (LayerIndex | null)[]
  private readonly nodes: NodeTable
  private readonly versions: VersionTable
  private readonly links: HardLinks
  private readonly ledger: Ledger
  private readonly booking: Booking
  private readonly uncompared: number[] = []
  private readonly layerVersions: Int32Array
  /** the layer at hand has members below symlinks of its own: two of its names may be one path */
  private linked = false

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
    this.versions = new VersionTable(layers, versions, nodes)
    this.links = new HardLinks(layers, this.nodes, this.versions)
    this.ledger = new Ledger(nodes)
    this.booking = new Booking(this.ledger, this.nodes, this.versions, this.links)
    this.layerVersions = column(Int32Array, layers.length + 1)
  }

  build(): BuiltUnion {
    const {layers, nodes, versions} = this
    for (let l = 0; l < layers.length; l++) {
      const layer = layers[l] ?? null
      if (layer === null) this.links.skip()
      else this.stack(layer, l)
      this.layerVersions[l + 1] = versions.count
    }
    const union = new Union(
      {
        layerCount: layers.length,
        ...nodes.columns(),
        nodeVersion: firstOf(versions.newest, nodes.count),
        layerVersions: this.layerVersions,
        ...versions.columns(),
        ...this.ledger.columns(nodes.count),
      },
      layers,
    )
    return {union, uncompared: Int32Array.from(this.uncompared)}
  }

  private stack(layer: LayerIndex, l: number): void {
    const {versions} = this
    const map = this.mapNodes(layer, l)
    const hidden = new HiddenVersions(this.nodes, versions, l)
    hidden.byWhiteouts(layer, map)
    const from = versions.count
    this.addSuperseded(layer, l, map)
    this.addVersions(layer, l, map, hidden)
    this.links.resolve(layer, l, from)
    for (let v = from; v < versions.count; v++) {
      if (!compareVersion(versions, this.layers, v, l)) this.uncompared.push(v)
    }
    this.booking.book(l, from, hidden.versions)
  }

  /** The union's node of each of the layer's nodes; −1 for whiteouts and leftovers, which are no paths of the image. */
  private mapNodes(layer: LayerIndex, l: number): Int32Array {
    const {nodeCount, nodeParent, nodeEntry, entryMark, entryType, nodeName, names} = layer.columns
    const map = new Int32Array(nodeCount)
    let onto = this.nodes.count > 1
    let links: OwnLinks | null = null
    for (let n = 1; n < nodeCount; n++) {
      let parent = map[nodeParent[n]!]!
      const entry = nodeEntry[n]!
      const above = nodeEntry[nodeParent[n]!]!
      if (
        parent < 0 ||
        (entry >= 0 && entryMark[entry] !== EntryMark.none) ||
        (entry < 0 && markOfName(names, nodeName[n]!, nodeName[n + 1]!) !== EntryMark.none)
      ) {
        map[n] = -1
        continue
      }
      if (above >= 0 && entryType[above] === EntryType.symlink) {
        links ??= new OwnLinks(layer, this.nodes, map)
        parent = links.folderOf(n)
        onto = true
      }
      map[n] = onto ? this.nodes.child(parent, l, n) : this.nodes.add(parent, l, n)
    }
    this.linked = links !== null
    return map
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

  private addVersions(layer: LayerIndex, l: number, map: Int32Array, hidden: HiddenVersions): void {
    const {nodeCount, nodeEntry, entryType} = layer.columns
    const {versions} = this
    for (let n = 1; n < nodeCount; n++) {
      const node = map[n]!
      if (node < 0) continue
      const entry = nodeEntry[n]!
      const before = l > 0 ? versions.at(node, l - 1) : -1
      const live = before >= 0 && versions.until[before] === NEVER
      const isDirectory = entry < 0 || entryType[entry] === EntryType.directory
      if (entry < 0) {
        if ((live && versions.isDirectory(before)) || this.putBy(node, l)) continue
      }
      // Two names of one path, one of them through a symlink: the later one counts.
      const twin = versions.newestOf(node)
      if (twin >= 0 && versions.layer[twin] === l && versions.until[twin] === NEVER)
        versions.hide(twin, l, Cause.storedTwice)
      const v = versions.add(node, l, entry)
      if (this.linked && !isDirectory) hidden.ownBelow(node, Cause.typeChanged)
      if (before >= 0) {
        const wasDirectory = versions.isDirectory(before)
        const cause = wasDirectory === isDirectory ? Cause.replaced : Cause.typeChanged
        if (live) hidden.add(before, cause)
        else versions.cause[before] = cause // hidden by this layer, but written again
        if (live && wasDirectory && !isDirectory) hidden.addBelow(node, Cause.typeChanged)
      }
      if (entry >= 0 && entryType[entry] === EntryType.file) versions.origin[v] = v
      // A member below something that is no folder in the same tar can't be reached.
      const above = this.nodes.parent[node]!
      const up = above > 0 ? versions.newestOf(above) : -1
      if (up >= 0 && versions.layer[up] === l && (versions.until[up] === l || !versions.isDirectory(up))) {
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
}
