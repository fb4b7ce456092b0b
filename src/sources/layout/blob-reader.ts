import {type Digest, digestAlgorithm, digestHex} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import type {Located} from '../disk/stored-layer.ts'

/** Blobs by digest, wherever a layout keeps them: in a folder or in a tar. */
export interface BlobReader {
  /** All bytes of a small blob, not yet verified. Throws `blob-missing`, `limit-exceeded`, `io`. */
  read(digest: Digest, maxSize: number): Promise<Uint8Array>
  /** Where the blob is stored; nothing of it is read. `claimedSize`: bytes that it should have, where a manifest says so. */
  locate(digest: Digest, claimedSize?: number): Located
}

/** image-spec image-layout.md: `blobs/ALG/HEX`. Only a parsed digest ever becomes part of a path. */
export function blobPath(digest: Digest): string {
  return `blobs/${digestAlgorithm(digest)}/${digestHex(digest)}`
}

/** A blob that is not there, as an error. */
export function blobMissing(what: string, reason: string): LensError {
  return new LensError('blob-missing', t`${what} is missing: ${reason}`, {
    advice: t`The copy is not complete; write or fetch the image again.`,
  })
}
