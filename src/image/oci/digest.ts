import {t} from '../../text/translate.ts'
import {LensError} from './error.ts'

declare const brand: unique symbol

/** `algorithm:hex` as image-spec descriptor.md defines it; only the registered algorithms sha256 and sha512 pass. */
export type Digest = string & {readonly [brand]: 'Digest'}

const PATTERN = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/

/** True where text is a well-formed digest; says nothing about whether any bytes have it. */
export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && PATTERN.test(text)
}

/** The one way to make a Digest. Throws `digest-malformed`; a digest never reaches a path or a URL unparsed. */
export function parseDigest(text: unknown): Digest {
  if (isDigest(text)) return text
  throw new LensError('digest-malformed', t`${JSON.stringify(text)?.slice(0, 100) ?? 'nothing'} is not a digest`, {
    advice: t`A digest reads sha256: followed by 64 hexadecimal digits.`,
  })
}

/** The hexadecimal part. */
export function digestHex(digest: Digest): string {
  return digest.slice(digest.indexOf(':') + 1)
}

/** The algorithm part: 'sha256' or 'sha512'. */
export function digestAlgorithm(digest: Digest): 'sha256' | 'sha512' {
  return digest.startsWith('sha512:') ? 'sha512' : 'sha256'
}

/** Twelve digits, as docker shortens an ID. */
export function shortDigest(digest: Digest): string {
  return digestHex(digest).slice(0, 12)
}
