import {execFileSync} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {byteFormatOf} from '../../../src/image/content/byte-format.ts'
import {hexRow} from '../../../src/image/content/hex-row.ts'

describe('bytes in hexadecimal', () => {
  it('are what hexdump shows', () => {
    const bytes = Buffer.concat([randomBytes(1000), Buffer.from('plain text.')])
    // -v: rows that repeat are not left out.
    const theirs = execFileSync('od', ['-A', 'x', '-t', 'x1z', '-v', '-w16'], {input: bytes, encoding: 'utf8'})
    const ours = Array.from({length: Math.ceil(bytes.length / 16)}, (_, i) =>
      hexRow(bytes.subarray(i * 16, i * 16 + 16), i * 16, 16, bytes.length),
    )
    const rows = theirs.trimEnd().split('\n').slice(0, -1)
    expect(ours).toHaveLength(rows.length)
    for (const [i, row] of rows.entries()) {
      const [, offset, hex, characters] = /^(\S+) ((?: ?[0-9a-f]{2})+) *>(.*)<$/.exec(row)!
      expect(ours[i]!.offset).toBe(offset!.padStart(8, '0'))
      expect(ours[i]!.hex.trim().split(/ +/)).toEqual(hex!.trim().split(' '))
      expect(ours[i]!.characters).toBe(characters)
    }
  })

  it('keep their places in a row that is not full', () => {
    const [full, short] = [hexRow(new Uint8Array(8), 0, 8, 8), hexRow(new Uint8Array(3), 8, 8, 11)]
    expect(short.hex.length).toBe(full.hex.length)
    expect(full.hex).toBe('00 00 00 00  00 00 00 00')
  })

  it('have offsets of one length in a file, however long it is', () => {
    expect(hexRow(new Uint8Array(1), 0, 16, 2 ** 36).offset).toBe('0000000000')
  })

  it.each([
    ['\x7fELF\x02\x01', 'ELF'],
    ['\x89PNG\r\n\x1a\n', 'PNG picture'],
    ['\xfd7zXZ\0', 'xz, not unpacked here'],
    ['nothing known', null],
    ['', null],
  ])('are named by what they begin with: %j', (head, expected) => {
    expect(byteFormatOf(Buffer.from(head, 'latin1'))).toBe(expected)
  })
})
