import {describe, expect, it} from 'vitest'
import {hopLayer, scanLayer} from '../../../src/image/layer/scan-layer.ts'
import {hopped, pathsOf, rowsOf, streamed} from '../layer/indexing.ts'
import {END, gnuLong, octal, pax, type RawMember, raw, rawHeader, tarOf, ZERO_BLOCK} from './raw-tar.ts'

const LONG = `${'folder/'.repeat(40)}${'n'.repeat(120)}`

/** The sparse map of an old GNU header: pairs of offset and length at `at`. */
function sparseMap(header: Buffer, at: number, pairs: readonly (readonly [number, number])[]): void {
  for (const [i, [offset, length]] of pairs.entries()) {
    header.write(octal(offset, 12), at + i * 24, 'latin1')
    header.write(octal(length, 12), at + i * 24 + 12, 'latin1')
  }
}

/** An old GNU sparse file of `extents` runs of 512 bytes, with as many extension blocks as they need. */
function oldSparse(name: string, extents: number): Buffer {
  const pairs = Array.from({length: extents}, (_, i) => [i * 8192, 512] as const)
  const header = rawHeader({
    name,
    flag: 'S',
    dialect: 'gnu',
    size: extents * 512,
    change: bytes => {
      sparseMap(bytes, 386, pairs.slice(0, 4))
      if (extents > 4) bytes[482] = 1
      bytes.write(octal(extents * 8192, 12), 483, 'latin1')
    },
  })
  const blocks: Buffer[] = []
  for (let at = 4; at < extents; at += 21) {
    const block = Buffer.alloc(512)
    sparseMap(block, 0, pairs.slice(at, at + 21))
    if (at + 21 < extents) block[504] = 1
    blocks.push(block)
  }
  return Buffer.concat([header, ...blocks, Buffer.alloc(extents * 512, 'S')])
}

/** Everything that a layer's tar may have in it, once. */
const EVERYTHING = tarOf(
  {name: './', flag: '5', mode: 0o755},
  {name: 'etc/', flag: '5', mode: 0o1777, uid: 7, gid: 8, mtime: 1_600_000_000},
  {name: 'etc/empty'},
  {name: 'etc/one', content: 'x'},
  {name: 'etc/block', content: 'y'.repeat(512)},
  {name: 'etc/more', content: 'z'.repeat(513)},
  {name: 'etc/large', content: Buffer.alloc(100_000, 'L')},
  {name: 'etc/link', flag: '2', link: '../usr', mode: 0o777},
  {name: 'etc/hard', flag: '1', link: 'etc/one'},
  {name: 'dev/null', flag: '3', major: 1, minor: 3},
  {name: 'dev/loop', flag: '4', major: 7, minor: 255},
  {name: 'run/pipe', flag: '6'},
  gnuLong('L', LONG),
  {name: LONG.slice(0, 100), dialect: 'gnu', content: 'long'},
  gnuLong('K', LONG),
  gnuLong('L', `${LONG}2`),
  {name: 'cut', flag: '2', link: 'cut', dialect: 'gnu'},
  pax({path: 'päx/ñame', mtime: '1.25', 'SCHILY.xattr.user.a': 'b', uid: '3000000'}),
  {name: 'short', content: 'pax'},
  pax({gid: '77'}, 'g'),
  {name: 'after-global', content: 'g'},
  {name: 'tail', prefix: 'some/prefix', content: 'p'},
  oldSparse('sparse-1', 1),
  oldSparse('sparse-4', 4),
  oldSparse('sparse-5', 5),
  oldSparse('sparse-60', 60),
  {name: 'last', content: 'the end'},
)

describe('a tar in pieces', () => {
  const whole = hopped(EVERYTHING)

  it('is read to its end in one piece', () => {
    expect(whole.facts.damage).toBeNull()
    expect(whole.facts.problems).toEqual([])
    expect(pathsOf(whole)).toContain('last')
  })

  it.each([1, 2, 3, 7, 100, 511, 512, 513, 1000, 1024, 4095, 65_536])(
    'gives the same index in pieces of %d bytes',
    async length => {
      const index = await streamed(EVERYTHING, length)
      expect(rowsOf(index)).toEqual(rowsOf(whole))
      expect(index.facts.damage).toBeNull()
    },
  )

  it('gives the same index in pieces of ever other lengths', async () => {
    expect(rowsOf(await streamed(EVERYTHING, 1, 511, 512, 3, 4096, 10_000, 509))).toEqual(rowsOf(whole))
    expect(rowsOf(await streamed(EVERYTHING, 512, 513, 514, 515, 516))).toEqual(rowsOf(whole))
  })

  it.each([512, 513, 1000, 4096, 16_384])('gives the same index when reads give %d bytes at most', most => {
    expect(rowsOf(hopped(EVERYTHING, most))).toEqual(rowsOf(whole))
  })

  it('hashes each file’s content alike, however it comes', async () => {
    const digests = async (...lengths: number[]) => [
      ...(await streamed(EVERYTHING, ...lengths)).columns.contentDigests!,
    ]
    const inOne = await digests()
    for (const length of [1, 500, 512, 4096]) expect(await digests(length)).toEqual(inOne)
  })
})

describe('names and links', () => {
  const rowFor = (...parts: (RawMember | Buffer)[]) => rowsOf(hopped(tarOf(...parts)))[0]!

  it('joins the prefix of ustar, and of star only its own 131 bytes', () => {
    expect(rowFor({name: 'base', prefix: 'a/b'}).path).toBe('a/b/base')
    const prefix = 'p'.repeat(131)
    const change = (header: Buffer) => {
      header.write('00000000000\0', 476, 'latin1')
      header.write('00000000000\0', 488, 'latin1')
    }
    expect(rowFor({name: 'base', prefix, dialect: 'star', change}).path).toBe(`${prefix}/base`)
  })

  it('fills name, prefix and link to the last byte without a NUL', () => {
    const row = rowFor({name: 'n'.repeat(100), prefix: 'p'.repeat(155), flag: '2', link: 'l'.repeat(100)})
    expect(row.path).toBe(`${'p'.repeat(155)}/${'n'.repeat(100)}`)
    expect(row.link).toBe('l'.repeat(100))
  })

  it('takes what GNU keeps in the place of the prefix for no name', () => {
    expect(rowFor({name: 'base', prefix: '00000000000', dialect: 'gnu'}).path).toBe('base')
  })

  it('lets PAX outrank GNU, and GNU the header', () => {
    const long = gnuLong('L', 'from-gnu')
    expect(rowFor(long, {name: 'from-header', dialect: 'gnu'}).path).toBe('from-gnu')
    expect(rowFor(long, pax({path: 'from-pax'}), {name: 'from-header'}).path).toBe('from-pax')
  })

  it('lets an extended header count for one member only, a global one for all', () => {
    const tar = tarOf(pax({uid: '5'}, 'g'), pax({uid: '6', path: 'x'}), {name: 'a'}, {name: 'b'}, {name: 'c'})
    expect(rowsOf(hopped(tar)).map(({path, owner}) => [path, owner[0]])).toEqual([
      ['x', 6],
      ['b', 5],
      ['c', 5],
    ])
  })
})

describe('types and sizes', () => {
  it('gives links, folders and devices no content, whatever size they declare', () => {
    for (const flag of ['1', '2', '3', '4', '5', '6']) {
      const tar = tarOf({name: 'odd', flag, size: 5000, link: 'after'}, {name: 'after', content: 'x'})
      expect(rowsOf(hopped(tar)).map(({path, size}) => [path, size])).toEqual([
        ['odd', 0],
        ['after', 1],
      ])
    }
  })

  it('takes a name that ends in a slash for a folder, as v7 wrote them, and passes over its content', () => {
    const tar = tarOf(
      {name: 'old/', flag: '\0', dialect: 'v7'},
      {name: 'odd/', content: 'what is this'},
      {name: 'other/', flag: '7', content: 'a file, by its flag'},
      {name: 'after', content: 'x'},
    )
    expect(rowsOf(hopped(tar)).map(({path, type, size}) => [path, type, size])).toEqual([
      ['old', 'directory', 0],
      ['odd', 'directory', 0],
      ['other', 'file', 19],
      ['after', 'file', 1],
    ])
  })

  it('takes flags that nobody knows for regular files, as POSIX says', () => {
    for (const flag of ['\0', '0', '7', 'Q', 'Z']) {
      expect(rowsOf(hopped(tarOf({name: 'f', flag, content: 'abc'}))).map(({type, size}) => [type, size])).toEqual([
        ['file', 3],
      ])
    }
  })

  it('passes over the list of names in a GNU dump directory', () => {
    const tar = tarOf({name: 'dump/', flag: 'D', dialect: 'gnu', content: 'Yfile\0\0'}, {name: 'after'})
    expect(rowsOf(hopped(tar)).map(({path, type, size}) => [path, type, size])).toEqual([
      ['dump', 'directory', 0],
      ['after', 'file', 0],
    ])
  })

  it('reads sizes beyond octal from base-256 and from PAX without needing the bytes', () => {
    const huge = 2 ** 40
    const header = rawHeader({
      name: 'huge',
      change: bytes => {
        bytes[124] = 0x80
        bytes.fill(0, 125, 128)
        bytes.writeBigUInt64BE(BigInt(huge), 128)
      },
    })
    const index = hopped(header)
    expect(rowsOf(index)[0]!.size).toBe(huge)
    expect(index.facts.damage).toContain('in the middle')
    expect(rowsOf(hopped(Buffer.concat([pax({size: String(huge)}), rawHeader({name: 'x'})])))[0]!.size).toBe(huge)
  })

  it('takes negative and huge owners as they are written', () => {
    const minus = (at: number) => (header: Buffer) => void header.fill(0xff, at, at + 8)
    const both = (header: Buffer) => {
      minus(108)(header)
      minus(116)(header)
    }
    const tar = tarOf({name: 'a', change: both}, pax({uid: '4294967294', gid: '4294967295'}), {name: 'b'})
    expect(rowsOf(hopped(tar)).map(row => row.owner)).toEqual([
      [-1, -1],
      [4_294_967_294, 4_294_967_295],
    ])
  })

  it('reads times before 1970', () => {
    const before = (header: Buffer) => void header.fill(0xff, 136, 148)
    const tar = tarOf({name: 'a', change: before}, pax({mtime: '-1.5'}), {name: 'b'})
    expect(rowsOf(hopped(tar)).map(row => row.mtime)).toEqual(['1969-12-31T23:59:59Z', '1969-12-31T23:59:58.5Z'])
  })
})

describe('sparse files', () => {
  it.each([1, 4, 5, 25, 26, 60])('counts the real size of an old GNU one with %d extents', extents => {
    const rows = rowsOf(hopped(tarOf(oldSparse('s', extents), {name: 'after', content: 'a'})))
    const maps = extents <= 4 ? 0 : Math.ceil((extents - 4) / 21)
    expect(rows[0]).toMatchObject({size: extents * 8192, stored: extents * 512, offset: 512 + maps * 512})
    expect(rows[1]).toMatchObject({path: 'after', size: 1})
  })

  it('hashes the content and not the map of an old GNU one', async () => {
    const digest = async (tar: Buffer) => [...(await streamed(tar)).columns.contentDigests!.slice(0, 16)]
    expect(await digest(tarOf(oldSparse('s', 30)))).toEqual(
      await digest(tarOf({name: 'plain', content: Buffer.alloc(30 * 512, 'S')})),
    )
  })

  it.each([
    [
      '0.0',
      [
        ['GNU.sparse.size', '90000'],
        ['GNU.sparse.numblocks', '1'],
        ['GNU.sparse.offset', '0'],
      ],
      'header',
    ],
    [
      '0.1',
      [
        ['GNU.sparse.size', '90000'],
        ['GNU.sparse.name', 'real'],
        ['GNU.sparse.map', '0,1'],
      ],
      'real',
    ],
    [
      '1.0',
      [
        ['GNU.sparse.major', '1'],
        ['GNU.sparse.minor', '0'],
        ['GNU.sparse.name', 'real'],
        ['GNU.sparse.realsize', '90000'],
      ],
      'real',
    ],
  ] as const)('reads the name and the real size of PAX format %s', (_, records, path) => {
    const tar = tarOf(pax(records), {name: 'header', content: 'x'.repeat(600)}, {name: 'after'})
    expect(rowsOf(hopped(tar)).map(row => [row.path, row.size, row.stored])).toEqual([
      [path, 90_000, 600],
      ['after', 0, 0],
    ])
  })

  it('takes the letter of sparse files for one only under GNU’s magic, as GNU tar does', () => {
    for (const dialect of ['ustar', 'v7', 'star'] as const) {
      const change = (header: Buffer) => {
        header[482] = 1
        header.write(octal(90_000, 12), 483, 'latin1')
      }
      const tar = tarOf({name: 's', flag: 'S', dialect, content: 'x'.repeat(600), change}, {name: 'after'})
      expect(rowsOf(hopped(tar)).map(row => [row.path, row.size])).toEqual([
        ['s', 600],
        ['after', 0],
      ])
    }
  })

  it('keeps what is stored where the real size can’t be true', () => {
    const broken = rawHeader({
      name: 's',
      flag: 'S',
      dialect: 'gnu',
      size: 512,
      change: header => void header.fill(0xff, 483, 495),
    })
    expect(rowsOf(hopped(tarOf(broken, Buffer.alloc(512))))[0]!.size).toBe(512)
  })
})

describe('damage', () => {
  const first = raw({name: 'first', content: 'kept'})
  const second = raw({name: 'second', content: 'x'.repeat(2000)})

  async function both(tar: Buffer): Promise<{paths: string[]; damage: string | null}> {
    const byHop = hopped(tar)
    for (const length of [1, 512, 700]) {
      const byStream = await streamed(tar, length)
      expect(rowsOf(byStream)).toEqual(rowsOf(byHop))
      expect(byStream.facts.damage === null).toBe(byHop.facts.damage === null)
    }
    return {paths: pathsOf(byHop), damage: byHop.facts.damage}
  }

  it('keeps what came before a broken header, and tells where it is', async () => {
    const broken = Buffer.from(second)
    broken[3]! ^= 1
    expect(await both(tarOf(first, broken, {name: 'third'}))).toEqual({
      paths: ['first'],
      damage: 'a damaged header at byte 1024: what follows could not be read',
    })
  })

  it('says of something else that it is no tar', async () => {
    const {paths, damage} = await both(Buffer.from('<!DOCTYPE html>'.padEnd(600, '.')))
    expect(paths).toEqual([])
    expect(damage).toContain('no tar')
  })

  it('is told at every place where a tar may end too early, and nowhere else', async () => {
    const described = Buffer.concat([gnuLong('L', LONG), pax({uid: '1'}), second])
    const tar = Buffer.concat([first, described, oldSparse('s', 30)])
    const names = ['first', LONG, 's']
    const afterSecond = first.length + described.length
    /** Where nothing is lost: before a member, or in the zeros that fill up its last block. */
    const isSound = (end: number) =>
      end === 0 ||
      (end >= 512 + 'kept'.length && end <= 1024) ||
      (end >= afterSecond - 48 && end <= afterSecond) ||
      end === tar.length
    for (let end = 0; end <= tar.length; end += 4) {
      const index = hopped(tar.subarray(0, end))
      expect([end, index.facts.damage === null]).toEqual([end, isSound(end)])
      expect(pathsOf(index)).toEqual(names.slice(0, index.entryCount))
    }
    for (const end of [0, 100, 512, 600, 1024, 1500, 2048, 3000, 5000, tar.length]) await both(tar.subarray(0, end))
  })

  it('is told where a file is shorter than it was said to be, though the cut lies in a content that is hopped over', () => {
    const tar = tarOf({name: 'large', content: Buffer.alloc(2_000_000)}, first)
    const index = hopLayer((buffer, offset) => {
      const piece = tar.subarray(offset, Math.min(1_000_000, offset + buffer.length))
      buffer.set(piece)
      return piece.length
    }, tar.length)
    expect(index.facts.damage).toContain('in the middle')
  })

  it('is no damage where the end mark is missing or the archive goes on with zeros', async () => {
    for (const end of [Buffer.alloc(0), ZERO_BLOCK, END, Buffer.alloc(10_240)]) {
      expect(await both(Buffer.concat([first, end]))).toEqual({paths: ['first'], damage: null})
    }
  })

  it('passes over whatever follows the end mark, as tar does', async () => {
    expect(await both(Buffer.concat([first, END, second]))).toEqual({paths: ['first'], damage: null})
    expect(await both(Buffer.concat([first, END, Buffer.from('garbage')]))).toEqual({paths: ['first'], damage: null})
  })

  it('stops at a lone zero block as tar does, and tells that something follows', async () => {
    const {paths, damage} = await both(Buffer.concat([first, ZERO_BLOCK, second, END]))
    expect(paths).toEqual(['first'])
    expect(damage).toContain('lone zero block')
  })

  it('tells an extended header that describes nothing', async () => {
    for (const alone of [gnuLong('L', 'a'), gnuLong('K', 'a'), pax({uid: '1'})]) {
      expect((await both(Buffer.concat([first, alone]))).damage).toContain('extended header')
      expect((await both(Buffer.concat([first, alone, END]))).damage).toContain('extended header')
    }
  })

  it('refuses sizes that can’t be', async () => {
    const sizes: [string, (header: Buffer) => void][] = [
      ['negative', header => void header.fill(0xff, 124, 136)],
      ['beyond 2^53', header => void header.fill(0x7f, 125, 136).writeUInt8(0x80, 124)],
      ['no number', header => void header.write('zzzzzzzzzzz', 124)],
    ]
    for (const [name, change] of sizes) {
      const {paths, damage} = await both(tarOf(first, {name: 'bad', change}, second))
      expect(paths, name).toEqual(['first'])
      expect(damage, name).toContain('impossible size')
    }
    expect((await both(tarOf(first, pax({size: '-5'}), second))).damage).toContain('impossible size')
  })

  it('passes over an extended header that is too large, tells it, and goes on', async () => {
    const large = raw({name: 'x', flag: 'x', content: Buffer.alloc((1 << 20) + 1, 'x')})
    for (const index of [hopped(tarOf(large, second, first)), await streamed(tarOf(large, second, first), 9999)]) {
      expect(pathsOf(index)).toEqual(['second', 'first'])
      expect(index.facts.damage).toBeNull()
      expect(index.facts.problems[0]!.message).toContain('was passed over')
    }
  })
})

describe('memory that is used again', () => {
  it('is summed anew when a longer piece of it comes', async () => {
    const tar = tarOf({name: 'a'}, {name: 'b'}, {name: 'c'})
    const memory = new Uint8Array(new ArrayBuffer(4096))
    async function* lent(): AsyncGenerator<Uint8Array> {
      memory.set(tar.subarray(0, 512))
      yield memory.subarray(0, 512)
      memory.set(tar.subarray(512))
      yield memory.subarray(0, tar.length - 512)
    }
    const index = await scanLayer(lent(), tar.length)
    expect(pathsOf(index)).toEqual(['a', 'b', 'c'])
  })
})
