import {open} from 'node:fs/promises'
import {addAbortSignal, Readable} from 'node:stream'
import type {Digest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Context, LayerContent, Region} from '../../image/oci/image.ts'
import {MEDIA_TYPE} from '../../image/oci/media-type.ts'
import {type Compression, sniffCompression} from '../../image/tar/decompress.ts'
import {t} from '../../text/translate.ts'
import type {LayerParts} from '../medium/assemble-image.ts'
import {encryptedReason, foreignReason, saysCompressed} from '../medium/layer-type.ts'
import {fileFailure} from './file-failure.ts'
import {readAt, withFile} from './file-region.ts'

/** Where a blob is on disk, or a sentence saying why it can't be had. */
export type Located =
  | {readonly region: Region; readonly missing: null}
  | {readonly region: null; readonly missing: string}

/** What a manifest claims of a layer, where there is one. */
export interface LayerClaims {
  readonly digest: Digest | null
  /** null: the format doesn't say; it follows from the bytes */
  readonly mediaType: string | null
  /** bytes of the blob as stored */
  readonly size: number | null
  /** where else it may be had */
  readonly urls: readonly string[]
}

/** A layer whose blob lies on disk, or should. Reads its first bytes. */
export function storedLayer(claims: LayerClaims, located: Located): LayerParts {
  const {digest, mediaType, size: claimed, urls} = claims
  const absent = (missing: string): LayerParts => ({
    digest,
    mediaType: mediaType ?? MEDIA_TYPE.dockerLayer,
    // The media type is all there is to go by.
    compressedSize: saysCompressed(mediaType) ? claimed : null,
    content: null,
    missing,
    oddity: null,
  })
  if (located.region === null) return absent(foreignReason(mediaType, urls) ?? located.missing)
  const encrypted = encryptedReason(mediaType)
  if (encrypted !== null) return absent(encrypted)
  const {size} = located.region
  let compression: Compression
  try {
    compression = sniffRegion(located.region)
  } catch (thrown) {
    if (thrown instanceof LensError) return absent(thrown.message)
    throw thrown
  }
  return {
    digest,
    mediaType: mediaType ?? (compression === 'gzip' ? MEDIA_TYPE.dockerLayerGzip : MEDIA_TYPE.dockerLayer),
    compressedSize: compression === 'none' ? null : size,
    content: contentOfRegion(located.region),
    missing: null,
    oddity:
      claimed !== null && size !== claimed ? t`it is stored in ${size} bytes, the manifest says ${claimed}.` : null,
  }
}

/** How the blob of a region is compressed, told by its first bytes: media types are known to lie. */
function sniffRegion(region: Region): Compression {
  return sniffCompression(withFile(region.path, file => readAt(file.fd, region.offset, Math.min(6, region.size))))
}

/** Large enough that a stream spends its time on bytes, not on turns. */
const CHUNK = 1 << 20

/** The content of a layer whose blob is one run of bytes on disk, compressed or not. */
export function contentOfRegion(region: Region): LayerContent & {readonly region: Region} {
  return {
    region,
    async open(context: Context): Promise<Readable> {
      if (context.signal.aborted) throw new LensError('cancelled', t`Cancelled.`)
      if (region.size === 0) return Readable.from([])
      try {
        const file = await open(region.path)
        const end = region.offset + region.size - 1
        const stream = file.createReadStream({start: region.offset, end, highWaterMark: CHUNK})
        // Who reads hears of failures by reading; one that is stopped before anybody reads must not end the program.
        stream.on('error', () => {})
        return addAbortSignal(context.signal, stream)
      } catch (cause) {
        throw fileFailure(region.path, cause)
      }
    },
  }
}
