import {type BaseCandidate, type BaseImage, baseOf} from '../image/analysis/base-image.ts'
import {throwIfCancelled} from '../image/oci/error.ts'
import type {Image} from '../image/oci/image.ts'
import {baseCandidates} from '../operations/base-candidates.ts'
import {baseCandidatesOfStore} from '../operations/base-candidates-of-store.ts'
import {givenBase} from '../operations/image-base.ts'
import type {Option, World} from './command.ts'

export const BASE_OPTION: Option = {
  name: 'base',
  value: 'REF|N',
  help: 'what it stands on: an image, or N lowest layers',
}

/** The base of an image: as it was given, else as the image tells. Throws `usage` where what was given can't be its base. */
export async function baseFor(
  image: Image,
  given: string | null,
  platform: string | null,
  world: World,
): Promise<BaseImage> {
  if (given === null) return baseOf(image, await neighbours(image, world))
  return givenBase(image, given, reference => world.resolve(reference, platform))
}

/**
 * The images beside it, where it lives on an engine or in the store: what a file says must not depend on the machine that reads
 * it.
 */
async function neighbours({transport}: Image, world: World): Promise<readonly BaseCandidate[]> {
  if (transport === 'store') return baseCandidatesOfStore(world.store)
  if (transport !== 'docker-daemon' && transport !== 'podman' && transport !== 'container') return []
  try {
    const found = await baseCandidates(await world.engine(), world.signal)
    return [...found, ...(await baseCandidatesOfStore(world.store))]
  } catch {
    throwIfCancelled(world.signal)
    return []
  }
}
