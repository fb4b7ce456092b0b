import {column} from '../layer/columns.ts'
import {EntryMark, type LayerColumns, LayerIndex} from '../layer/layer-index.ts'
import {OPAQUE_NAME} from '../layer/whiteout.ts'
import {EntryType} from '../tar/entry-type.ts'
import {FlatTables} from './flat-tables.ts'
import type {Union} from './union.ts'

/** A tree as of a layer, as if one layer had stored all of it. */
export interface FlatTree {
  readonly index: LayerIndex
  /** by entry: the version of the union that it stands for; −1 for the mark that hides what is below */
  readonly origins: Int32Array
}

/** How a tree is made flat; by default all of it, as it is. */
export interface FlatOptions {
  /** nodes that are left out, with all below */
  readonly leavesOut?: ((node: number) => boolean) | null
  /** every time is that of 1970: trees then never differ by them */
  readonly timeless?: boolean
  /** hides whatever is below it: what isn't in it is deleted */
  readonly opaque?: boolean
}

const OPAQUE = Buffer.from(OPAQUE_NAME)

/**
 * What an image shows as of layer N, as one layer. Bytes with several names are the first one's that is still there; the others
 * are hard links to it. Contents aren't in it: offsets are places in a row of all files, which say which entry is asked for.
 */
export function flatTree(union: Union, layer: number, options: FlatOptions = {}): FlatTree {
  return new Flattening(union, layer, options).flat()
}

class Flattening {
  private readonly union: Union
  private readonly layer: number
  private readonly options: FlatOptions
  /** by node of the union: the version that is shown, −1 for none */
  private readonly shown: Int32Array
  /** by version that stored bytes: the version whose name bears them, −1 for none */
  private readonly bearers: Int32Array

  constructor(union: Union, layer: number, options: FlatOptions) {
    this.union = union
    this.layer = layer
    this.options = options
    this.bearers = new Int32Array(union.columns.versionCount).fill(-1)
    this.shown = this.shownVersions()
  }

  flat(): FlatTree {
    const {union, shown, options} = this
    const {nodeParent, versionEntry} = union.columns
    let [nodes, entries, nameBytes] = [1, 0, 0]
    for (let node = 0; node < shown.length; node++) {
      const version = shown[node]!
      if (version < 0) continue
      if (versionEntry[version]! >= 0) entries++
      if (node === 0) continue
      nodes++
      nameBytes += union.nameLength(node)
    }
    if (options.opaque) {
      nodes++
      entries++
      nameBytes += OPAQUE.length
    }
    const columns = emptyColumns(nodes, entries, nameBytes)
    const origins = new Int32Array(entries)
    const flatNode = new Int32Array(shown.length).fill(-1)
    const tables = new FlatTables(union)
    const links: number[] = []
    let [at, entry, name] = [0, 0, 0]
    let offset = 0
    const addEntry = (version: number, node: number, type: number): void => {
      origins[entry] = version
      columns.entryNode[entry] = node
      columns.entryType[entry] = type
      tables.take(columns, entry, version, options.timeless === true)
      if (type === EntryType.file) {
        const size = union.sizeOf(union.original(version))
        columns.entrySize[entry] = size
        columns.entryOffset[entry] = offset
        // Every file has a place of its own, also one without bytes.
        offset += size + 1
      }
      columns.nodeEntry[node] = entry++
    }
    columns.nodeParent[0] = -1
    columns.nodeEntry.fill(-1)
    flatNode[0] = 0
    // It should come before what it does not hide.
    if (options.opaque) {
      const own = ++at
      columns.nodeParent[own] = 0
      columns.nodeName[own] = name
      columns.names.set(OPAQUE, name)
      name += OPAQUE.length
      columns.entryMark[entry] = EntryMark.opaque
      columns.entryNode[entry] = own
      columns.entryLink[entry] = -1
      origins[entry] = -1
      columns.nodeEntry[own] = entry++
    }
    for (let node = 0; node < shown.length; node++) {
      const version = shown[node]!
      if (node > 0) {
        if (version < 0) continue
        const own = ++at
        flatNode[node] = own
        columns.nodeParent[own] = flatNode[nodeParent[node]!]!
        columns.nodeName[own] = name
        name = union.copyName(node, columns.names, name)
      }
      if (version < 0 || versionEntry[version]! < 0) continue
      const type = this.typeOf(version)
      if (type === EntryType.hardlink) links.push(node)
      else addEntry(version, flatNode[node]!, type)
    }
    columns.nodeName[nodes] = name
    // A link comes behind what it leads to.
    for (const node of links) addEntry(shown[node]!, flatNode[node]!, EntryType.hardlink)
    for (let e = 0; e < entries; e++)
      if (origins[e]! >= 0) tables.link(e, this.linkOf(origins[e]!, columns.entryType[e]!))
    const index = new LayerIndex(
      {...columns, ...tables.linkColumns(columns), ...tables.xattrColumn(columns)},
      tables.facts(columns, offset, options.opaque === true),
    )
    return {index, origins}
  }

  private shownVersions(): Int32Array {
    const {union, layer, options} = this
    const {nodeCount, nodeParent, nodeVersion, versionOrigin, versionLayer, versionUntil, versionOlder} = union.columns
    const shown = new Int32Array(nodeCount).fill(-1)
    const {leavesOut} = options
    const {bearers} = this
    for (let node = 0; node < nodeCount; node++) {
      // As versionAt, for every node.
      let version = nodeVersion[node]!
      while (version >= 0 && versionLayer[version]! > layer) version = versionOlder[version]!
      if (version < 0 || versionUntil[version]! <= layer) continue
      shown[node] = version
      if (node === 0) continue
      const parent = nodeParent[node]!
      // Below what is left out nothing is shown; the root may have no version of its own.
      if ((parent > 0 && shown[parent]! < 0) || leavesOut?.(node)) {
        shown[node] = -1
        continue
      }
      const origin = versionOrigin[version]!
      if (origin >= 0 && (origin === version || bearers[origin]! < 0)) bearers[origin] = version
    }
    return shown
  }

  /** What an entry is in the flat tree: the name that bears the bytes is the file, whatever it was. */
  private typeOf(version: number): number {
    const {versionEntry, versionLayer, versionOrigin} = this.union.columns
    const typeIn = (v: number) => this.union.layers[versionLayer[v]!]!.columns.entryType[versionEntry[v]!]!
    const type = typeIn(version)
    const origin = versionOrigin[version]!
    return type === EntryType.hardlink && origin >= 0 && this.bearers[origin] === version ? typeIn(origin) : type
  }

  /** Where a symlink or hard link leads, null for all else. */
  private linkOf(version: number, type: number): Uint8Array | null {
    const {union} = this
    const {versionEntry, versionLayer, versionOrigin, versionNode} = union.columns
    if (type !== EntryType.symlink && type !== EntryType.hardlink) return null
    const origin = versionOrigin[version]!
    if (type === EntryType.hardlink && origin >= 0) return this.pathBytes(versionNode[this.bearers[origin]!]!)
    const original = union.original(version)
    return union.layers[versionLayer[original]!]!.linkTargetBytes(versionEntry[original]!)
  }

  private pathBytes(node: number): Uint8Array {
    const parts: Uint8Array[] = []
    for (let n = node; n > 0; n = this.union.parent(n)) parts.push(this.union.nameBytes(n), SLASH)
    return Buffer.concat(parts.slice(0, -1).reverse())
  }
}

const SLASH = Buffer.from('/')

type Writable<T> = {-readonly [K in keyof T]: T[K]}

function emptyColumns(nodes: number, entries: number, nameBytes: number): Writable<LayerColumns> {
  return {
    entryCount: entries,
    nodeCount: nodes,
    nodeParent: column(Int32Array, nodes),
    nodeName: column(Uint32Array, nodes + 1),
    nodeEntry: column(Int32Array, nodes),
    names: column(Uint8Array, nameBytes),
    entryNode: column(Int32Array, entries),
    entryType: column(Uint8Array, entries),
    entryMark: column(Uint8Array, entries),
    entryMode: column(Uint16Array, entries),
    entryOwner: column(Uint32Array, entries),
    entrySize: column(Float64Array, entries),
    entryOffset: column(Float64Array, entries),
    entryStored: null,
    entrySeconds: column(Float64Array, entries),
    entryNanos: column(Int32Array, entries),
    entryDigits: column(Uint8Array, entries),
    entryLink: column(Int32Array, entries),
    linkStart: column(Uint32Array, 1),
    linkNames: column(Uint8Array, 0),
    entryXattrs: column(Int32Array, entries),
    contentDigests: null,
    keptEntry: null,
    keptStart: null,
    keptBytes: null,
  }
}
