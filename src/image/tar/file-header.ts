import {BLOCK} from './header.ts'

/** The largest size that eleven octal digits say. */
const OCTAL_LIMIT = 8 ** 11

/** A ustar header block for a regular file of root's, mode 0644, of the year 1970: the same bytes each time. `name`: at most 100 bytes. */
export function fileHeader(name: string, size: number): Uint8Array {
  const block = Buffer.alloc(BLOCK)
  if (block.write(name, 0, 100) !== Buffer.byteLength(name)) throw new Error('a name of more than 100 bytes')
  block.write('0000644\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  if (size < OCTAL_LIMIT) block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  else {
    // GNU's binary numbers, which all readers know.
    block[124] = 0x80
    block.writeBigUInt64BE(BigInt(size), 128)
  }
  block.write('00000000000\0', 136)
  block.write('        0', 148)
  block.write('ustar\x0000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

/** Zeros that fill a file of this size up to whole blocks. */
export function filePadding(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK)
}

/** What ends a tar: two empty blocks. */
export const TAR_END: Uint8Array = new Uint8Array(2 * BLOCK)
