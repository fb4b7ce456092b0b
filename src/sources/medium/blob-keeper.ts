import type {Digest} from '../../image/oci/digest.ts'
import type {Context, LayerContent, Region} from '../../image/oci/image.ts'

/** What a blob should be. */
export interface BlobClaim {
  readonly digest: Digest
  /** bytes */
  readonly size: number
}

/** A blob on disk. */
export type KeptBlob = LayerContent & {readonly region: Region}

/** Keeps blobs of other places on this machine while the program runs, each once, so that none is fetched twice. */
export interface BlobKeeper {
  /**
   * `bytes` opens the blob's stream from a byte on: from the first, or from where another try was stopped. Read whole, it fails
   * where the bytes are not those of the digest. Null where there is no room. Throws what the stream and the disk throw, and
   * `digest-mismatch`; then nothing can be read.
   */
  keep(
    claim: BlobClaim,
    bytes: (context: Context, from: number) => AsyncIterable<Uint8Array>,
    context: Context,
  ): Promise<KeptBlob | null>
}
