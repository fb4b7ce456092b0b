/** Sixteen bytes as hexdump -C shows them. */
export interface HexRow {
  /** bytes from the start of the file, in hexadecimal */
  readonly offset: string
  /** `7f 45 4c 46 …`, an empty place for each byte that is not there */
  readonly hex: string
  /** a character for each byte, a dot where it is none of ASCII's */
  readonly characters: string
}

/** The row of `perRow` places for the bytes that stand at `at`, in a file of `length` bytes. */
export function hexRow(bytes: Uint8Array, at: number, perRow: number, length: number): HexRow {
  let hex = ''
  let characters = ''
  for (let i = 0; i < perRow; i++) {
    const byte = bytes[i]
    // A wider gap in the middle lets one count.
    hex += `${i === 0 ? '' : i === perRow >> 1 ? '  ' : ' '}${byte === undefined ? '  ' : byte.toString(16).padStart(2, '0')}`
    if (byte !== undefined) characters += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
  }
  return {offset: at.toString(16).padStart(offsetDigits(length), '0'), hex, characters}
}

/** Digits that every offset in a file of so many bytes has. */
function offsetDigits(length: number): number {
  return Math.max(8, length.toString(16).length)
}
