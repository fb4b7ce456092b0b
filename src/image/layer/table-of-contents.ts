import {gunzipSync} from 'node:zlib'
import {t} from '../../text/translate.ts'
import {digestOf} from '../oci/content-digest.ts'
import {type Digest, digestAlgorithm, isDigest} from '../oci/digest.ts'
import {LensError} from '../oci/error.ts'
import type {BlobTable} from '../oci/image.ts'
import {decompress} from '../tar/decompress.ts'
import {BLOCK, readNumber} from '../tar/header.ts'

/**
 * Some compressed layers end in a table of their contents, so that the tree can be known from some kilobytes: zstd:chunked
 * (containers/storage) and eStargz (stargz-snapshotter). What a table says is a claim of whoever wrote the image: its digest
 * stands in the manifest.
 */
export type TableFormat = BlobTable['format']

/** Where a table should be, by what the manifest says of its layer. */
export interface TablePlace {
  readonly format: TableFormat
  readonly digest: Digest
  /** of zstd:chunked: bytes of the table from the start of the blob; null of eStargz, whose last bytes say it */
  readonly run: {readonly offset: number; readonly length: number; readonly unpacked: number} | null
}

/** Tables larger than these are refused, bytes: the entries of a million files, packed and unpacked. */
export const TABLE_LIMIT = 32 * 1024 * 1024
const UNPACKED_LIMIT = 256 * 1024 * 1024

/** eStargz: the last gzip member is empty; its extra field says where the table starts. */
export const ESTARGZ_FOOTER = 51

const CHUNKED = /^io\.(?:github\.)?containers\.zstd-chunked\.manifest-(checksum|position)$/
const ESTARGZ_DIGEST = 'containerd.io/snapshot/stargz/toc.digest'

/** Reads a layer's annotations. Null where none tells of a table that we can read. */
export function tablePlaceOf(annotations: Readonly<Record<string, string>>): TablePlace | null {
  const chunked: Record<string, string> = {}
  for (const [key, value] of Object.entries(annotations)) {
    const part = CHUNKED.exec(key)?.[1]
    if (part !== undefined) chunked[part] = value
  }
  // Type 1 is the only table there is.
  const position = /^(\d{1,15}):(\d{1,9}):(\d{1,9}):1$/.exec(chunked.position ?? '')
  if (position !== null && isDigest(chunked.checksum)) {
    const [offset, length, unpacked] = position.slice(1).map(Number) as [number, number, number]
    if (length === 0 || length > TABLE_LIMIT || unpacked > UNPACKED_LIMIT) return null
    return {format: 'zstd-chunked', digest: chunked.checksum, run: {offset, length, unpacked}}
  }
  const digest = annotations[ESTARGZ_DIGEST]
  return isDigest(digest) ? {format: 'estargz', digest, run: null} : null
}

/** Where the table of an eStargz blob starts, by the blob's last 51 bytes; null where they are something else. */
export function estargzOffset(footer: Uint8Array): number | null {
  if (footer.length !== ESTARGZ_FOOTER || footer[0] !== 0x1f || footer[1] !== 0x8b || (footer[3]! & 4) === 0)
    return null
  const text = Buffer.from(footer).toString('latin1', 16, 38)
  const found = /^([0-9a-f]{16})STARGZ$/.exec(text)
  const offset = found === null ? Number.NaN : Number.parseInt(found[1]!, 16)
  return Number.isSafeInteger(offset) ? offset : null
}

/** The table's JSON. Throws `digest-mismatch` where it is not the one that the manifest names, `compression-damaged`, `limit-exceeded`. */
export async function unpackTable({format, digest, bytes}: BlobTable): Promise<Uint8Array> {
  if (format === 'zstd-chunked') {
    requireDigest(bytes, digest)
    const chunks: Uint8Array[] = []
    let size = 0
    const packed = (async function* () {
      yield bytes
    })()
    for await (const chunk of decompress(packed, 'zstd')) {
      size += chunk.length
      if (size > UNPACKED_LIMIT) throw tooLarge()
      chunks.push(Uint8Array.from(chunk))
    }
    return Buffer.concat(chunks)
  }
  let tar: Uint8Array
  try {
    tar = gunzipSync(bytes, {maxOutputLength: UNPACKED_LIMIT})
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge()
    throw new LensError('compression-damaged', t`The layer's table of contents is damaged.`, {cause})
  }
  const size = tar.length < BLOCK ? Number.NaN : readNumber(tar, 124, 12)
  const json = tar.subarray(BLOCK, BLOCK + (size >= 0 ? size : 0))
  requireDigest(json, digest)
  return json
}

function requireDigest(bytes: Uint8Array, digest: Digest): void {
  if (digestOf(bytes, digestAlgorithm(digest)) === digest) return
  throw new LensError('digest-mismatch', t`The layer's table of contents is not the one that the manifest names.`)
}

function tooLarge(): LensError {
  return new LensError('limit-exceeded', t`A layer's table of contents has more than ${UNPACKED_LIMIT} bytes.`)
}
