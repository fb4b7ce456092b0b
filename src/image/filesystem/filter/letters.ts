/**
 * Which characters a name holds, as bits: a to z in either case, digits in two halves, dot, dash, what else is ASCII, and
 * what is not. A name that lacks a bit of what is looked for need not be read.
 */
export type Letters = number

/** Something that is not ASCII. */
export const BEYOND_ASCII: Letters = 1 << 31

const SIGNS = ['01234', '56789', '.', '-']
const OTHER = 30

const BITS = Int32Array.from({length: 256}, (_, byte) => {
  if (byte > 127) return BEYOND_ASCII
  const character = String.fromCharCode(byte).toLowerCase()
  if (character >= 'a' && character <= 'z') return 1 << (character.charCodeAt(0) - 97)
  const sign = SIGNS.findIndex(each => each.includes(character))
  return 1 << (sign < 0 ? OTHER : 26 + sign)
})

/** The bits of bytes[start, end). */
export function lettersOf(bytes: Uint8Array, start: number, end: number): Letters {
  let letters = 0
  for (let i = start; i < end; i++) letters |= BITS[bytes[i]!]!
  return letters
}
