import {EntryType, type EntryTypeName, type LayerIndex} from '../layer/layer-index.ts'
import type {LedgerColumns} from './ledger.ts'

/**
 * All layers of an image stacked into one tree, once. A node is a path that any layer ever had (node 0 is the root, parents
 * before children); a version is what one layer put there. A version is visible in the layers `layer ≤ N < until`, so "the
 * image as of layer N" is a question, not another tree.
 *
 * Directories keep a ledger: a row for each layer that touched anything below, so that sums as of any layer are a lookup.
 */
export interface UnionColumns extends LedgerColumns {
  readonly layerCount: number
  readonly nodeCount: number
  readonly versionCount: number
  readonly nodeParent: Int32Array
  /** which layer's name table holds the node's name, and that layer's node */
  readonly nodeLayer: Uint16Array
  readonly nodeInLayer: Int32Array
  /** children as a linked list, in no order: first child and next sibling, −1 ends it */
  readonly nodeFirst: Int32Array
  readonly nodeNext: Int32Array
  /** newest version, −1 for none */
  readonly nodeVersion: Int32Array
  /** versions of layer L are those from layerVersions[L] to layerVersions[L + 1] */
  readonly layerVersions: Int32Array
  readonly versionNode: Int32Array
  readonly versionLayer: Uint16Array
  /** entry in that layer's index; −1 for a directory that no entry names */
  readonly versionEntry: Int32Array
  /** the layer that hid it, NEVER for what the final image still has */
  readonly versionUntil: Uint16Array
  /** next older version of the same node, −1 ends it */
  readonly versionOlder: Int32Array
  /** Change, against the tree below */
  readonly versionChange: Uint8Array
  /** bits of REASONS */
  readonly versionReasons: Uint16Array
  /** Cause, where hidden */
  readonly versionCause: Uint8Array
  /**
   * the version that this one is a name of: itself for a regular file, what it leads to for a hard link, of whatever type;
   * negative for none, which is a NoOrigin
   */
  readonly versionOrigin: Int32Array
}

/** In `versionUntil`: no layer hid it, the final image shows it. */
export const NEVER = 0xffff

/** What a layer did to a path, against the tree below it (PRODUCT.md, Numbers); `none` where it did nothing. */
export const Change = {none: 0, added: 1, modified: 2, metadata: 3, rewritten: 4, removed: 5} as const
export type ChangeCode = (typeof Change)[keyof typeof Change]
/** The words of the JSON contract, by Change. */
export const CHANGE_NAMES = [null, 'added', 'modified', 'metadata', 'rewritten', 'removed'] as const

/** Why a path counts as changed, as bits in this order. */
export const REASONS = ['content', 'type', 'mode', 'owner', 'mtime', 'xattr', 'linkTarget', 'device'] as const
export type Reason = (typeof REASONS)[number]

/** The reasons that these bits stand for. */
export function reasonsIn(bits: number): readonly Reason[] {
  return REASONS.filter((_, i) => (bits & (1 << i)) !== 0)
}

/** Why a version is no longer visible. */
export const Cause = {
  none: 0,
  /** replaced by another version of the same path */
  replaced: 1,
  /** deleted by a whiteout of it or of a folder above */
  deleted: 2,
  /** hidden by an opaque directory */
  opaque: 3,
  /** its path, or a folder above, became something of another type */
  typeChanged: 4,
  /** stored again later in the same tar */
  storedTwice: 5,
} as const

/** Why a version has no origin. */
export const NoOrigin = {
  /** it needs none: a folder, a symlink, a device, a pipe. Or a link whose target may lie in a layer that was not read */
  none: -1,
  /** a hard link to a path that is not there */
  nothing: -2,
  /** a hard link to its own path */
  itself: -3,
  /** a hard link to a folder */
  folder: -4,
  /** a hard link to one that comes later in the same tar and leads nowhere either */
  later: -5,
  /** a hard link to one that leads nowhere */
  broken: -6,
} as const

/** Questions to a union's columns. It holds no closures: rebuild it from (columns, layers) on any thread. */
export class Union {
  readonly columns: UnionColumns
  /** null: this layer has not been read; the tree is shown without it */
  readonly layers: readonly (LayerIndex | null)[]

  constructor(columns: UnionColumns, layers: readonly (LayerIndex | null)[]) {
    this.columns = columns
    this.layers = layers
  }

  get layerCount(): number {
    return this.columns.layerCount
  }

  /** Base name; '' for the root. Hostile until text/ has seen it. */
  name(node: number): string {
    if (node === 0) return ''
    return this.layers[this.columns.nodeLayer[node]!]!.nodeName(this.columns.nodeInLayer[node]!)
  }

  /** Base name as bytes, a view. */
  nameBytes(node: number): Uint8Array {
    if (node === 0) return new Uint8Array(0)
    const {nodeName, names} = this.layers[this.columns.nodeLayer[node]!]!.columns
    const inLayer = this.columns.nodeInLayer[node]!
    return names.subarray(nodeName[inLayer]!, nodeName[inLayer + 1]!)
  }

  /** Length of the base name, bytes. */
  nameLength(node: number): number {
    if (node === 0) return 0
    const {nodeName} = this.layers[this.columns.nodeLayer[node]!]!.columns
    const inLayer = this.columns.nodeInLayer[node]!
    return nodeName[inLayer + 1]! - nodeName[inLayer]!
  }

  /** Writes the base name into `names` from `at` on; gives where it ends. A view of each name would cost more than the bytes. */
  copyName(node: number, names: Uint8Array, at: number): number {
    if (node === 0) return at
    const {nodeName, names: from} = this.layers[this.columns.nodeLayer[node]!]!.columns
    const inLayer = this.columns.nodeInLayer[node]!
    const end = nodeName[inLayer + 1]!
    let to = at
    for (let i = nodeName[inLayer]!; i < end; i++) names[to++] = from[i]!
    return to
  }

  /** True where the node's base name is exactly these bytes. Cheaper than taking the name: folders may hold a million. */
  isNamed(node: number, name: Uint8Array): boolean {
    const {nodeName, names} = this.layers[this.columns.nodeLayer[node]!]!.columns
    const inLayer = this.columns.nodeInLayer[node]!
    const start = nodeName[inLayer]!
    if (nodeName[inLayer + 1]! - start !== name.length) return false
    for (let i = 0; i < name.length; i++) if (names[start + i] !== name[i]) return false
    return true
  }

  /** Path without a leading slash; '' for the root. */
  path(node: number): string {
    const parts: string[] = []
    for (let n = node; n > 0; n = this.columns.nodeParent[n]!) parts.push(this.name(n))
    return parts.reverse().join('/')
  }

  /** The folder of a node, −1 for the root. */
  parent(node: number): number {
    return this.columns.nodeParent[node]!
  }

  /** All nodes that ever were children of this one, in no order. */
  children(node: number): number[] {
    const found: number[] = []
    for (let n = this.columns.nodeFirst[node]!; n >= 0; n = this.columns.nodeNext[n]!) found.push(n)
    return found
  }

  /** The node at a path (slashes at either end don't matter), −1 where no layer ever had it. */
  find(path: string): number {
    let node = 0
    for (const part of path.split('/')) {
      if (part === '' || part === '.') continue
      let child = this.columns.nodeFirst[node]!
      while (child >= 0 && this.name(child) !== part) child = this.columns.nodeNext[child]!
      if (child < 0) return -1
      node = child
    }
    return node
  }

  /** The version visible at this node as of layer N, −1 for none. */
  versionAt(node: number, layer: number): number {
    const {versionLayer, versionUntil, versionOlder} = this.columns
    let v = this.columns.nodeVersion[node]!
    while (v >= 0 && versionLayer[v]! > layer) v = versionOlder[v]!
    return v >= 0 && versionUntil[v]! > layer ? v : -1
  }

  /** The version that layer N itself put here, −1 for none. */
  versionIn(node: number, layer: number): number {
    const {versionLayer, versionOlder} = this.columns
    let v = this.columns.nodeVersion[node]!
    while (v >= 0 && versionLayer[v]! > layer) v = versionOlder[v]!
    return v >= 0 && versionLayer[v] === layer ? v : -1
  }

  /** All versions of a node, newest first. */
  versionsOf(node: number): number[] {
    const found: number[] = []
    for (let v = this.columns.nodeVersion[node]!; v >= 0; v = this.columns.versionOlder[v]!) found.push(v)
    return found
  }

  /** What layer N did to this very path (not to what lies below). */
  changeIn(node: number, layer: number): ChangeCode {
    const own = this.versionIn(node, layer)
    if (own >= 0 && this.columns.versionUntil[own] !== layer) return this.columns.versionChange[own] as ChangeCode
    if (layer === 0) return Change.none
    const below = this.versionAt(node, layer - 1)
    return below >= 0 && this.columns.versionUntil[below] === layer ? Change.removed : Change.none
  }

  /** Why a version counts as changed. */
  reasons(version: number): readonly Reason[] {
    return reasonsIn(this.columns.versionReasons[version]!)
  }

  /** The version's layer index and entry; null for a directory that no entry names. */
  entryOf(version: number): {layer: LayerIndex; entry: number} | null {
    const entry = this.columns.versionEntry[version]!
    if (entry < 0) return null
    return {layer: this.layers[this.columns.versionLayer[version]!]!, entry}
  }

  /** Type as the tar has it: a hard link is one, whatever it leads to. See `original`. */
  type(version: number): EntryTypeName {
    const at = this.entryOf(version)
    return at ? at.layer.type(at.entry) : 'directory'
  }

  /** What a version is a name of: for a hard link the version it leads to, else itself, also where it leads nowhere. */
  original(version: number): number {
    const origin = this.columns.versionOrigin[version]!
    return origin < 0 ? version : origin
  }

  /** True also for one that no entry names. */
  isDirectory(version: number): boolean {
    return this.type(version) === 'directory'
  }

  /** Declared size in bytes of a regular file, 0 for all else. */
  sizeOf(version: number): number {
    const at = this.entryOf(version)
    return at && at.layer.columns.entryType[at.entry] === EntryType.file ? at.layer.columns.entrySize[at.entry]! : 0
  }

  /** The ledger's row of a directory as of layer N: the last one at or before it, −1 for none. */
  private ledgerRow(node: number, layer: number): number {
    const {ledgerStart, ledgerLayer} = this.columns
    let low = ledgerStart[node]!
    let high = ledgerStart[node + 1]! - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      if (ledgerLayer[middle]! <= layer) low = middle + 1
      else high = middle - 1
    }
    return high >= ledgerStart[node]! ? high : -1
  }

  /** Bytes of regular files visible below a directory as of layer N. */
  bytesBelow(node: number, layer: number): number {
    const row = this.ledgerRow(node, layer)
    return row < 0 ? 0 : this.columns.ledgerBytes[row]!
  }

  /** Paths visible below a directory as of layer N, itself not counted. */
  pathsBelow(node: number, layer: number): number {
    const row = this.ledgerRow(node, layer)
    return row < 0 ? 0 : this.columns.ledgerPaths[row]!
  }

  /** Paths below a directory that layer N changed, removed ones included. */
  changesBelow(node: number, layer: number): number {
    const row = this.ledgerRow(node, layer)
    return row < 0 || this.columns.ledgerLayer[row] !== layer ? 0 : this.columns.ledgerChanges[row]!
  }

  /** True where layer N has an entry or a removal anywhere below. */
  touchedBelow(node: number, layer: number): boolean {
    const row = this.ledgerRow(node, layer)
    return row >= 0 && this.columns.ledgerLayer[row] === layer
  }

  /** Bytes below a directory that layer N itself stored. */
  storedBelow(node: number, layer: number): number {
    const row = this.ledgerRow(node, layer)
    return row < 0 || this.columns.ledgerLayer[row] !== layer ? 0 : this.columns.ledgerStored[row]!
  }
}
