import type {HoldingImage} from '../../image/analysis/sharing/holdings.ts'
import type {Image} from '../../image/oci/image.ts'
import {stepName} from '../../image/oci/image-history.ts'

/** What an image of a file, a folder or a registry holds: blobs, in bytes as stored. Nothing of its layers is read. */
export function heldByImage({reference, tags, layers}: Image): HoldingImage {
  return {
    key: reference,
    tags,
    layers: layers.map(({digest, diffId, compressedSize, content, history}) => ({
      // A format without digests of blobs stores its tars plain: their own digest is the blob's.
      digest: digest ?? diffId,
      diffId,
      bytes: compressedSize ?? content?.size ?? content?.region?.size ?? null,
      createdBy: stepName(history),
    })),
    parent: null,
    listed: true,
  }
}
