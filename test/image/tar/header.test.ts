import {describe, expect, it} from 'vitest'
import {checksumHolds, dialectOf, readNumber, readOctal} from '../../../src/image/tar/header.ts'
import {base256, rawHeader, seal} from './raw-tar.ts'

const octalOf = (text: string) => readOctal(Buffer.from(text, 'latin1'), 0, text.length)
const numberOf = (bytes: Buffer) => readNumber(bytes, 0, bytes.length)

describe('numbers in a header', () => {
  it.each([
    ['0000644\0', 0o644],
    ['000644 \0', 0o644],
    ['   644 \0', 0o644],
    ['644\0junk', 0o644],
    ['00000000', 0],
    ['77777777', 0o77777777],
    ['\0\0\0\0\0\0\0\0', 0],
    ['        ', 0],
    ['0000649\0', null],
    ['-000001\0', null],
    ['0x1f\0\0\0\0', null],
  ])('reads the octal field %j', (text, value) => {
    expect(octalOf(text)).toBe(value)
  })

  it.each([0n, 1n, 255n, 256n, 2n ** 31n, 2n ** 33n, 2n ** 53n - 1n, -1n, -2n, -256n, -(2n ** 40n)])(
    'reads %d in base-256, in fields of 8 and of 12',
    value => {
      expect(numberOf(base256(value, 12))).toBe(Number(value))
      if (value < 2n ** 53n) expect(numberOf(base256(value, 8))).toBe(Number(value))
    },
  )

  it('says of a field of neither kind that it is no number', () => {
    expect(numberOf(Buffer.from('abcdefgh'))).toBeNaN()
  })

  it('gives for what goes beyond 2^53 a number that is not exact and not safe', () => {
    expect(Number.isSafeInteger(numberOf(base256(2n ** 70n, 12)))).toBe(false)
  })
})

describe('the checksum of a header', () => {
  const lanesOf = (bytes: Buffer) => new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)

  /** Headers of every look at an offset of a piece of fresh memory. */
  function placed(header: Buffer, at: number): Buffer {
    const memory = Buffer.from(new ArrayBuffer(2048))
    header.copy(memory, at)
    return memory
  }

  const headers: [string, Buffer][] = [
    ['plain', rawHeader({name: 'a', content: 'x'})],
    ['Latin-1 bytes', rawHeader({name: Buffer.alloc(100, 0xfc)})],
    ['full of 0xff', rawHeader({name: 'a', change: header => header.fill(0xff, 157)})],
    ['a signed sum', seal(rawHeader({name: Buffer.alloc(100, 0xe4)}), true)],
  ]

  it.each(headers)('holds, by lanes and by bytes, at every alignment: %s', (_, header) => {
    for (const at of [0, 1, 2, 3, 4, 512, 513, 1024]) {
      const memory = placed(header, at)
      expect(checksumHolds(memory, at, lanesOf(memory))).toBe(true)
      expect(checksumHolds(memory, at, null)).toBe(true)
    }
  })

  it.each(headers)('fails, by lanes and by bytes, whichever byte is altered: %s', (_, header) => {
    for (let i = 0; i < 512; i++) {
      // The blank or NUL that ends the sum means nothing.
      if (i >= 154 && i < 156) continue
      const memory = placed(header, 512)
      memory[512 + i]! ^= 1
      expect(checksumHolds(memory, 512, lanesOf(memory)), `byte ${i}`).toBe(false)
      expect(checksumHolds(memory, 512, null), `byte ${i}`).toBe(false)
    }
  })
})

describe('the dialect of a header', () => {
  it.each(['ustar', 'gnu', 'v7', 'star'] as const)('tells %s', dialect => {
    expect(dialectOf(rawHeader({name: 'a', dialect}), 0)).toBe(dialect)
  })
})
