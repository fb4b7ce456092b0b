/** What files of these kinds begin with, in Latin-1; for those that an image is likely to hold and that are not shown as text. */
const FORMATS: readonly (readonly [name: string, magic: RegExp])[] = [
  ['ELF', /^\x7fELF/],
  ['PNG picture', /^\x89PNG\r\n\x1a\n/],
  ['JPEG picture', /^\xff\xd8\xff/],
  ['GIF picture', /^GIF8[79]a/],
  ['WebP picture', /^RIFF.{4}WEBP/s],
  ['PDF document', /^%PDF-/],
  ['SQLite database', /^SQLite format 3\0/],
  ['Java class', /^\xca\xfe\xba\xbe\0/],
  ['WebAssembly', /^\0asm/],
  ['Python bytecode', /^.{2}\r\n/s],
  ['gettext catalogue', /^(?:\xde\x12\x04\x95|\x95\x04\x12\xde)/],
  ['ar archive (.a, .deb)', /^!<arch>\n/],
  ['xz, not unpacked here', /^\xfd7zXZ\0/],
  ['bzip2, not unpacked here', /^BZh[1-9]1AY&SY/],
  ['7z, not unpacked here', /^7z\xbc\xaf\x27\x1c/],
  ['OpenType font', /^(?:OTTO|\0\x01\0\0)/],
  ['WOFF font', /^wOF[F2]/],
  ['terminfo entry', /^(?:\x1a\x01|\x1e\x02)/],
  ['Windows program', /^MZ/],
]

/** What a file that begins so is, in a word or two; null where its bytes don't tell. */
export function byteFormatOf(head: Uint8Array): string | null {
  const text = Buffer.from(head.subarray(0, 16)).toString('latin1')
  return FORMATS.find(([, magic]) => magic.test(text))?.[0] ?? null
}
