import {createHash} from 'node:crypto'
import {type Digest, parseDigest} from '../../image/oci/digest.ts'
import {throwIfCancelled} from '../../image/oci/error.ts'
import type {LayerContent, Region} from '../../image/oci/image.ts'
import {contentOfRegion} from '../../sources/disk/stored-layer.ts'
import {temporaryFailure, temporaryFile} from '../../sources/spool/temporary-file.ts'
import {type LayerCompression, packed} from './compressor.ts'

/** A tar that was packed into a temporary file. */
export interface PackedBlob {
  readonly digest: Digest
  /** bytes */
  readonly size: number
  /** of the tar */
  readonly diffId: Digest
  readonly content: LayerContent & {readonly region: Region}
  close(): void
}

/** Packs a tar as it flows; the same tar always gives the same blob. Throws what `tar` throws, `io`, `cancelled`; nothing stays. */
export async function packBlob(
  tar: AsyncIterable<Uint8Array>,
  compression: LayerCompression,
  signal: AbortSignal,
): Promise<PackedBlob> {
  const file = temporaryFile()
  try {
    const blob = createHash('sha256')
    const plain = createHash('sha256')
    const counted = (async function* () {
      for await (const chunk of tar) {
        throwIfCancelled(signal)
        plain.update(chunk)
        // Whoever gives chunks may use their memory again before the packer has read them.
        yield Buffer.from(chunk)
      }
    })()
    for await (const chunk of packed(counted, compression, signal)) {
      blob.update(chunk)
      await file.write(chunk)
    }
    return {
      digest: parseDigest(`sha256:${blob.digest('hex')}`),
      size: file.size,
      diffId: parseDigest(`sha256:${plain.digest('hex')}`),
      content: contentOfRegion({path: file.path, offset: 0, size: file.size}),
      close: () => file.close(),
    }
  } catch (thrown) {
    file.close()
    throwIfCancelled(signal)
    throw temporaryFailure(thrown)
  }
}
