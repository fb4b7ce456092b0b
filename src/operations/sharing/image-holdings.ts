import type {HeldLayer, HoldingImage} from '../../image/analysis/sharing/holdings.ts'
import type {Image} from '../../image/oci/image.ts'
import {historySteps} from '../../image/oci/image-history.ts'

/** What an image of a file, a folder or a registry holds: blobs, in bytes as stored. Nothing of its layers is read. */
export function heldByImage({reference, tags, config, layers}: Image): HoldingImage {
  const steps = historySteps(config, layers.length)
  const made = new Map(steps.map(({layer, entry}) => [layer, entry]))
  return {
    key: reference,
    tags,
    layers: layers.map(({index, digest, diffId, compressedSize, content}): HeldLayer => {
      const entry = made.get(index) ?? null
      return {
        // A format without digests of blobs stores its tars plain: their own digest is the blob's.
        digest: digest ?? diffId,
        bytes: compressedSize ?? content?.size ?? content?.region?.size ?? null,
        createdBy: entry?.createdBy || entry?.comment || null,
      }
    }),
    parent: null,
    listed: true,
  }
}
