import {Readable} from 'node:stream'
import type {Digest} from '../../image/oci/digest.ts'
import type {Context} from '../../image/oci/image.ts'
import type {BlobClaim} from '../../sources/medium/blob-keeper.ts'

/** A blob and how to open it. */
export interface PreparedBlob extends BlobClaim {
  open(context: Context): Promise<Readable>
  /** frees what was written to prepare it */
  close(): void
}

/** A document as a blob. */
export function inMemory(bytes: Uint8Array, digest: Digest): PreparedBlob {
  return {digest, size: bytes.length, open: async () => Readable.from([bytes], {objectMode: false}), close: () => {}}
}
