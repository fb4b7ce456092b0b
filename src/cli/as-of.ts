import {LensError} from '../image/oci/error.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import {printable} from '../text/printable.ts'
import {EXIT, type Given, type World} from './command.ts'
import {loadAsOf} from './load-as-of.ts'
import {openFor} from './open.ts'
import {tellFaults} from './verified.ts'

/** What is asked of the image as of a layer: which layers the answer stands on. */
export interface Question {
  readonly compare?: boolean
  /** the layer alone is asked about, not the tree as of it */
  readonly alone?: boolean
  /** finds in the tree what is asked for, or throws `not-found`: see `loadAsOf` */
  look(loaded: LoadedImage, layer: number): unknown
}

/**
 * Opens the image that is asked about, reads what the answer as of the layer that --layer names stands on, lets `use`
 * answer, and says what of these layers could not be read: the exit code is then EXIT.input, else what `use` gives. Throws as
 * `openFor`, `layerNumber` and `loadAsOf` do.
 */
export async function asOfLayer(
  given: Given,
  world: World,
  {compare = false, alone = false, look}: Question,
  use: (loaded: LoadedImage, layer: number) => Promise<number>,
): Promise<number> {
  const image = await openFor(given, world)
  const layer = layerNumber(given.value('layer'), image.layers.length)
  const loaded = alone
    ? await world.load(image, {verify: false, compare, needs: index => index === layer})
    : await loadAsOf(image, layer, world, files => look(files, layer), compare)
  const faults = loaded.faults.filter(fault => (alone ? fault.layer === layer : fault.layer <= layer))
  try {
    const code = await use(loaded, layer)
    return faults.length > 0 ? EXIT.input : code
  } finally {
    // What a missing layer holds might have been the answer, or another one.
    tellFaults({...loaded, faults}, message => world.err(message))
  }
}

/** The layer that --layer names, the last where it is not given; −1 for an image without layers. */
export function layerNumber(text: string | null, count: number): number {
  if (text === null) return count - 1
  const layer = /^\d{1,6}$/.test(text) ? Number(text) : -1
  if (layer >= 0 && layer < count) return layer
  throw new LensError('usage', `There is no layer ${printable(text)}.`, {
    advice: count === 0 ? 'This image has no layers.' : `The layers of this image are 0 to ${count - 1}.`,
  })
}
