import {LensError} from '../image/oci/error.ts'
import type {Image} from '../image/oci/image.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import type {World} from './command.ts'

/**
 * Reads the layers up to `layer`, on which the tree as of that layer stands. Where `look` finds there that a path is not in
 * it, all are read: what is said then is which layer brings it. Throws what reading throws; what `look` throws is for the
 * caller to hear again, from the image that it gets.
 */
export async function loadAsOf(
  image: Image,
  layer: number,
  world: World,
  look: (loaded: LoadedImage) => unknown,
  compare = false,
): Promise<LoadedImage> {
  const how = {verify: false, compare}
  const loaded = await world.load(image, {...how, needs: index => index <= layer})
  if (layer >= image.layers.length - 1) return loaded
  try {
    look(loaded)
    return loaded
  } catch (error) {
    if (!(error instanceof LensError) || error.kind !== 'not-found') throw error
    return world.load(image, how)
  }
}
