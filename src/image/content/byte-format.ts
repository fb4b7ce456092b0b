import {t} from '../../text/translate.ts'

/** What files of these kinds begin with, in Latin-1; for those that an image is likely to hold and that are not shown as text. */
const FORMATS: readonly (readonly [name: string, magic: RegExp])[] = [
  ['ELF', /^\x7fELF/],
  [t`PNG picture`, /^\x89PNG\r\n\x1a\n/],
  [t`JPEG picture`, /^\xff\xd8\xff/],
  [t`GIF picture`, /^GIF8[79]a/],
  [t`WebP picture`, /^RIFF.{4}WEBP/s],
  [t`PDF document`, /^%PDF-/],
  [t`SQLite database`, /^SQLite format 3\0/],
  [t`Java class`, /^\xca\xfe\xba\xbe\0/],
  ['WebAssembly', /^\0asm/],
  [t`Python bytecode`, /^.{2}\r\n/s],
  [t`gettext catalogue`, /^(?:\xde\x12\x04\x95|\x95\x04\x12\xde)/],
  [t`ar archive (.a, .deb)`, /^!<arch>\n/],
  [t`xz, not unpacked here`, /^\xfd7zXZ\0/],
  [t`bzip2, not unpacked here`, /^BZh[1-9]1AY&SY/],
  [t`7z, not unpacked here`, /^7z\xbc\xaf\x27\x1c/],
  [t`OpenType font`, /^(?:OTTO|\0\x01\0\0)/],
  [t`WOFF font`, /^wOF[F2]/],
  [t`terminfo entry`, /^(?:\x1a\x01|\x1e\x02)/],
  [t`Windows program`, /^MZ/],
]

/** What a file that begins so is, in a word or two; null where its bytes don't tell. */
export function byteFormatOf(head: Uint8Array): string | null {
  const text = Buffer.from(head.subarray(0, 16)).toString('latin1')
  return FORMATS.find(([, magic]) => magic.test(text))?.[0] ?? null
}
