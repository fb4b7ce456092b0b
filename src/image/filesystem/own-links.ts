import type {LayerIndex} from '../layer/layer-index.ts'
import {EntryType} from '../tar/entry-type.ts'
import {followLinks} from './follow-link.ts'
import type {NodeTable} from './node-table.ts'

/**
 * Where members below a symlink of their own tar come to lie. Unpacked in order, `l -> d` and then `l/z` write `d/z`: the link is
 * followed within the layer, since a layer is unpacked apart from those below it (tried with Docker's overlay2). What came before
 * the link goes with the folder that the link replaces, and what leads nowhere can't be unpacked: those stay below the link.
 */
export class OwnLinks {
  private readonly layer: LayerIndex
  private readonly nodes: NodeTable
  private readonly map: Int32Array
  /** union's node → the layer's, for those that are mapped already */
  private readonly back = new Map<number, number>()
  private known = 1
  /** link's node in the layer → the union's node that it leads to, −1 for none */
  private readonly leads = new Map<number, number>()
  /** per node of the layer: the last member at it or below it */
  private lastBelow: Int32Array | null = null

  /** `map`: the union's nodes by the layer's, as far as they are known. */
  constructor(layer: LayerIndex, nodes: NodeTable, map: Int32Array) {
    this.layer = layer
    this.nodes = nodes
    this.map = map
  }

  /** The union's node below which node `n` of the layer lies, whose parent there is a symlink. */
  folderOf(n: number): number {
    const {nodeParent, nodeEntry} = this.layer.columns
    const link = nodeParent[n]!
    const beside = this.map[link]!
    if (this.last()[n]! < nodeEntry[link]!) return beside
    for (; this.known < n; this.known++) this.back.set(this.map[this.known]!, this.known)
    let folder = this.leads.get(link)
    if (folder === undefined) {
      folder = followLinks(beside, this.nodes, node => this.standing(node))
      this.leads.set(link, folder)
    }
    return folder < 0 || this.collides(folder, n) ? beside : folder
  }

  /** What the layer itself has at a node of the union. */
  private standing(node: number): Uint8Array | 'folder' | null {
    const n = node === 0 ? 0 : this.back.get(node)
    if (n === undefined) return null
    const entry = this.layer.columns.nodeEntry[n]!
    if (n === 0 || entry < 0) return 'folder'
    const type = this.layer.columns.entryType[entry]
    if (type === EntryType.directory) return 'folder'
    return type === EntryType.symlink ? this.layer.linkTargetBytes(entry) : null
  }

  /** True where the same tar has a folder at the place of what is none, or the other way round: no unpacker does both. */
  private collides(folder: number, n: number): boolean {
    const {nodeName, names} = this.layer.columns
    const there = this.nodes.find(folder, names, nodeName[n]!, nodeName[n + 1]!)
    const twin = there < 0 ? undefined : this.back.get(there)
    return twin !== undefined && this.isFolder(twin) !== this.isFolder(n)
  }

  private isFolder(n: number): boolean {
    const entry = this.layer.columns.nodeEntry[n]!
    return entry < 0 || this.layer.columns.entryType[entry] === EntryType.directory
  }

  private last(): Int32Array {
    if (this.lastBelow !== null) return this.lastBelow
    const {nodeCount, nodeParent, nodeEntry} = this.layer.columns
    const last = nodeEntry.slice()
    for (let n = nodeCount - 1; n > 0; n--) {
      const parent = nodeParent[n]!
      if (last[n]! > last[parent]!) last[parent] = last[n]!
    }
    this.lastBelow = last
    return last
  }
}
