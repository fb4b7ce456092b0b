import {createHash} from 'node:crypto'
import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {LensError} from '../../../src/image/oci/error.ts'
import {
  type Compression,
  type DecompressOptions,
  decompress,
  sniffCompression,
} from '../../../src/image/tar/decompress.ts'
import {sniffed} from '../../../src/image/tar/sniffed.ts'
import {gunzipHere} from '../../../src/image/tar/unpack-here.ts'
import {command} from '../../corpus/real/command.ts'
import {requires} from '../../corpus/real/tools.ts'
import {pieces} from '../layer/indexing.ts'
import {frameOf, skippable} from './zstd-bytes.ts'

async function plain(
  chunks: AsyncIterable<Uint8Array>,
  compression: Compression,
  options?: DecompressOptions,
): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const chunk of decompress(chunks, compression, options)) parts.push(Buffer.from(chunk))
  return Buffer.concat(parts)
}

async function failureOf(
  chunks: AsyncIterable<Uint8Array>,
  compression: Compression,
  options?: DecompressOptions,
): Promise<LensError> {
  const error = await plain(chunks, compression, options).then(
    () => new Error('it was taken'),
    (thrown: Error) => thrown,
  )
  if (error instanceof LensError) return error
  throw error
}

/** Neither all alike nor all random. */
const TEXT = Buffer.from(Array.from({length: 6000}, (_, i) => `${i * 7919} line\n`).join(''))
const HALF = TEXT.length >> 1
const LENGTHS = [1, 2, 3, 1000, 65_536, 10_000_000]
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('what a blob says it is', () => {
  it.each([
    ['gzip', gzipSync('x')],
    ['zstd', frameOf('x')],
    ['zstd', skippable(4, 0)],
    ['zstd', skippable(4, 15)],
    ['none', Buffer.from('etc/\0\0')],
    ['none', Buffer.from([0x1f])],
    ['none', Buffer.alloc(0)],
    ['none', Buffer.alloc(6)],
  ] as const)('is %s', (compression, bytes) => {
    expect(sniffCompression(bytes.subarray(0, 6))).toBe(compression)
  })
})

describe.each([{here: false}, {here: true}])('gzip, %o', options => {
  const whole = gzipSync(TEXT)
  const members = Buffer.concat([gzipSync(TEXT.subarray(0, HALF)), gzipSync(''), gzipSync(TEXT.subarray(HALF))])

  it.each(LENGTHS)('is read in pieces of %d bytes, of one member and of many', async length => {
    for (const bytes of length === 1 ? [members] : [whole, members]) {
      expect(digest(await plain(pieces(bytes, length), 'gzip', options))).toBe(digest(TEXT))
    }
  })

  it('may be filled up with zeros', async () => {
    for (const length of [100, 100_000]) {
      const bytes = Buffer.concat([whole, Buffer.alloc(1000)])
      expect((await plain(pieces(bytes, length), 'gzip', options)).length).toBe(TEXT.length)
    }
  })

  it.each([
    ['cut in the header', whole.subarray(0, 5)],
    ['cut in the middle', whole.subarray(0, whole.length >> 1)],
    ['cut in the last checksum', whole.subarray(0, -3)],
    ['cut in a later member', members.subarray(0, -20)],
    ['altered', Buffer.from(whole).fill(0x55, 2000, 2040)],
    ['altered in its checksum', Buffer.concat([whole.subarray(0, -8), Buffer.alloc(8, 1)])],
    ['followed by what only begins like a member', Buffer.concat([whole, Buffer.from([0x1f, 0x8b, 0xff, 0xff, 0, 0])])],
  ])('is damaged: %s', async (_, bytes) => {
    const error = await failureOf(pieces(bytes, 1000), 'gzip', options)
    expect(error.kind).toBe('compression-damaged')
    expect(error.message).toMatch(/^The gzip data is damaged: .+\.$/)
    expect(error.advice).toBeTruthy()
  })

  it('is read on to the end of the zeros that fill it up', async () => {
    let given = 0
    async function* followed(): AsyncGenerator<Uint8Array> {
      for (const chunk of [whole, ...Array.from({length: 20}, () => Buffer.alloc(100_000))]) {
        given++
        yield chunk
      }
    }
    expect(digest(await plain(followed(), 'gzip', options))).toBe(digest(TEXT))
    if (options.here) expect(given).toBe(21)
  })

  it('is told to be damaged in the same words', async () => {
    const bytes = whole.subarray(0, whole.length >> 1)
    expect((await failureOf(pieces(bytes, 1000), 'gzip', options)).message).toBe(
      'The gzip data is damaged: unexpected end of file.',
    )
  })
})

describe('gzip unpacked in the calling thread', () => {
  it('is what this Node can do', () => {
    const gunzip = gunzipHere()
    expect(gunzip).not.toBeNull()
    gunzip?.close()
  })

  it('gives much for little in pieces of bounded size', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000))
    let [size, largest] = [0, 0]
    for await (const chunk of decompress(pieces(bomb, bomb.length), 'gzip', {here: true})) {
      size += chunk.length
      largest = Math.max(largest, chunk.length)
    }
    expect(size).toBe(200_000_000)
    expect(largest).toBeLessThan(1_000_000)
  })
})

describe.each([{here: false}, {here: true}])('zstd, %o', options => {
  it.each(LENGTHS)('is read in pieces of %d bytes: frames, skippable ones, empty ones', async length => {
    const frames = Array.from({length: 20}, (_, i) => frameOf(`frame ${i} `.repeat(30), {blocks: 1 + (i % 3)}))
    const parts = frames.flatMap((frame, i) =>
      i % 4 === 0 ? [skippable(i * 100, i % 16), frame, frameOf('')] : [frame],
    )
    const bytes = Buffer.concat([...parts, frameOf('', {rle: 100_000}), skippable(12)])
    const expected = `${frames.map((_, i) => `frame ${i} `.repeat(30)).join('')}${'\0'.repeat(100_000)}`
    expect((await plain(pieces(bytes, length), 'zstd', options)).toString()).toBe(expected)
  })

  it('flows, though a few bytes of a frame stand for many', async () => {
    const bomb = frameOf('', {rle: 128 * 1024, repeats: 320})
    expect(bomb.length).toBeLessThan(2000)
    let length = 0
    let longest = 0
    const bytes = Buffer.concat([frameOf('a'), bomb, frameOf('b')])
    for await (const chunk of decompress(pieces(bytes), 'zstd', options)) {
      length += chunk.length
      longest = Math.max(longest, chunk.length)
    }
    expect(length).toBe(320 * 128 * 1024 + 2)
    expect(longest).toBeLessThanOrEqual(16 * 1024 * 1024)
  })

  it('flows in frames of any length, one behind the other', async () => {
    const long = 'a long frame, '.repeat(100_000)
    const bytes = Buffer.concat([frameOf(long, {blocks: 12}), frameOf('short'), frameOf(long, {blocks: 12})])
    expect(bytes.length).toBeGreaterThan(2_000_000)
    for (const length of [999, 700_000]) {
      expect(digest(await plain(pieces(bytes, length), 'zstd', options))).toBe(
        digest(Buffer.from(`${long}short${long}`)),
      )
    }
    const cut = await failureOf(pieces(bytes.subarray(0, -5), 100_000), 'zstd', options)
    expect(cut.message).toMatch(
      /^The zstd data is damaged: (?:it ends in the middle of a frame|unexpected end of file)\.$/,
    )
  })

  it('may be skippable frames only', async () => {
    expect((await plain(pieces(skippable(50), 3), 'zstd', options)).length).toBe(0)
  })

  it.each([
    ['cut in the middle of a frame', frameOf('x'.repeat(100)).subarray(0, 50)],
    ['cut in a later frame', Buffer.concat([frameOf('x'), frameOf('y'.repeat(99)).subarray(0, 40)])],
    ['cut in the header', frameOf('x').subarray(0, 5)],
    ['cut in a skippable frame', Buffer.concat([frameOf('x'), skippable(100).subarray(0, 50)])],
    ['followed by something else', Buffer.concat([frameOf('x'), Buffer.from('what is this')])],
  ])('is damaged: %s', async (_, bytes) => {
    for (const length of [1, 1000]) {
      const error = await failureOf(pieces(bytes, length), 'zstd', options)
      expect(error.kind).toBe('compression-damaged')
      expect(error.message).toMatch(/^The zstd data is damaged: .+\.$/)
    }
  })

  it('written by the real program is read, at every level and in many frames', requires('zstd'), async () => {
    const {mkdtempSync, readFileSync, rmSync, writeFileSync} = await import('node:fs')
    const {tmpdir} = await import('node:os')
    const {join} = await import('node:path')
    const folder = mkdtempSync(join(tmpdir(), 'll-zstd-'))
    try {
      const file = join(folder, 'text')
      writeFileSync(file, TEXT)
      const all: Buffer[] = []
      for (const level of ['-1', '-3', '-19', '--fast=5']) {
        for (const check of ['--check', '--no-check']) {
          await command('zstd', ['-q', '-f', level, check, file, '-o', `${file}.zst`])
          all.push(readFileSync(`${file}.zst`))
        }
      }
      for (const length of [17, 65_536]) {
        for (const bytes of all) expect(digest(await plain(pieces(bytes, length), 'zstd', options))).toBe(digest(TEXT))
        const many = await plain(pieces(Buffer.concat(all), length), 'zstd', options)
        expect(digest(many)).toBe(digest(Buffer.concat(all.map(() => TEXT))))
      }
    } finally {
      rmSync(folder, {recursive: true})
    }
  })
})

describe('the source of the bytes', () => {
  const WAYS = [
    ['gzip', {here: false}],
    ['gzip', {here: true}],
    ['zstd', {here: false}],
    ['zstd', {here: true}],
  ] as const
  const packed = {gzip: gzipSync(TEXT), zstd: Buffer.concat(Array.from({length: 500}, () => frameOf('z'.repeat(500))))}

  it.each(WAYS)('is not told as damage of the %s data where it fails itself', async (compression, options) => {
    const failure = new Error('the disk is gone')
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield packed[compression].subarray(0, 1000)
      throw failure
    }
    await expect(plain(failing(), compression, options)).rejects.toBe(failure)
  })

  it.each(WAYS)('is closed where the reader of %s leaves early, and read no further', async (compression, options) => {
    let given = 0
    let resolve = () => {}
    const closed = new Promise<void>(done => {
      resolve = done
    })
    async function* watched(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          given++
          // Endless: whoever reads to the end never comes back.
          yield packed[compression]
        }
      } finally {
        resolve()
      }
    }
    for await (const chunk of decompress(watched(), compression, options)) if (chunk.length > 0) break
    await closed
    expect(given).toBeLessThan(1000)
  })

  it.each(WAYS)('is closed where the %s data is damaged', async (compression, options) => {
    let resolve = () => {}
    const closed = new Promise<void>(done => {
      resolve = done
    })
    async function* damaged(): AsyncGenerator<Uint8Array> {
      try {
        yield packed[compression].subarray(0, 100)
        for (;;) yield Buffer.alloc(1000, 0x5a)
      } finally {
        resolve()
      }
    }
    expect((await failureOf(damaged(), compression, options)).kind).toBe('compression-damaged')
    await closed
  })

  it('is closed where what it begins with is not unpacked', async () => {
    let isClosed = false
    async function* blob(): AsyncGenerator<Uint8Array> {
      try {
        yield Buffer.from('\xfd7zXZ\0 and more', 'latin1')
        yield Buffer.alloc(1000)
      } finally {
        isClosed = true
      }
    }
    await expect(sniffed(blob())).rejects.toMatchObject({kind: 'compression-unsupported'})
    expect(isClosed).toBe(true)
  })
})
