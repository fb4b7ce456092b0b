/** The 512-byte header block of a tar member: POSIX.1-1988 ustar, its base-256 extension by GNU, and what v7 left out. */
export const BLOCK = 512

/** Typeflags by what they mean; the letter's code. */
export const FLAG = {
  paxLocal: 0x78, // x
  paxLocalSolaris: 0x58, // X
  paxGlobal: 0x67, // g
  gnuLongName: 0x4c, // L
  gnuLongLink: 0x4b, // K
  gnuSparse: 0x53, // S
  gnuDumpDirectory: 0x44, // D
  gnuVolumeLabel: 0x56, // V
  gnuMultiVolume: 0x4d, // M
  solarisAcl: 0x41, // A
} as const

/** True where the block at `at` is all zero: one of the two that end an archive. */
export function isZeroBlock(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + BLOCK; i++) if (bytes[i] !== 0) return false
  return true
}

/**
 * The sum of a header's bytes with its checksum field read as spaces. `lanes` is the same memory as 32-bit words, given where
 * `at` is a multiple of four: adding the bytes of a word at once halves the cost of a scan.
 */
function sumOfBytes(bytes: Uint8Array, at: number, lanes: Int32Array | null): number {
  if (lanes === null || (at & 3) !== 0) {
    let sum = 0
    for (let i = at; i < at + BLOCK; i++) sum += bytes[i]!
    return sum
  }
  // Two 16-bit sums a word; 128 words of two bytes each stay below 2^16.
  let low = 0
  let high = 0
  const first = at >> 2
  for (let i = first; i < first + 128; i += 2) {
    const a = lanes[i]!
    const b = lanes[i + 1]!
    low += (a & 0x00ff00ff) + (b & 0x00ff00ff)
    high += ((a >>> 8) & 0x00ff00ff) + ((b >>> 8) & 0x00ff00ff)
  }
  return (low & 0xffff) + (low >>> 16) + (high & 0xffff) + (high >>> 16)
}

/** True where the header's checksum holds: unsigned as POSIX says, or signed as old tars summed it. */
export function checksumHolds(bytes: Uint8Array, at: number, lanes: Int32Array | null): boolean {
  const stored = readOctal(bytes, at + 148, 8)
  if (stored === null) return false
  let field = 0
  for (let i = at + 148; i < at + 156; i++) field += bytes[i]!
  const sum = sumOfBytes(bytes, at, lanes) - field + 8 * 0x20
  if (sum === stored) return true
  let above = 0
  for (let i = at; i < at + BLOCK; i++) if (bytes[i]! > 127 && (i < at + 148 || i >= at + 156)) above++
  return sum - above * 256 === stored
}

/** An octal field: blanks, digits, then a blank or NUL. An empty field is 0; null where it holds anything else. */
export function readOctal(bytes: Uint8Array, at: number, length: number): number | null {
  const end = at + length
  let i = at
  while (i < end && bytes[i] === 0x20) i++
  let value = 0
  for (; i < end; i++) {
    const digit = bytes[i]! - 0x30
    if (digit >= 0 && digit <= 7) value = value * 8 + digit
    else if (bytes[i] === 0 || bytes[i] === 0x20) break
    else return null
  }
  return value
}

/**
 * A numeric field, octal or base-256 (first bit set, two's complement, big-endian). NaN where it can't be read. Values beyond
 * 2^53 lose their last digits; the caller refuses those that must be exact.
 */
export function readNumber(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at]!
  if ((first & 0x80) === 0) return readOctal(bytes, at, length) ?? Number.NaN
  const negative = (first & 0x40) !== 0
  let value = negative ? (first | 0x80) - 0x100 : first & 0x7f
  for (let i = at + 1; i < at + length; i++) value = value * 256 + bytes[i]!
  return value
}

/** Where a NUL-ended text field ends. */
export function textEnd(bytes: Uint8Array, at: number, length: number): number {
  const end = at + length
  let i = at
  while (i < end && bytes[i] !== 0) i++
  return i
}

/** What a header's magic says about the meaning of its last 167 bytes. */
export type Dialect = 'v7' | 'ustar' | 'gnu' | 'star'

/** ustar and star know a name prefix; GNU keeps times and sparse maps in its place; v7 has nothing there. */
export function dialectOf(bytes: Uint8Array, at: number): Dialect {
  const m = at + 257
  const isUstar =
    bytes[m] === 0x75 &&
    bytes[m + 1] === 0x73 &&
    bytes[m + 2] === 0x74 &&
    bytes[m + 3] === 0x61 &&
    bytes[m + 4] === 0x72
  if (!isUstar) return 'v7'
  if (bytes[m + 5] === 0x20) return 'gnu'
  const isStar =
    bytes[at + 508] === 0x74 && bytes[at + 509] === 0x61 && bytes[at + 510] === 0x72 && bytes[at + 511] === 0
  return isStar ? 'star' : 'ustar'
}

/** True for GNU's own sparse files. star uses the same letter for a header of another layout (Go's archive/tar asks alike). */
export function isOldGnuSparse(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 156] === FLAG.gnuSparse && dialectOf(bytes, at) === 'gnu'
}
