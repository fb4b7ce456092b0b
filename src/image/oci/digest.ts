import {t} from '../../text/translate.ts'
import {LensError} from './error.ts'

declare const brand: unique symbol

/** `algorithm:hex` as image-spec descriptor.md defines it; only the registered algorithms sha256 and sha512 pass. */
export type Digest = string & {readonly [brand]: 'Digest'}

/** 1 where a character of that code is no digit of a lower-case hexadecimal number. */
const NO_DIGIT = new Uint8Array(256).fill(1)
for (const digit of '0123456789abcdef') NO_DIGIT[digit.charCodeAt(0)] = 0

/**
 * True where text is a well-formed digest; says nothing about whether any bytes have it. Without a regular expression and without
 * a branch for each digit, as a registry that is read has tens of thousands: half the time.
 */
export function isDigest(text: unknown): text is Digest {
  if (typeof text !== 'string') return false
  const {length} = text
  if (!((length === 71 && text.startsWith('sha256:')) || (length === 135 && text.startsWith('sha512:')))) return false
  let codes = 0
  let wrong = 0
  for (let i = 7; i < length; i++) {
    const code = text.charCodeAt(i)
    codes |= code
    wrong |= NO_DIGIT[code & 0xff]!
  }
  return wrong === 0 && codes < 0x80
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
