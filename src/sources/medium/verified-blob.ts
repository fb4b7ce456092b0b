import {createHash} from 'node:crypto'
import {digestAlgorithm} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import type {BlobClaim} from './blob-keeper.ts'
import type {OutgoingBlob} from './destination.ts'

/** A blob's bytes as they come, counted and hashed. Throws `digest-mismatch` at the end where they are others than it says. */
export async function* verifiedBlob(
  blob: Pick<OutgoingBlob, 'digest' | 'size' | 'open' | 'progress'>,
): AsyncIterable<Buffer> {
  const hash = createHash(digestAlgorithm(blob.digest))
  for await (const chunk of countedBlob(blob)) {
    hash.update(chunk)
    yield chunk
  }
  requireDigest(blob, hash.digest('hex'))
}

/** A blob's bytes as they come, counted and told of. Throws `digest-mismatch` where there are more or fewer than it says. */
export async function* countedBlob({
  digest,
  size,
  open,
  progress,
}: Pick<OutgoingBlob, 'digest' | 'size' | 'open' | 'progress'>): AsyncIterable<Buffer> {
  let done = 0
  for await (const chunk of (await open()) as AsyncIterable<Buffer>) {
    done += chunk.length
    if (done > size) throw lying(digest, t`more than its ${size} bytes`)
    yield chunk
    progress(done)
  }
  if (done < size) throw lying(digest, t`only ${done} of its ${size} bytes`)
}

/** Throws `digest-mismatch` where bytes with the digest `hex` came for a blob. */
export function requireDigest({digest}: Pick<BlobClaim, 'digest'>, hex: string): void {
  const actual = `${digestAlgorithm(digest)}:${hex}`
  if (actual !== digest) throw lying(digest, t`bytes with the digest ${actual}`)
}

function lying(digest: string, gave: string): LensError {
  return new LensError('digest-mismatch', t`Asked for the blob ${digest}, its source gave ${gave}.`, {
    advice: t`The copy that is read was changed or damaged; nothing of it was kept.`,
  })
}
