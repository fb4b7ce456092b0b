import {t} from '../../text/translate.ts'
import {shorten} from './shorten.ts'

/** What the media type of a layer says of it; null as a type is one that says nothing. */

/** image-spec layer.md, Non-Distributable Layers: such a blob is meant to be absent. */
export function foreignReason(mediaType: string | null, urls: readonly string[]): string | null {
  if (mediaType === null || !/\.foreign\.|\.nondistributable\./.test(mediaType)) return null
  const place = urls[0] === undefined ? t`its own place` : shorten(urls[0])
  return t`This layer is foreign: its publisher hands it out only from ${place}, so it is not stored with the image.`
}

/** Why a layer can't be read that only who has the key can. */
export function encryptedReason(mediaType: string | null): string | null {
  if (!mediaType?.endsWith('+encrypted')) return null
  return t`This layer is encrypted; decrypt the image first (skopeo copy --decryption-key KEY …).`
}

/** Whether a blob of this type should be compressed. To be believed only where its bytes can't be asked. */
export function saysCompressed(mediaType: string | null): boolean {
  return mediaType !== null && /[+.](gzip|zstd)\b/.test(mediaType)
}
