import {closeSync, openSync, readFileSync, readSync} from 'node:fs'
import type {LayerFacts} from '../../image/layer/layer-index.ts'
import {type Digest, isDigest} from '../../image/oci/digest.ts'
import type {Region} from '../../image/oci/image.ts'
import {type Compression, sniffCompression} from '../../image/tar/decompress.ts'

/** What is true of one blob, not of the tar inside: the same layer may lie plain here and compressed there. */
export type BlobFacts = Pick<LayerFacts, 'compression' | 'blobDigest' | 'blobSize'>

/** What the bytes of a region were found to be when all of them were hashed. */
export interface RegionReference extends BlobFacts {
  readonly diffId: Digest
}

/** The text of a `.ref` file. */
export function writtenReference({diffId, compression, blobDigest, blobSize}: RegionReference): Buffer {
  return Buffer.from(JSON.stringify({diffId, compression, blobDigest, blobSize}))
}

/** Reads a `.ref` file. Null where there is none or where it holds anything else. */
export function readReference(path: string): RegionReference | null {
  try {
    const found = JSON.parse(readFileSync(path, 'utf8')) as Record<keyof RegionReference, unknown>
    const {diffId, compression, blobDigest, blobSize} = found
    if (!isDigest(diffId) || !(blobDigest === null || isDigest(blobDigest)) || typeof blobSize !== 'number') return null
    if (compression !== 'none' && compression !== 'gzip' && compression !== 'zstd') return null
    return {diffId, compression, blobDigest, blobSize}
  } catch {
    return null
  }
}

/** What can be said of a region's blob by its first bytes; null where it can't be read. */
export function seenFacts(region: Region): BlobFacts | null {
  try {
    return {compression: sniffRegion(region), blobDigest: null, blobSize: region.size}
  } catch {
    return null
  }
}

function sniffRegion(region: Region): Compression {
  const fd = openSync(region.path, 'r')
  try {
    const head = new Uint8Array(6)
    return sniffCompression(head.subarray(0, readSync(fd, head, 0, Math.min(6, region.size), region.offset)))
  } finally {
    closeSync(fd)
  }
}
