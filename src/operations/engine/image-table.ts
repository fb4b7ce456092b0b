import type {Digest} from '../../image/oci/digest.ts'
import {type ListedContainer, listContainers} from '../../sources/engine/container-list.ts'
import type {Engine} from '../../sources/engine/engine.ts'
import {type ListedImage, listImages} from '../../sources/engine/image-list.ts'
import {imageShares, type SharedAndUnique} from './image-shares.ts'

/** One image of an engine with all that its list tells of it. */
export interface ImageRow extends ListedImage {
  /** bytes held with at least one other image; null where the engine doesn't say */
  readonly shared: number | null
  /** bytes that only this image holds; null as `shared` */
  readonly unique: number | null
  /** the containers that stand on it, running or not */
  readonly usedBy: readonly ListedContainer[]
  /** no tag leads to it */
  readonly dangling: boolean
}

/** The images of an engine, in its own order: the newest first. Throws what requests throw. */
export async function imageTable(engine: Engine, signal: AbortSignal): Promise<readonly ImageRow[]> {
  const listed = listImages(engine, signal)
  const [images, containers, shares] = await Promise.all([
    listed,
    listContainers(engine, signal),
    imageShares(engine, listed, signal),
  ])
  return imageRows(images, shares, containers)
}

const UNKNOWN = {shared: null, unique: null}

/** What an engine lists, put together; an image that `shares` doesn't have is one of which that is not known. */
export function imageRows(
  images: readonly ListedImage[],
  shares: ReadonlyMap<Digest, SharedAndUnique>,
  containers: readonly ListedContainer[],
): readonly ImageRow[] {
  const users = grouped(containers)
  return images.map(image => {
    const {shared, unique} = shares.get(image.id) ?? UNKNOWN
    return {
      ...image,
      shared,
      unique,
      usedBy: users.get(image.id) ?? [],
      dangling: image.tags.length === 0,
    }
  })
}

function grouped(containers: readonly ListedContainer[]): Map<Digest | null, ListedContainer[]> {
  const users = new Map<Digest | null, ListedContainer[]>()
  for (const container of containers) {
    const known = users.get(container.imageId)
    if (known === undefined) users.set(container.imageId, [container])
    else known.push(container)
  }
  return users
}
