import {createHash} from 'node:crypto'
import {figuresOf} from '../../image/analysis/figures.ts'
import {replacedBy, settleContent} from '../../image/filesystem/settle.ts'
import {Union} from '../../image/filesystem/union.ts'
import {LayerIndex} from '../../image/layer/layer-index.ts'
import type {CompareResult, CompareTask} from './protocol.ts'
import {RegionReader} from './region-reader.ts'
import type {Report} from './scan-task.ts'

const CHUNK = 256 * 1024

/** A regular file's content in one layer: where its bytes are, or what they hash to. */
interface Content {
  readonly index: LayerIndex
  readonly reader: RegionReader | null
  readonly entry: number
}

/** Compares files of equal size whose contents no digest tells apart, reading those that lie plain on disk. */
export function compareContents(task: CompareTask, report: Report): CompareResult {
  const layers = task.layers.map(data => data && new LayerIndex(data.columns, data.facts))
  const union = new Union(task.union, layers)
  const readers = new Map<number, RegionReader | null>()
  let unread = 0
  try {
    for (const [i, version] of task.versions.entries()) {
      if ((i & 63) === 0) report(i, task.versions.length)
      const before = contentOf(union, replacedBy(union, version), task, readers)
      const after = contentOf(union, version, task, readers)
      const same = before && after && sameContent(before, after)
      if (same === null || same === undefined) unread++
      else settleContent(union, version, same)
    }
  } finally {
    for (const reader of readers.values()) reader?.close()
  }
  return {figures: figuresOf(union), unread}
}

function contentOf(
  union: Union,
  version: number,
  task: CompareTask,
  readers: Map<number, RegionReader | null>,
): Content | null {
  const origin = version < 0 ? -1 : union.columns.versionOrigin[version]!
  if (origin < 0) return null
  const layer = union.columns.versionLayer[origin]!
  if (!readers.has(layer)) {
    const region = task.regions[layer]
    readers.set(layer, region ? new RegionReader(region) : null)
  }
  return {index: union.layers[layer]!, reader: readers.get(layer) ?? null, entry: union.columns.versionEntry[origin]!}
}

const bufferA = new Uint8Array(CHUNK)
const bufferB = new Uint8Array(CHUNK)

/** Null where one side can neither be read nor has a digest. Reads at most as far as the first difference. */
function sameContent(a: Content, b: Content): boolean | null {
  if (a.reader !== null && b.reader !== null) return sameBytes(a, a.reader, b, b.reader)
  const [digestA, digestB] = [digestOf(a), digestOf(b)]
  if (digestA === null || digestB === null) return null
  return digestA.every((byte, i) => byte === digestB[i])
}

function sameBytes(a: Content, readerA: RegionReader, b: Content, readerB: RegionReader): boolean | null {
  const size = storedSize(a)
  if (size !== storedSize(b)) return false
  const startA = a.index.columns.entryOffset[a.entry]!
  const startB = b.index.columns.entryOffset[b.entry]!
  for (let at = 0; at < size; ) {
    const wanted = Math.min(CHUNK, size - at)
    const gotA = readerA.readAt(bufferA.subarray(0, wanted), startA + at)
    const gotB = readerB.readAt(bufferB.subarray(0, wanted), startB + at)
    if (gotA === 0 || gotA !== gotB) return null
    if (Buffer.compare(bufferA.subarray(0, gotA), bufferB.subarray(0, gotB)) !== 0) return false
    at += gotA
  }
  return true
}

function storedSize(content: Content): number {
  const {entryStored, entrySize} = content.index.columns
  return (entryStored ?? entrySize)[content.entry]!
}

function digestOf(content: Content): Uint8Array | null {
  const digests = content.index.columns.contentDigests
  if (digests !== null) return digests.slice(content.entry * 16, content.entry * 16 + 16)
  if (content.reader === null) return null
  const hash = createHash('sha256')
  const start = content.index.columns.entryOffset[content.entry]!
  const size = storedSize(content)
  for (let at = 0; at < size; ) {
    const got = content.reader.readAt(bufferA.subarray(0, Math.min(CHUNK, size - at)), start + at)
    if (got === 0) return null
    hash.update(bufferA.subarray(0, got))
    at += got
  }
  return hash.digest().subarray(0, 16)
}
