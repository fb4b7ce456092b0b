import {Sharing} from '../../image/analysis/sharing/sharing.ts'
import type {Digest} from '../../image/oci/digest.ts'
import type {Engine} from '../../sources/engine/engine.ts'
import type {ListedImage} from '../../sources/engine/image-list.ts'
import {sharedSizes} from '../../sources/engine/shared-sizes.ts'
import {holdingsOn} from '../sharing/engine-holdings.ts'

/** What an image has in common with at least one other of the list, and what only it has. Bytes. */
export interface SharedAndUnique {
  readonly shared: number
  readonly unique: number
}

/**
 * What each image shares, by ID, as `docker system df -v` counts it: the engine's own figures where it is Docker. Podman counts
 * the steps of a build as images, so that everything is shared with one that no list shows: there it is worked out. An image that
 * is missing is one of which it is not known. Throws what requests throw.
 */
export async function imageShares(
  engine: Engine,
  images: readonly ListedImage[] | Promise<readonly ListedImage[]>,
  signal: AbortSignal,
): Promise<ReadonlyMap<Digest, SharedAndUnique>> {
  if (engine.info.kind === 'podman') {
    const sharing = new Sharing(await holdingsOn(engine).read({signal, progress: () => {}}))
    return found(await images, id => {
      const image = sharing.find(id)
      return image < 0 ? null : sharing.share(image)
    })
  }
  const sizes = await sharedSizes(engine, signal)
  return found(await images, (id, engineSize) => {
    const shared = sizes.get(id)
    return shared === undefined ? null : {shared, unique: Math.max(0, engineSize - shared)}
  })
}

function found(
  images: readonly ListedImage[],
  sharesOf: (id: Digest, engineSize: number) => SharedAndUnique | null,
): ReadonlyMap<Digest, SharedAndUnique> {
  const shares = new Map<Digest, SharedAndUnique>()
  for (const {id, engineSize} of images) {
    const known = sharesOf(id, engineSize)
    if (known !== null) shares.set(id, known)
  }
  return shares
}
