import type {HoldingImage} from '../../image/analysis/sharing/holdings.ts'

/** How a layer's bytes are kept, and so what its size counts. */
export type StoredWay = 'compressed' | 'plain' | 'engine'

/** In how many ways the layers of some images are stored: where it is more than one, a blob's digest does not tell all. */
export interface StoredWays {
  readonly ways: ReadonlySet<StoredWay>
  /** layers of the same content that have another digest in another image, as they are stored in another way there */
  readonly apart: number
}

/** How images keep their layers; `ofEngine`: those that an engine unpacked. A layer whose content nobody tells is passed over. */
export function storedWays(images: readonly HoldingImage[], ofEngine: ReadonlySet<HoldingImage>): StoredWays {
  const ways = new Set<StoredWay>()
  const digests = new Map<string, Set<string>>()
  for (const image of images) {
    const isUnpacked = ofEngine.has(image)
    for (const layer of image.layers) {
      const {digest} = layer
      const diffId = isUnpacked ? digest : (layer.diffId ?? null)
      if (digest === null || diffId === null) continue
      ways.add(isUnpacked ? 'engine' : digest === diffId ? 'plain' : 'compressed')
      const known = digests.get(diffId)
      if (known === undefined) digests.set(diffId, new Set([digest]))
      else known.add(digest)
    }
  }
  let apart = 0
  for (const found of digests.values()) if (found.size > 1) apart++
  return {ways, apart}
}
