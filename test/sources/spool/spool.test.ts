import {existsSync, readFileSync, statfsSync, statSync} from 'node:fs'
import {Readable} from 'node:stream'
import {createGzip, gzipSync} from 'node:zlib'
import {beforeAll, describe, expect, it} from 'vitest'
import {LensError} from '../../../src/image/oci/error.ts'
import type {Progress} from '../../../src/image/oci/image.ts'
import {roomInPassing, type SpoolOptions, spool} from '../../../src/sources/spool/spool.ts'
import {layerTar} from '../../corpus/archives.ts'
import {frameOf, skippable} from '../../image/tar/zstd-bytes.ts'
import {context} from '../opening.ts'

let tar: Buffer

beforeAll(async () => {
  tar = await layerTar({a: 'x'.repeat(20_000), b: 'y'.repeat(20_000)})
})

async function* pieces(bytes: Uint8Array, size = 777): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size))
}

/** The header of a file of so many MiB. */
function headerOf(mebibytes: number): Buffer {
  const header = Buffer.from(tar.subarray(0, 512))
  const octal = (value: number, at: number, length: number) =>
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
  octal(mebibytes * 1024 * 1024, 124, 12)
  header.fill(' ', 148, 156)
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  )
  return header
}

/** A tar of one file that is so many MiB of zeros, compressed. */
function bomb(mebibytes: number): {chunks: AsyncIterable<Uint8Array>; size: number} {
  async function* plain(): AsyncIterable<Uint8Array> {
    yield headerOf(mebibytes)
    for (let i = 0; i < mebibytes; i++) yield Buffer.alloc(1 << 20)
    yield Buffer.alloc(1024)
  }
  return {chunks: Readable.from(plain()).pipe(createGzip()), size: 512 + (mebibytes << 20) + 1024}
}

async function failureOf(chunks: AsyncIterable<Uint8Array>, options: Partial<SpoolOptions> = {}): Promise<LensError> {
  try {
    await spool(chunks, {shown: 'it', context, ...options})
  } catch (thrown) {
    if (thrown instanceof LensError) return thrown
    throw thrown
  }
  throw new Error('it was written')
}

describe('spooling', () => {
  it.each([
    ['none', () => tar],
    ['gzip', () => gzipSync(tar)],
    ['gzip', () => Buffer.concat([gzipSync(tar.subarray(0, 5000)), gzipSync(tar.subarray(5000))])],
    ['zstd', () => Buffer.concat([skippable(100), frameOf(tar.toString('latin1'))])],
  ] as const)('writes what came, unpacked from %s', async (compression, bytes) => {
    for (const size of [1, 777, 100_000]) {
      const spooled = await spool(pieces(bytes(), size), {shown: 'it', context})
      expect(spooled.compression).toBe(compression)
      expect(readFileSync(spooled.path).equals(tar)).toBe(true)
      spooled.close()
      expect(existsSync(spooled.path)).toBe(false)
    }
  })

  it('tells how many of the stream’s bytes are behind it', async () => {
    const told: Progress[] = []
    const bytes = gzipSync(tar)
    const progress = (step: Progress) => void told.push(step)
    ;(await spool(pieces(bytes, 20), {shown: 'it', total: bytes.length, context: {...context, progress}})).close()
    expect(told.at(-1)).toEqual({label: 'Reading it', done: bytes.length, total: bytes.length})
    expect(told.map(step => step.done)).toEqual([...told.map(step => step.done)].sort((a, b) => a - b))
  })

  it('keeps only the beginning of what is no tar, however long it is', async () => {
    let given = 0
    async function* endless(): AsyncIterable<Uint8Array> {
      for (; given < 1e9; given += 65_536) yield new Uint8Array(65_536)
    }
    const spooled = await spool(endless(), {shown: 'it', context})
    expect(readFileSync(spooled.path)).toHaveLength(4096)
    expect(given).toBeLessThan(1e6)
    spooled.close()
  })

  it('refuses what takes more room than there is, and says where else there may be some', async () => {
    const failure = await failureOf(pieces(gzipSync(tar)), {room: 30_000})
    expect(failure.kind).toBe('limit-exceeded')
    expect(failure.message).toContain('30,000 B')
    expect(failure.advice).toContain('TMPDIR=')
  })

  it('takes no room for zeros, however many a few bytes blow up to', async () => {
    const {chunks, size} = bomb(64)
    const spooled = await spool(chunks, {shown: 'it', context, room: 4 << 20})
    const facts = statSync(spooled.path)
    expect(facts.size).toBe(size)
    expect(facts.blocks * 512).toBeLessThan(4 << 20)
    spooled.close()
  })

  it('stays small where a few kilobytes of zstd blow up to gibibytes', async () => {
    const content = frameOf(headerOf(2048).toString('latin1'), {rle: 128 * 1024, repeats: 16 * 1024})
    expect(content.length).toBeLessThan(70_000)
    const before = process.memoryUsage().rss
    let most = 0
    const progress = () => {
      most = Math.max(most, process.memoryUsage().rss - before)
    }
    const spooled = await spool(pieces(content, 100_000), {shown: 'it', context: {...context, progress}, room: 4 << 20})
    expect(statSync(spooled.path).size).toBe(512 + 2048 * 1024 * 1024)
    expect(most).toBeLessThan(700 << 20)
    spooled.close()
  })

  it('stops when told, in the middle and before the first byte', async () => {
    for (const after of [0, 3]) {
      const controller = new AbortController()
      let ended = false
      async function* slow(): AsyncIterable<Uint8Array> {
        try {
          for (let i = 0; i < 100; i++) {
            if (i === after) controller.abort()
            yield tar.subarray(i * 512, (i + 1) * 512)
          }
        } finally {
          ended = true
        }
      }
      const failure = await failureOf(slow(), {context: {...context, signal: controller.signal}})
      expect(failure.kind).toBe('cancelled')
      expect(ended).toBe(true)
    }
  })

  it('names the file whose compressed data is damaged or cut off', async () => {
    const bytes = gzipSync(tar)
    const flipped = Buffer.from(bytes)
    flipped[50] = flipped[50]! ^ 0xff
    for (const wrong of [bytes.subarray(0, bytes.length - 20), flipped, Buffer.from('1f8b08', 'hex')]) {
      const failure = await failureOf(pieces(wrong), {shown: 'image.tar.gz'})
      expect(failure.kind).toBe('compression-damaged')
      expect(failure.message).toContain("image.tar.gz can't be unpacked to its end")
      expect(failure.advice).toBeDefined()
    }
  })

  it('says what failed where the stream itself failed', async () => {
    // biome-ignore lint/correctness/useYield: it fails before the first
    async function* failing(): AsyncIterable<Uint8Array> {
      throw Object.assign(new Error('read'), {code: 'EIO', syscall: 'read'})
    }
    expect((await failureOf(failing(), {shown: 'disk.tar.gz'})).message).toContain('disk.tar.gz could not be read: EIO')
  })
})

describe('what may be kept without being asked for', {skip: process.platform !== 'linux'}, () => {
  const here = import.meta.dirname
  const free = () => {
    const {bavail, bsize} = statfsSync(here)
    return bavail * bsize
  }

  it('is a quarter of what is free, all that is kept already included', () => {
    const {folder, bytes} = roomInPassing(0, [here])
    expect(folder).toBe(here)
    expect(bytes / free()).toBeCloseTo(0.25, 1)
    const kept = Math.floor(free() / 4)
    expect(roomInPassing(kept, [here]).bytes / free()).toBeCloseTo(0.0625, 1)
  })

  it('lies on a disk: a folder in memory is passed over, and one that is not there', () => {
    expect(roomInPassing(0, ['/dev/shm', '/no/such', here]).folder).toBe(here)
    expect(roomInPassing(0, ['/dev/shm']).bytes).toBe(0)
  })
})
