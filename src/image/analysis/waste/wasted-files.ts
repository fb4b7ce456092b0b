import {reasonBit} from '../../filesystem/compare-entries.ts'
import {Cause, Change, NEVER, type Union} from '../../filesystem/union.ts'
import {EntryType} from '../../layer/layer-index.ts'
import {lastLayerOfContents} from '../figures.ts'

/** Why bytes that a layer stores reach nobody (PRODUCT.md, Numbers). Every wasted byte has exactly one of these. */
export const WASTE_CAUSES = [
  'content',
  'metadata',
  'rewritten',
  'deleted',
  'opaque',
  'type',
  'storedTwice',
  'neverVisible',
] as const
export type WasteCause = (typeof WASTE_CAUSES)[number]

/**
 * Every stored file that no name of the final tree reaches, as columns. A file of no bytes wastes none and is left out.
 * Rows are in the order of layers; the sum of `bytes` is the image's size − its visible size.
 */
export interface WastedFiles {
  readonly count: number
  /** the layer that stored it */
  readonly layer: Uint16Array
  /** its entry in that layer's index */
  readonly entry: Int32Array
  /** the union's node of the name that was hidden last; −1 for what never was a path of the image */
  readonly node: Int32Array
  /** the layer that hid its last name; the storing layer itself where it was never seen */
  readonly hider: Uint16Array
  /** index into WASTE_CAUSES */
  readonly cause: Uint8Array
  /** for what was stored again: why the copy differs, bits of REASONS */
  readonly reasons: Uint16Array
  readonly bytes: Float64Array
}

const CODE = Object.fromEntries(WASTE_CAUSES.map((cause, i) => [cause, i])) as Readonly<Record<WasteCause, number>>
/** By Cause, where what hid it is all there is to say. */
const GONE: Readonly<Record<number, number>> = {
  [Cause.deleted]: CODE.deleted,
  [Cause.opaque]: CODE.opaque,
  [Cause.storedTwice]: CODE.storedTwice,
}
const TYPE_BIT = reasonBit('type')

/** Finds them. Linear in versions and entries. */
export function wastedFiles(union: Union): WastedFiles {
  const lastSeen = lastLayerOfContents(union)
  const lastName = lastNames(union, lastSeen)
  const rows = new Rows()
  const {layerVersions, versionOrigin, versionNode, versionEntry} = union.columns
  for (let l = 0; l < union.layerCount; l++) {
    let inUnion = 0
    for (let v = layerVersions[l]!; v < layerVersions[l + 1]!; v++) {
      if (versionOrigin[v] !== v) continue
      const bytes = union.sizeOf(v)
      inUnion += bytes
      if (lastSeen[v] === NEVER || bytes === 0) continue
      const name = lastName[v]!
      const {cause, reasons} = causeOf(union, name, lastSeen[v]!)
      rows.add(l, versionEntry[v]!, versionNode[name]!, lastSeen[v]!, cause, reasons, bytes)
    }
    const facts = union.layers[l]?.facts
    if (facts !== undefined && facts.size !== inUnion) addNeverVisible(union, l, rows)
  }
  return rows.columns()
}

/** Per version that stored bytes: the version whose hiding took away their last name; its own where several went at once. */
function lastNames(union: Union, lastSeen: Uint16Array): Int32Array {
  const {versionCount, versionOrigin, versionUntil} = union.columns
  const last = new Int32Array(versionCount).fill(-1)
  for (let v = 0; v < versionCount; v++) {
    const origin = versionOrigin[v]!
    if (origin < 0 || versionUntil[v] !== lastSeen[origin]) continue
    if (last[origin]! < 0 || v === origin) last[origin] = v
  }
  return last
}

function causeOf(union: Union, name: number, hider: number): {cause: number; reasons: number} {
  const {versionCause, versionNode, versionChange, versionReasons, versionUntil} = union.columns
  const gone = GONE[versionCause[name]!]
  if (gone !== undefined) return {cause: gone, reasons: 0}
  const successor = union.versionIn(versionNode[name]!, hider)
  // Written again below what the same tar made a file: nobody sees the copy either.
  if (successor >= 0 && versionUntil[successor] === hider) return {cause: CODE.type, reasons: 0}
  const reasons = successor < 0 ? 0 : versionReasons[successor]!
  if (versionCause[name] === Cause.typeChanged || (reasons & TYPE_BIT) !== 0) return {cause: CODE.type, reasons}
  const change = successor < 0 ? Change.none : versionChange[successor]
  const cause = change === Change.metadata ? CODE.metadata : change === Change.rewritten ? CODE.rewritten : CODE.content
  return {cause, reasons}
}

/** What is no path of the image: what aufs and others leave in a tar, marks with a size, a file in the place of the root. */
function addNeverVisible(union: Union, l: number, rows: Rows): void {
  const {entryCount, entryType, entrySize} = union.layers[l]!.columns
  const {layerVersions, versionEntry} = union.columns
  const isPath = new Uint8Array(entryCount)
  for (let v = layerVersions[l]!; v < layerVersions[l + 1]!; v++) {
    if (versionEntry[v]! >= 0) isPath[versionEntry[v]!] = 1
  }
  for (let e = 0; e < entryCount; e++) {
    if (isPath[e] !== 0 || entryType[e] !== EntryType.file || entrySize[e] === 0) continue
    rows.add(l, e, -1, l, CODE.neverVisible, 0, entrySize[e]!)
  }
}

/** Columns that grow. */
class Rows {
  private count = 0
  private layer = new Uint16Array(1024)
  private entry = new Int32Array(1024)
  private node = new Int32Array(1024)
  private hider = new Uint16Array(1024)
  private cause = new Uint8Array(1024)
  private reasons = new Uint16Array(1024)
  private bytes = new Float64Array(1024)

  add(layer: number, entry: number, node: number, hider: number, cause: number, reasons: number, bytes: number): void {
    if (this.count === this.entry.length) this.widen()
    const row = this.count++
    this.layer[row] = layer
    this.entry[row] = entry
    this.node[row] = node
    this.hider[row] = hider
    this.cause[row] = cause
    this.reasons[row] = reasons
    this.bytes[row] = bytes
  }

  columns(): WastedFiles {
    const {count, layer, entry, node, hider, cause, reasons, bytes} = this
    return {count, layer, entry, node, hider, cause, reasons, bytes}
  }

  private widen(): void {
    const room = this.count * 2
    const {layer, entry, node, hider, cause, reasons, bytes} = this
    this.layer = new Uint16Array(room)
    this.entry = new Int32Array(room)
    this.node = new Int32Array(room)
    this.hider = new Uint16Array(room)
    this.cause = new Uint8Array(room)
    this.reasons = new Uint16Array(room)
    this.bytes = new Float64Array(room)
    this.layer.set(layer)
    this.entry.set(entry)
    this.node.set(node)
    this.hider.set(hider)
    this.cause.set(cause)
    this.reasons.set(reasons)
    this.bytes.set(bytes)
  }
}

/** Path of a wasted file without a leading slash. Hostile. */
export function wastedPath(union: Union, files: WastedFiles, row: number): string {
  const node = files.node[row]!
  if (node >= 0) return union.path(node)
  const index = union.layers[files.layer[row]!]!
  return index.nodePath(index.columns.entryNode[files.entry[row]!]!)
}
