import {type Digest, parseDigest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'

/** Which of the images of one place is meant. */
export type Selector =
  | {readonly kind: 'only'}
  | {readonly kind: 'name'; readonly name: string}
  /** N-th image of the file, from 0 */
  | {readonly kind: 'position'; readonly position: number}
  | {readonly kind: 'digest'; readonly digest: Digest}

/** Parses what follows the place in a reference: '', ':NAME', ':@N', '@DIGEST'. Throws `reference-malformed`. */
export function parseSelector(text: string): Selector {
  if (text === '') return {kind: 'only'}
  const body = text.startsWith(':') ? text.slice(1) : text
  const position = /^@(\d{1,9})$/.exec(body)
  if (position) return {kind: 'position', position: Number(position[1])}
  if (body.startsWith('@')) return {kind: 'digest', digest: parseDigest(body.slice(1))}
  if (/^sha(256|512):/.test(body) && body.length > 64) return {kind: 'digest', digest: parseDigest(body)}
  // NAME@DIGEST: the digest alone says which one.
  const at = body.search(/@sha(256|512):/)
  if (at >= 0) return {kind: 'digest', digest: parseDigest(body.slice(at + 1))}
  if (body === '') {
    throw new LensError('reference-malformed', t`Nothing follows the colon of the reference.`, {
      advice: t`Write PATH, PATH:NAME or PATH:@N (the N-th image, from 0).`,
    })
  }
  return {kind: 'name', name: body}
}
