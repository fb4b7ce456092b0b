/** zstd frames of raw blocks (RFC 8878), put together without a compressor; every decompressor reads them. */

export const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

export interface FrameOptions {
  readonly checksum?: boolean
  /** into how many raw blocks the content is cut */
  readonly blocks?: number
  /** one block more, of that many zeros, told as a repeated byte */
  readonly rle?: number
  /** how many such blocks there are */
  readonly repeats?: number
  /** single segment: no window, the content's size instead */
  readonly single?: boolean
  /** code of the content size's length: 0, 2, 4 or 8 bytes */
  readonly size?: number
  /** code of the dictionary ID's length: 0, 1, 2 or 4 bytes */
  readonly dictionary?: number
}

/** A frame. Its checksum, where it has one, is wrong. */
export function frameOf(content: string | Uint8Array, options: FrameOptions = {}): Buffer {
  const {checksum = false, blocks = 1, rle = 0, repeats = 1, single = false, size = 0, dictionary = 0} = options
  const bytes = Buffer.from(content)
  const descriptor = (size << 6) | (single ? 0x20 : 0) | (checksum ? 4 : 0) | dictionary
  const sizeField = Buffer.alloc([single ? 1 : 0, 2, 4, 8][size]!)
  const declared = bytes.length + rle
  if (sizeField.length === 2) sizeField.writeUInt16LE(Math.max(0, declared - 256))
  else if (sizeField.length > 0) sizeField[0] = declared
  const parts: Uint8Array[] = [MAGIC, Buffer.from([descriptor])]
  if (!single) parts.push(Buffer.from([0x38])) // 128 KiB
  parts.push(Buffer.alloc([0, 1, 2, 4][dictionary]!), sizeField)
  const each = Math.ceil(bytes.length / blocks)
  const cuts = Array.from({length: blocks}, (_, i) => bytes.subarray(i * each, (i + 1) * each))
  for (const [i, cut] of cuts.entries()) {
    parts.push(blockHeader(i === cuts.length - 1 && rle === 0, 0, cut.length), cut)
  }
  for (let left = rle > 0 ? repeats : 0; left > 0; left--) parts.push(blockHeader(left === 1, 1, rle), Buffer.from([0]))
  if (checksum) parts.push(Buffer.from('sums'))
  return Buffer.concat(parts)
}

function blockHeader(last: boolean, type: number, size: number): Buffer {
  const header = Buffer.alloc(3)
  header.writeUIntLE((size << 3) | (type << 1) | (last ? 1 : 0), 0, 3)
  return header
}

/** A skippable frame of that many bytes, of one of the sixteen kinds. */
export function skippable(length: number, kind = 0): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt32LE(0x184d2a50 + kind, 0)
  header.writeUInt32LE(length, 4)
  return Buffer.concat([header, Buffer.alloc(length, 0xfd)])
}
