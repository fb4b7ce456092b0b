import {describe, expect, it} from 'vitest'
import {LensError} from '../../../src/image/oci/error.ts'
import {ZSTD_WINDOW_LIMIT, ZstdFrameSplitter} from '../../../src/image/tar/zstd-frames.ts'
import {frameOf, MAGIC, skippable} from './zstd-bytes.ts'

/** The data frames that a splitter finds, each put together again. */
function split(bytes: Uint8Array, length = bytes.length): {frames: Buffer[]; atBoundary: boolean} {
  const splitter = new ZstdFrameSplitter()
  const frames: Buffer[] = []
  let parts: Buffer[] = []
  for (let at = 0; at < bytes.length; at += length) {
    for (const piece of splitter.split(bytes.slice(at, at + length))) {
      parts.push(Buffer.from(piece.bytes))
      if (!piece.last) continue
      frames.push(Buffer.concat(parts))
      parts = []
    }
  }
  return {frames, atBoundary: splitter.atBoundary}
}

function failureOf(bytes: Uint8Array): LensError {
  try {
    split(bytes)
  } catch (error) {
    if (error instanceof LensError) return error
    throw error
  }
  throw new Error('it was taken')
}

const A = frameOf('first')
const B = frameOf('second, longer', {checksum: true, blocks: 3})
const EMPTY = frameOf('')
const RLE = frameOf('', {rle: 5000})

describe('frames of zstd data', () => {
  const cases: [string, Buffer[], Buffer[]][] = [
    ['one', [A], [A]],
    ['several', [A, B, A], [A, B, A]],
    ['empty ones', [EMPTY, A, EMPTY], [EMPTY, A, EMPTY]],
    ['blocks that repeat one byte', [RLE, A], [RLE, A]],
    ['skippable first', [skippable(10), A], [A]],
    ['skippable in the middle', [A, skippable(0), skippable(70_000, 15), B], [A, B]],
    ['skippable last', [A, skippable(3)], [A]],
    ['skippable only', [skippable(3), skippable(9)], []],
    ['nothing', [], []],
  ]

  for (const [name, parts, frames] of cases) {
    it.each([1, 2, 3, 5, 4096])(`are found (${name}) in pieces of %d bytes`, length => {
      expect(split(Buffer.concat(parts), length)).toEqual({frames, atBoundary: true})
    })
  }

  it('have not ended anywhere inside', () => {
    const all = Buffer.concat([A, skippable(5), B])
    const ends = new Set([0, A.length, A.length + 13, all.length])
    for (let end = 0; end <= all.length; end++) {
      expect([end, split(all.subarray(0, end), 7).atBoundary]).toEqual([end, ends.has(end)])
    }
  })

  it('may have every length of header that RFC 8878 allows', () => {
    for (const size of [0, 1, 2, 3]) {
      for (const dictionary of [0, 1, 2, 3]) {
        for (const single of [true, false]) {
          const frame = frameOf('text', {size, dictionary, single})
          expect(split(Buffer.concat([frame, A]), 1).frames).toEqual([frame, A])
        }
      }
    }
  })

  it('that are none are damage', () => {
    expect(failureOf(Buffer.concat([A, Buffer.from('garbage')])).kind).toBe('compression-damaged')
    const reserved = Buffer.concat([MAGIC, Buffer.from([0x20, 0, 7, 0, 0])])
    expect(failureOf(reserved).kind).toBe('compression-damaged')
  })

  it('may not ask for more memory than the limit, by window or by size', () => {
    const window = (exponent: number, mantissa = 0) =>
      Buffer.concat([MAGIC, Buffer.from([0, (exponent << 3) | mantissa])])
    expect(ZSTD_WINDOW_LIMIT).toBe(2 ** 27)
    expect(split(window(17)).frames).toEqual([])
    expect(failureOf(window(17, 1)).kind).toBe('limit-exceeded')
    expect(failureOf(window(31)).kind).toBe('limit-exceeded')
    const size = Buffer.alloc(8)
    size.writeBigUInt64LE(2n ** 40n)
    expect(failureOf(Buffer.concat([MAGIC, Buffer.from([0xe0]), size])).kind).toBe('limit-exceeded')
  })
})
