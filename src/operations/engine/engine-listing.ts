import type {Digest} from '../../image/oci/digest.ts'
import {type ListedContainer, listContainers} from '../../sources/engine/container-list.ts'
import type {Engine, EngineInfo} from '../../sources/engine/engine.ts'
import {type ListedImage, listImages} from '../../sources/engine/image-list.ts'
import {imageShares, type SharedAndUnique} from './image-shares.ts'
import {type ImageRow, imageRows} from './image-table.ts'

/** All that an engine lists, as of one moment. */
export interface EngineListing {
  readonly engine: EngineInfo
  /** the newest first */
  readonly images: readonly ImageRow[]
  /** the newest first, running or not */
  readonly containers: readonly ListedContainer[]
}

/**
 * Asks an engine for its images and containers at once. What the images share takes some engines long: `partly` is told the
 * list without it as soon as that is there. Throws what requests throw.
 */
export async function engineListing(
  engine: Engine,
  signal: AbortSignal,
  partly: (listing: EngineListing) => void = () => {},
): Promise<EngineListing> {
  const [images, containers] = await Promise.all([listImages(engine, signal), listContainers(engine, signal)])
  const named = containers.map(container => byName(container, images))
  const listing = (shares: ReadonlyMap<Digest, SharedAndUnique>): EngineListing => ({
    engine: engine.info,
    images: imageRows(images, shares, containers),
    containers: named,
  })
  partly(listing(new Map()))
  // Asked at the same time it would take the engine's time for the list.
  return listing(await imageShares(engine, images, signal))
}

/** Engines tell the ID of an image that has lost the name which a container was made with: another name of it says more. */
function byName(container: ListedContainer, images: readonly ListedImage[]): ListedContainer {
  const {image, imageId} = container
  const isId = /^(?:sha256:)?[0-9a-f]{12,64}$/.test(image) && imageId?.includes(image)
  const name = isId ? images.find(({id}) => id === imageId)?.tags[0] : undefined
  return name === undefined ? container : {...container, image: name}
}
