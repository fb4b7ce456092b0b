import {t} from '../../text/translate.ts'
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

/**
 * What to say of a layer whose digests don't match. Writers that pack a tar anew (skopeo's zstd:chunked) may leave off the
 * zeros after the end-of-archive mark: then every file is the one that was meant, and that is what is said.
 */
export function mismatchMessage(
  facts: Pick<LayerFacts, 'blobDigest' | 'filledDiffId'>,
  claimed: ClaimedDigests,
): string {
  const blobDiffers =
    claimed.digest?.startsWith('sha256:') && facts.blobDigest !== null && claimed.digest !== facts.blobDigest
  if (!blobDiffers && claimed.diffId !== null && facts.filledDiffId === claimed.diffId) {
    return (
      t`Its diffID is that of the same tar with more zeros after its end: whoever packed the layer left them off. ` +
      t`Every file in it is as the image says; only tools that check the diffID may refuse it.`
    )
  }
  return t`Its bytes do not have the digest that the image gives for them: they were altered or damaged.`
}
