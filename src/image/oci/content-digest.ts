import {hash} from 'node:crypto'
import {t} from '../../text/translate.ts'
import {type Digest, digestAlgorithm} from './digest.ts'
import {LensError} from './error.ts'

/** Throws `digest-mismatch` where the bytes are not those that the digest names. */
export function verifyBytes(bytes: Uint8Array, digest: Digest, what: string): void {
  const actual = digestOf(bytes, digestAlgorithm(digest))
  if (actual === digest) return
  throw new LensError(
    'digest-mismatch',
    t`${what} is not what it says it is: its digest should be ${digest}, but its bytes have ${actual}.`,
    {
      advice: t`It was changed or damaged after it was written; get the image again from where it came.`,
    },
  )
}

/** The digest of bytes in memory. */
export function digestOf(bytes: Uint8Array, algorithm: 'sha256' | 'sha512' = 'sha256'): Digest {
  return `${algorithm}:${hash(algorithm, bytes)}` as Digest
}
