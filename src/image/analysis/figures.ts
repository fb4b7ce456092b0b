import {Cause, CHANGE_NAMES, Change, NEVER, type Union} from '../filesystem/union.ts'
import {EntryType} from '../tar/entry-type.ts'
import {LoopingLinks} from './looping-links.ts'
import {oddLinksOf} from './odd-links.ts'
import {oddPathsOf} from './odd-paths.ts'
import type {Oddities} from './oddity.ts'

/** How much one kind of change is. */
export interface ChangeCount {
  /** regular files */
  readonly files: number
  /** bytes stored here; for removed ones, bytes that nothing reaches any more */
  readonly bytes: number
}

/** The words of the JSON contract. */
export type ChangeName = NonNullable<(typeof CHANGE_NAMES)[number]>

/** What one layer did, and what became of its bytes. */
export interface LayerFigures {
  readonly changes: Readonly<Record<ChangeName, ChangeCount>>
  /** paths of every type by change, folders included */
  readonly paths: Readonly<Record<ChangeName, number>>
  /** bytes stored here that no name of the final tree reaches */
  readonly wastedSize: number
  /** hard links that don't lead to what came before them */
  readonly oddLinks: Oddities
  /** symlinks that lead in a circle */
  readonly loopingLinks: Oddities
  /** paths that the tar uses as two different things */
  readonly oddPaths: Oddities
}

/** Whatever is odd in a layer, kind by kind. */
export function odditiesOfLayer({oddPaths, oddLinks, loopingLinks}: LayerFigures): readonly Oddities[] {
  return [oddPaths, oddLinks, loopingLinks]
}

/** Sums over a union, as PRODUCT.md's "Numbers" define them. Plain data. */
export interface UnionFigures {
  readonly layers: readonly LayerFigures[]
  /** Σ layer sizes, bytes */
  readonly size: number
  readonly visibleSize: number
  readonly wastedSize: number
  /** visible ÷ size, 1 for an empty image */
  readonly efficiency: number
  readonly entries: number
  /** paths of the final tree but the root */
  readonly paths: number
  /** regular files and hard links of the final tree */
  readonly files: number
}

/** By Change, which counts from 1 here. */
const NAMES = CHANGE_NAMES.filter(name => name !== null)

/** Adds up a union. Linear in the number of versions. */
export function figuresOf(union: Union): UnionFigures {
  const lastSeen = lastLayerOfContents(union)
  const hidden = hiddenByLayer(union)
  const loops = new LoopingLinks(union)
  const layers = union.layers.map((_, layer) => figuresOfLayer(union, layer, lastSeen, hidden[layer]!, loops))
  const size = union.layers.reduce((sum, layer) => sum + (layer?.facts.size ?? 0), 0)
  const wastedSize = layers.reduce((sum, layer) => sum + layer.wastedSize, 0)
  const visibleSize = size - wastedSize
  return {
    layers,
    size,
    visibleSize,
    wastedSize,
    efficiency: size === 0 ? 1 : visibleSize / size,
    entries: union.layers.reduce((sum, layer) => sum + (layer?.entryCount ?? 0), 0),
    paths: union.pathsBelow(0, union.layerCount - 1),
    files: countFiles(union),
  }
}

/** Per version that stored bytes: the layer that hid their last name, NEVER where one is still there. */
export function lastLayerOfContents(union: Union): Uint16Array {
  const {versionCount, versionOrigin, versionUntil} = union.columns
  const last = new Uint16Array(versionCount)
  for (let v = 0; v < versionCount; v++) {
    const origin = versionOrigin[v]!
    if (origin >= 0 && versionUntil[v]! > last[origin]!) last[origin] = versionUntil[v]!
  }
  return last
}

function figuresOfLayer(
  union: Union,
  layer: number,
  lastSeen: Uint16Array,
  hidden: Int32Array,
  loops: LoopingLinks,
): LayerFigures {
  const {layerVersions, versionChange, versionUntil, versionOrigin, versionNode, versionLayer, nodeVersion} =
    union.columns
  const files = [0, 0, 0, 0, 0]
  const bytes = [0, 0, 0, 0, 0]
  const paths = [0, 0, 0, 0, 0]
  const index = union.layers[layer]
  let reached = 0
  for (let v = layerVersions[layer]!; v < layerVersions[layer + 1]!; v++) {
    const isFile = versionOrigin[v] === v
    const size = isFile ? union.sizeOf(v) : 0
    if (isFile && lastSeen[v] === NEVER) reached += size
    const change = versionChange[v]!
    if (change === Change.none || versionUntil[v] === layer) continue
    paths[change - 1]!++
    if (isFile) files[change - 1]!++
    bytes[change - 1]! += size
  }
  const removed = Change.removed - 1
  for (const v of hidden) {
    const newest = newestUpTo(union, nodeVersion[versionNode[v]!]!, layer)
    if (versionLayer[newest] === layer && versionUntil[newest] !== layer) continue
    paths[removed]!++
    const origin = versionOrigin[v]!
    if (origin === v) files[removed]!++
    if (origin >= 0 && lastSeen[origin] === layer) {
      bytes[removed]! += union.sizeOf(origin)
      lastSeen[origin] = 0 // several names may go at once; their bytes go once
    }
  }
  return {
    changes: Object.fromEntries(
      NAMES.map((name, i) => [name, {files: files[i]!, bytes: bytes[i]!}]),
    ) as LayerFigures['changes'],
    paths: Object.fromEntries(NAMES.map((name, i) => [name, paths[i]!])) as LayerFigures['paths'],
    wastedSize: (index?.facts.size ?? 0) - reached,
    oddLinks: oddLinksOf(union, layer),
    loopingLinks: loops.of(layer),
    oddPaths: oddPathsOf(union, layer),
  }
}

function newestUpTo(union: Union, version: number, layer: number): number {
  let v = version
  while (union.columns.versionLayer[v]! > layer) v = union.columns.versionOlder[v]!
  return v
}

/** Per layer, the versions of lower layers that it hid, oldest first. */
function hiddenByLayer(union: Union): readonly Int32Array[] {
  const {versionCount, versionUntil, versionCause, layerCount} = union.columns
  const counts = new Int32Array(layerCount)
  const counted = (v: number) => versionUntil[v] !== NEVER && versionCause[v] !== Cause.storedTwice
  for (let v = 0; v < versionCount; v++) if (counted(v)) counts[versionUntil[v]!]!++
  const lists = Array.from(counts, count => new Int32Array(count))
  counts.fill(0)
  for (let v = 0; v < versionCount; v++) {
    if (!counted(v)) continue
    const layer = versionUntil[v]!
    if (union.columns.versionLayer[v] !== layer) lists[layer]![counts[layer]!++] = v
  }
  return lists.map((list, layer) => list.subarray(0, counts[layer]!))
}

function countFiles(union: Union): number {
  const {versionCount, versionUntil} = union.columns
  let files = 0
  for (let v = 0; v < versionCount; v++) {
    if (versionUntil[v] !== NEVER) continue
    const at = union.entryOf(v)
    if (at === null) continue
    const type = at.layer.columns.entryType[at.entry]
    if (type === EntryType.file || type === EntryType.hardlink) files++
  }
  return files
}
