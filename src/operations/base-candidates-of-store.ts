import type {BaseCandidate} from '../image/analysis/base-image.ts'
import {LensError} from '../image/oci/error.ts'
import type {Store} from '../sources/store/store.ts'
import {referenceOf, storeCandidates} from '../sources/store/store-source.ts'

/** More images than these are not looked into: each is two small files. */
const MOST = 400

/** The images of our store with their layers: what another may stand on. What is damaged is left out; never rejects for it. */
export async function baseCandidatesOfStore(store: Store): Promise<readonly BaseCandidate[]> {
  if (!store.exists) return []
  const found: BaseCandidate[] = []
  try {
    const whole = (await storeCandidates(store)).filter(({absent, failure}) => !absent && failure === null)
    for (const candidate of whole.slice(0, MOST)) {
      const reference = referenceOf(candidate)
      const {layers} = await candidate.open(reference)
      const name = candidate.tags[0] ?? reference
      found.push({name, names: candidate.tags, digest: candidate.digest, diffIds: layers.map(({diffId}) => diffId)})
    }
  } catch (thrown) {
    // A store that can't be read is told of where it was asked for.
    if (!(thrown instanceof LensError)) throw thrown
  }
  return found
}
