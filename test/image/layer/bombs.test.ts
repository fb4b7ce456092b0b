import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {hopLayer, scanLayer} from '../../../src/image/layer/scan-layer.ts'
import {requires} from '../../corpus/real/tools.ts'
import {base256, END, pax, raw, rawHeader, tarOf} from '../tar/raw-tar.ts'
import {MAGIC} from '../tar/zstd-bytes.ts'
import {hopped, pathsOf, rowsOf, streamed} from './indexing.ts'

const MiB = 2 ** 20
const GiB = 2 ** 30

/** What a process that reads something may take more while it does. */
const ROOM = 350 * MiB

/** The header of a file that is said to have so many bytes. */
function headerOf(size: number): Buffer {
  return rawHeader({name: 'bomb', change: header => void base256(BigInt(size), 12).copy(header, 124)})
}

/** A layer of one file of zeros as gzip: ten megabytes in ten kilobytes, over and over. */
async function* gzipBomb(size: number): AsyncGenerator<Buffer> {
  yield gzipSync(headerOf(size))
  const member = gzipSync(Buffer.alloc(8 * MiB), {level: 9})
  for (let left = size; left > 0; left -= 8 * MiB) yield member
  yield gzipSync(END)
}

/** The same as zstd: four bytes for 128 KiB, in pieces of `blocks` blocks. */
async function* zstdBomb(size: number, blocks: number): AsyncGenerator<Buffer> {
  const block = (last: boolean, type: number, length: number) => {
    const header = Buffer.alloc(3)
    header.writeUIntLE((length << 3) | (type << 1) | (last ? 1 : 0), 0, 3)
    return header
  }
  yield Buffer.concat([MAGIC, Buffer.from([0, 0x38]), block(false, 0, 512), headerOf(size)])
  const piece = Buffer.concat(Array(blocks).fill(Buffer.concat([block(false, 1, 128 * 1024), Buffer.from([0])])))
  for (let left = size; left > 0; left -= blocks * 128 * 1024) yield piece
  yield Buffer.concat([block(true, 0, END.length), END])
}

/** Reads a bomb to its end and looks at the memory on the way. */
async function defused(bomb: AsyncGenerator<Buffer>, size: number): Promise<void> {
  const before = process.memoryUsage.rss()
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 20)
  try {
    const index = await scanLayer(bomb, size, () => {
      most = Math.max(most, process.memoryUsage.rss())
    })
    expect(rowsOf(index)).toMatchObject([{path: 'bomb', size}])
    expect(index.facts).toMatchObject({damage: null, problems: [], tarSize: 512 + size + 1024})
    expect(index.facts.blobSize).toBeLessThan(size / 500)
    expect(most - before).toBeLessThan(ROOM)
    expect(most).toBeLessThan(GiB)
  } finally {
    clearInterval(watch)
  }
}

describe('bombs flow by, and take no memory', () => {
  it('of gzip: 512 MiB in half a megabyte', () => defused(gzipBomb(512 * MiB), 512 * MiB))
  it('of zstd: 1 GiB in 32 kilobytes, in small pieces', () => defused(zstdBomb(GiB, 64), GiB))
  it('of zstd: 1 GiB in 32 kilobytes, in one piece', () => defused(zstdBomb(GiB, 8192), GiB))
  it('of gzip: 10 GiB', {...requires('full-bombs'), timeout: 300_000}, () => defused(gzipBomb(10 * GiB), 10 * GiB))
  it('of zstd: 50 GiB', {...requires('full-bombs'), timeout: 900_000}, () =>
    defused(zstdBomb(50 * GiB, 2048), 50 * GiB),
  )
})

describe('sizes that are declared', () => {
  it.each([
    ['2^62', 2n ** 62n],
    ['2^53', 2n ** 53n],
    ['-1', -1n],
    ['-2^62', -(2n ** 62n)],
  ])('as %s are refused, what came before is kept, and the loss is told', async (_, size) => {
    const change = (header: Buffer) => {
      base256(size, 12).copy(header, 124)
      if (size < 0) header[124] = 0xff
    }
    for (const flag of ['0', 'x', 'g', 'L', 'S']) {
      const tar = tarOf({name: 'before', content: '1'}, {name: 'bad', flag, dialect: 'gnu', change}, {name: 'after'})
      for (const index of [hopped(tar), await streamed(tar, 700)]) {
        expect(pathsOf(index)).toEqual(['before'])
        expect(index.facts.damage).toContain('impossible size')
      }
    }
  })

  it('as the largest that can be are hopped to, and found missing', () => {
    const index = hopped(Buffer.concat([headerOf(2 ** 53 - 1024), Buffer.alloc(3000)]))
    expect(rowsOf(index)).toMatchObject([{path: 'bomb', size: 2 ** 53 - 1024}])
    expect(index.facts.damage).toContain('in the middle')
  })

  it('by PAX as 2^62 or negative are refused like those of headers', () => {
    for (const size of [String(2n ** 62n), '-1', '9'.repeat(20)]) {
      const index = hopped(tarOf({name: 'before'}, pax({size}), {name: 'bad'}))
      expect([pathsOf(index), index.facts.damage]).toEqual([['before'], expect.stringContaining('impossible size')])
    }
  })
})

describe('extended headers', () => {
  const SIZE = 2 * GiB
  const head = rawHeader({name: 'x', flag: 'x', size: SIZE})
  const rest = tarOf({name: 'after', content: 'x'})

  it('of 2 GiB are hopped over without being read', () => {
    let read = 0
    const total = 512 + SIZE + rest.length
    const index = hopLayer((buffer, offset) => {
      read += buffer.length
      if (offset < 512) head.copy(buffer, 0, offset)
      if (offset + buffer.length > 512 + SIZE) {
        const from = Math.max(0, offset - 512 - SIZE)
        rest.copy(buffer, Math.max(0, 512 + SIZE - offset), from)
      }
      return Math.min(buffer.length, total - offset)
    }, total)
    expect(pathsOf(index)).toEqual(['after'])
    expect(index.facts.problems).toEqual([
      {offset: 512, message: `an extended header of ${SIZE} bytes was passed over`},
    ])
    expect(read).toBeLessThan(MiB)
  })

  it('of 2 GiB flow by without being kept', async () => {
    const before = process.memoryUsage.rss()
    const chunk = Buffer.alloc(4 * MiB, '9')
    let most = 0
    async function* bytes(): AsyncGenerator<Buffer> {
      yield head
      for (let left = SIZE; left > 0; left -= chunk.length) {
        most = Math.max(most, process.memoryUsage.rss())
        yield chunk
      }
      yield rest
    }
    const index = await scanLayer(bytes(), SIZE)
    expect(pathsOf(index)).toEqual(['after'])
    expect(index.facts.problems).toHaveLength(1)
    expect(most - before).toBeLessThan(ROOM)
  })

  it('whose records never advance end there, and it is told', async () => {
    for (const record of ['0 path=a\n', '00000000000000 path=a\n', '1 \n', '2 a', '-5 path=a\n', ' path=a\n']) {
      const content = record.repeat(Math.floor(MiB / record.length))
      const index = await streamed(tarOf(raw({name: 'x', flag: 'x', content}), {name: 'after'}), 65_536)
      expect(pathsOf(index)).toEqual(['after'])
      expect(index.facts.problems).toHaveLength(1)
    }
  })

  it('by the hundred thousand, before no member at all, are read and told', () => {
    const index = hopped(tarOf(...Array.from({length: 100_000}, () => pax({uid: '1'}))))
    expect(index.entryCount).toBe(0)
    expect(index.facts.damage).toContain('extended header')
  })
})
