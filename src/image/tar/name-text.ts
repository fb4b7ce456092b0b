/**
 * Names of a tar as texts that can be compared, taken apart and joined, whatever bytes they hold: a byte that is no UTF-8
 * stands in them as half of a surrogate pair, U+DC80 to U+DCFF (as Python's PEP 383 has it), which no text of anybody holds.
 * Not fit for a screen before text/ has seen them.
 */
export function nameText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')
  return text.includes('\ufffd') ? escaped(bytes.subarray(start, end)) : text
}

/** The bytes that `nameText` was given; of any other text its UTF-8. */
export function nameBytes(text: string): Buffer {
  const parts = text.split(ESCAPES)
  if (parts.length === 1) return Buffer.from(text)
  return Buffer.concat(parts.map((part, i) => (i % 2 === 0 ? Buffer.from(part) : Buffer.of(part.charCodeAt(0) & 0xff))))
}

/** The name as those spell it who know none but UTF-8: U+FFFD for each byte that is none. */
export function lossyName(text: string): string {
  return text.replace(ALL_ESCAPES, '\ufffd')
}

const ESCAPES = /([\udc80-\udcff])/u
const ALL_ESCAPES = /[\udc80-\udcff]/gu

const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true})

function escaped(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const character = characterAt(bytes, at)
    text += character ?? String.fromCharCode(0xdc00 | bytes[at]!)
    at += character === null ? 1 : Buffer.byteLength(character)
  }
  return text
}

/** The character that begins here; null where the bytes are none. */
function characterAt(bytes: Uint8Array, at: number): string | null {
  const first = bytes[at]!
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  try {
    return strict.decode(Uint8Array.from(bytes.subarray(at, at + length)))
  } catch {
    return null
  }
}
