import {describe, expect, it} from 'vitest'
import {ByteRun} from '../../../src/image/content/byte-run.ts'
import {SEGMENT} from '../../../src/image/content/line-index.ts'
import {segmentText, type TextContent, TextReader} from '../../../src/image/content/text-content.ts'
import {type TextEncoding, textEncodingOf} from '../../../src/image/content/text-encoding.ts'
import {Chance} from '../../chance.ts'
import {pieces} from '../layer/indexing.ts'

/** A text read in pieces of these lengths. */
async function read(bytes: Uint8Array, encoding: TextEncoding, ...lengths: readonly number[]): Promise<TextContent> {
  const reader = new TextReader(encoding)
  for await (const piece of pieces(bytes, ...lengths)) reader.add(Buffer.from(piece))
  return reader.content()
}

/** Line number, whether the line begins there, and the characters of every segment. */
function segmentsOf(text: TextContent): [number, boolean, string][] {
  return text.index.segments(0, text.index.segmentCount).map(each => [each.line, each.first, segmentText(text, each)])
}

describe('a run of bytes', () => {
  it('gives any part of what was put into it, whatever the pieces', async () => {
    const chance = new Chance(7)
    const all = Buffer.from(Array.from({length: 500}, () => chance.below(256)))
    let run = ByteRun.EMPTY
    for await (const piece of pieces(all, 1, 60, 7)) run = run.with(Buffer.from(piece))
    for (let i = 0; i < 500; i++) {
      const [from, to] = [chance.below(520) - 10, chance.below(520)]
      expect(Buffer.from(run.slice(from, to))).toEqual(
        from < to ? all.subarray(Math.max(0, from), to) : Buffer.alloc(0),
      )
    }
  })

  it('stays what it was when more is added', () => {
    const before = ByteRun.EMPTY.with(Buffer.from('ab'))
    expect(before.with(Buffer.from('cd')).length).toBe(4)
    expect(Buffer.from(before.slice(0, 9)).toString()).toBe('ab')
  })
})

describe('lines', () => {
  it.each([
    ['', []],
    ['a', [[0, true, 'a']]],
    ['a\n', [[0, true, 'a']]],
    [
      'a\nb',
      [
        [0, true, 'a'],
        [1, true, 'b'],
      ],
    ],
    [
      '\n\n',
      [
        [0, true, ''],
        [1, true, ''],
      ],
    ],
    [
      'a\r\nb\rc\n',
      [
        [0, true, 'a'],
        [1, true, 'b\rc'],
      ],
    ],
    [
      'ä\nö\n',
      [
        [0, true, 'ä'],
        [1, true, 'ö'],
      ],
    ],
  ] as const)('of %j are told with their numbers', async (text, expected) => {
    const content = await read(Buffer.from(text), 'utf-8')
    expect(segmentsOf(content)).toEqual(expected)
    expect(content.index.lineCount).toBe(expected.length)
  })

  it('of any text put together give it again, however it was cut when it came', async () => {
    const chance = new Chance(3)
    for (let round = 0; round < 40; round++) {
      const lines = Array.from({length: chance.below(60)}, () =>
        chance.of(['', 'x', 'ü日👍', 'y'.repeat(chance.below(3 * SEGMENT)), '日'.repeat(chance.below(SEGMENT))]),
      )
      const bytes = Buffer.from(lines.join('\n'))
      const text = await read(bytes, 'utf-8', 1 + chance.below(999), 1 + chance.below(9999))
      const all = segmentsOf(text)
      const joined: string[] = []
      for (const [line, first, part] of all) {
        if (first) expect(joined.push(part)).toBe(line + 1)
        else joined[joined.length - 1] += part
        expect(Buffer.byteLength(part)).toBeLessThan(SEGMENT + 4)
      }
      expect(joined).toEqual(bytes.length === 0 ? [] : lines.at(-1) === '' ? lines.slice(0, -1) : lines)
      expect(text.index.lineCount).toBe(joined.length)
      const at = chance.below(bytes.length)
      const segment = text.index.segments(text.index.segmentAt(at), 1)[0]
      if (segment !== undefined) expect(segment.start).toBeLessThanOrEqual(at)
      const from = chance.below(all.length + 2)
      expect(text.index.segments(from, 3)).toEqual(text.index.segments(0, from + 3).slice(from))
    }
  })

  it('told early stay right when more of the text comes', () => {
    const reader = new TextReader('utf-8')
    const line = Buffer.from(`${'z'.repeat(99)}\n`)
    const early: TextContent[] = []
    for (let i = 0; i < 5000; i++) {
      reader.add(line)
      if (i % 700 === 0) early.push(reader.content())
    }
    for (const [i, content] of early.entries()) {
      expect(content.index.lineCount).toBe(i * 700 + 1)
      expect(segmentsOf(content).every(([, , text]) => text.length === 99)).toBe(true)
    }
  })

  it('of millions take little more room than the text itself, and any is found at once', () => {
    const reader = new TextReader('utf-8')
    for (let i = 0; i < 16; i++) reader.add(Buffer.alloc(1 << 20, '\n'))
    const {index} = reader.content()
    expect(index.segmentCount).toBe(16 << 20)
    const started = performance.now()
    for (let i = 0; i < 1000; i++) expect(index.segments(i * 16_001, 1)[0]?.line).toBe(i * 16_001)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('the encoding of a file', () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
  it.each([
    ['plain', Buffer.from('hello\n'), 'utf-8'],
    ['UTF-8', Buffer.from('grüße 日本\n'), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from('\ufeffgrüße'), 'utf-8'],
    ['Latin-1', Buffer.from('gr\xfc\xdfe an alle, die das lesen\n', 'latin1'), 'latin1'],
    ['UTF-16', utf16('grüße\n'), 'utf-16le'],
    ['big-endian UTF-16', Buffer.from(utf16('grüße\n')).swap16(), 'utf-16be'],
    ['a mark before something else', Buffer.from([0xff, 0xfe, 0, 0, 1, 0]), null],
    ['zeros', Buffer.from('a\0b'), null],
    ['noise', Buffer.from([0x80, 0x81, 0xfe, 0x41]), null],
    ['colours', Buffer.from('\x1b[31mred\x1b[0m\n'), 'utf-8'],
  ] as const)('is told by its bytes: %s', (_, bytes, expected) => {
    expect(textEncodingOf(bytes, true)).toBe(expected)
  })

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'latin1'] as const)('reads %s whatever the pieces', async encoding => {
    const plain = 'grüße\nan alle\n'
    const utf16le = Buffer.from(plain, 'utf16le')
    const bytes = {
      'utf-8': Buffer.from(plain),
      latin1: Buffer.from(plain, 'latin1'),
      'utf-16le': utf16le,
      'utf-16be': Buffer.from(utf16le).swap16(),
    }[encoding]
    const text = await read(bytes, encoding, 1, 2, 3)
    expect(segmentsOf(text).map(([, , line]) => line)).toEqual(['grüße', 'an alle'])
  })

  it('is not mistaken where a character is cut at the end of the head', () => {
    expect(textEncodingOf(Buffer.from('日本').subarray(0, 4), false)).toBe('utf-8')
  })
})
