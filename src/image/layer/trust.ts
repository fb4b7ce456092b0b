import type {Digest} from '../oci/digest.ts'
import type {LayerFacts} from './layer-index.ts'

/** How sure we are that the bytes of a layer are those its digest names. A digest is claimed until its bytes were read. */
export type Trust = 'verified' | 'unverified' | 'mismatch'

/** What an image says of a layer's bytes. */
export interface ClaimedDigests {
  readonly diffId: Digest | null
  readonly digest: Digest | null
}

/**
 * Holds what a layer's bytes hashed to against what the image claims. One claim that fails is a mismatch; verified is what has
 * a claim that was looked at. A digest that was not computed (a hop, another algorithm than SHA-256) is neither.
 */
export function trustOf(facts: Pick<LayerFacts, 'diffId' | 'blobDigest'>, claimed: ClaimedDigests): Trust {
  const pairs = [
    [claimed.diffId, facts.diffId],
    [claimed.digest, facts.blobDigest],
  ] as const
  const looked = pairs.filter(([said, found]) => said?.startsWith('sha256:') && found !== null)
  if (looked.some(([said, found]) => said !== found)) return 'mismatch'
  return looked.length > 0 ? 'verified' : 'unverified'
}
