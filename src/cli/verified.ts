import type {Image} from '../image/oci/image.ts'
import type {LoadedImage} from '../operations/load-image.ts'
import {printable} from '../text/printable.ts'
import type {Given, Option, World} from './command.ts'

/** For the commands whose answer stands on digests. */
export const NO_VERIFY: Option = {
  name: 'no-verify',
  help: 'take digests on trust: hash no plain layer',
}

/** Reads an image and holds its bytes against its digests, unless --no-verify was given; `compare` as `World.load`. */
export function loadVerified(image: Image, given: Given, world: World, compare: boolean): Promise<LoadedImage> {
  return world.load(image, {verify: !given.has(NO_VERIFY.name), compare})
}

/**
 * Layers that are taken to hold what their digests name, though nobody held their bytes against them; the lowest first. One
 * without a digest claims nothing. Of one that lies in no file here, an engine's, what is told was hashed when it was read.
 */
export function layersOnTrust({image, layers}: LoadedImage): readonly number[] {
  return layers.flatMap(({index, trust, claimed}, layer) => {
    if (trust !== 'unverified' || (claimed.diffId === null && claimed.digest === null)) return []
    const isHashed = index !== null && index.facts.diffId !== null && index.facts.diffId === claimed.diffId
    return isHashed && image.layers[layer]!.content?.region === undefined ? [] : [layer]
  })
}

/** Says on standard error what keeps an image from being whole. */
export function tellFaults(loaded: LoadedImage, err: (message: string) => void): void {
  if (loaded.faults.length === 0) return
  for (const {layer, message} of loaded.faults) err(`layerlens: layer ${layer}: ${printable(message)}\n`)
  const count = loaded.faults.length
  err(
    `layerlens: The image is incomplete: ${count} of its ${loaded.layers.length} layers could not be read as they should be.\n`,
  )
}
