import {createHash} from 'node:crypto'
import type {Content} from './content-pair.ts'
import type {RegionReader} from './region-reader.ts'

const CHUNK = 256 * 1024

/** A dense file's content: where its bytes are, or what they hash to. */
export interface DenseContent extends Content {
  readonly reader: RegionReader | null
}

const bufferA = new Uint8Array(CHUNK)
const bufferB = new Uint8Array(CHUNK)

/** Null where one side can neither be read nor has a digest. Reads at most as far as the first difference. */
export function sameContent(a: DenseContent, b: DenseContent): boolean | null {
  if (a.reader !== null && b.reader !== null) return sameBytes(a, a.reader, b, b.reader)
  const [digestA, digestB] = [contentDigest(a), contentDigest(b)]
  if (digestA === null || digestB === null) return null
  return digestA.every((byte, i) => byte === digestB[i])
}

function sameBytes(a: DenseContent, readerA: RegionReader, b: DenseContent, readerB: RegionReader): boolean | null {
  const size = sizeOf(a)
  if (size !== sizeOf(b)) return false
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

function sizeOf(content: DenseContent): number {
  return content.index.columns.entrySize[content.entry]!
}

/** The first half of the SHA-256 of a dense file: as the scan kept it, else by reading it. Null where neither can be had. */
export function contentDigest(content: DenseContent): Uint8Array | null {
  const digests = content.index.columns.contentDigests
  if (digests !== null) return digests.slice(content.entry * 16, content.entry * 16 + 16)
  if (content.reader === null) return null
  const hash = createHash('sha256')
  const start = content.index.columns.entryOffset[content.entry]!
  const size = sizeOf(content)
  for (let at = 0; at < size; ) {
    const got = content.reader.readAt(bufferA.subarray(0, Math.min(CHUNK, size - at)), start + at)
    if (got === 0) return null
    hash.update(bufferA.subarray(0, got))
    at += got
  }
  return hash.digest().subarray(0, 16)
}
