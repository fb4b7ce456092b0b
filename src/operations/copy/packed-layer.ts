import {LensError} from '../../image/oci/error.ts'
import type {Context, Layer} from '../../image/oci/image.ts'
import {decompress} from '../../image/tar/decompress.ts'
import {sniffed} from '../../image/tar/sniffed.ts'
import {t} from '../../text/translate.ts'
import type {LayerCompression} from './compressor.ts'
import {packBlob} from './pack-blob.ts'
import type {PreparedBlob} from './prepared-blob.ts'

/**
 * A layer packed anew, whatever it was packed by before, and held against its diffID. Throws `digest-mismatch` where the tar is
 * another one, and what reading throws.
 */
export async function packedLayer(
  layer: Layer,
  compression: LayerCompression,
  context: Context,
): Promise<PreparedBlob> {
  const {chunks, compression: stored} = await sniffed(await layer.content!.open(context))
  const tar = decompress(chunks, stored)
  const {digest, size, diffId, content, close} = await packBlob(tar, compression, context.signal)
  if (layer.diffId !== null && layer.diffId !== diffId) {
    close()
    throw otherLayer(layer.index)
  }
  return {digest, size, open: inner => content.open(inner), close}
}

function otherLayer(index: number): LensError {
  return new LensError('digest-mismatch', t`Layer ${index} does not have the diffID that the image gives for it.`, {
    advice: t`It was altered or damaged; nothing of it was copied. Get the image again from where it came.`,
  })
}
