import {describe, expect, it} from 'vitest'
import {LayerIndex} from '../../../src/image/layer/layer-index.ts'
import {pax, rawHeader, tarOf} from '../tar/raw-tar.ts'
import {hopped, pathsOf, rowsOf, streamed} from './indexing.ts'

describe('paths in a tar', () => {
  it.each([
    ['a/b', 'a/b'],
    ['./a/b', 'a/b'],
    ['/a/b', 'a/b'],
    ['a//b', 'a/b'],
    ['a/./b', 'a/b'],
    ['a/b/', 'a/b'],
    ['a/b///', 'a/b'],
    ['a/x/../b', 'a/b'],
    ['../../a/b', 'a/b'],
    ['a/b/c/..', 'a/b'],
    ['a/b/.', 'a/b'],
    ['./', ''],
    ['.', ''],
    ['/', ''],
    ['..', ''],
    ['a/..', ''],
    ['...', '...'],
    ['..a/b..', '..a/b..'],
    [' ', ' '],
    ['a\\b', 'a\\b'],
  ])('%j is %j', (name, path) => {
    expect(pathsOf(hopped(tarOf({name})))).toEqual([path])
  })

  it('with ".." make no folder that only the text goes through, and are told with their place', () => {
    const index = hopped(tarOf({name: 'first'}, {name: 'ghost/../../etc/passwd'}))
    expect(index.columns.nodeCount).toBe(4)
    expect(index.facts.problems).toEqual([{offset: 1024, message: 'a path with ".." in it was kept inside the image'}])
  })

  it('are found again however they are spelled, and keep every entry', () => {
    const index = hopped(tarOf({name: 'a/b'}, {name: './a//b'}, {name: '/a/c/../b'}, {name: 'a/', flag: '5'}))
    expect(pathsOf(index)).toEqual(['a/b', 'a/b', 'a/b', 'a'])
    expect(index.columns.nodeCount).toBe(3)
    const [, a, b] = index.columns.nodeEntry
    expect([a, b]).toEqual([3, 2])
  })

  it('keep bytes that are no UTF-8, and show them as replaced', () => {
    const index = hopped(
      tarOf({name: Buffer.from([0x61, 0xff, 0xe4, 0x2f, 0xc3]), flag: '2', link: Buffer.from([0xfe])}),
    )
    const row = rowsOf(index)[0]!
    expect([row.path, row.link]).toEqual(['a\xff\xe4/\xc3', '\xfe'])
    expect(index.nodePath(index.columns.entryNode[0]!)).toBe('a\uFFFD\uFFFD/\uFFFD')
    expect(index.linkTarget(0)).toBe('\uFFFD')
  })

  it('that differ in bytes which look alike stay apart', () => {
    const names = [Buffer.from([0xff]), Buffer.from([0xfe]), Buffer.from('é'), Buffer.from('e\u0301')]
    expect(hopped(tarOf(...names.map(name => ({name})))).columns.nodeCount).toBe(5)
  })

  it('may be 16,384 folders deep in a hostile tar', () => {
    const path = 'a/'.repeat(16_384)
    const index = hopped(tarOf(pax({path}), {name: 'x'}))
    expect(index.columns.nodeCount).toBe(16_385)
    expect(index.nodePathBytes(16_384).length).toBe(path.length - 1)
  })

  it('that are longer are kept whole, and stand for no file', () => {
    for (const path of [
      `${'a/'.repeat(200_000)}a`,
      'n'.repeat(32_769),
      `${'../'.repeat(100_000)}n`,
      `.wh.${'n'.repeat(40_000)}`,
    ]) {
      const index = hopped(tarOf(pax({path}), {name: 'x', content: 'text'}, {name: 'after'}))
      expect(index.facts).toMatchObject({size: 4, whiteouts: 0})
      expect(index.facts.problems.map(({message}) => message)).toEqual([
        `a path of ${path.length} bytes, which nothing can unpack, stands for no file of the image`,
      ])
      expect(rowsOf(index).map(({mark, size}) => [mark, size])).toEqual([
        ['leftover', 4],
        ['none', 0],
      ])
      expect(index.columns.nodeCount).toBe(3)
    }
  })
})

describe('marks in names', () => {
  it.each([
    ['.wh.a', 'whiteout'],
    ['d/.wh.a', 'whiteout'],
    ['d/.wh..hidden', 'whiteout'],
    ['d/.wh..opq', 'whiteout'],
    ['.wh....', 'whiteout'],
    ['.wh..wh..opq', 'opaque'],
    ['d/.wh..wh..opq', 'opaque'],
    ['.wh..wh.plnk', 'leftover'],
    ['.wh..wh.orph/a', 'leftover'],
    ['.wh..wh.aufs', 'leftover'],
    ['.wh..wh..opq2', 'leftover'],
    ['.wh.a/b', 'leftover'],
    ['.wh.', 'leftover'],
    ['.wh..', 'leftover'],
    ['.wh...', 'leftover'],
    ['.wh', 'none'],
    ['wh.a', 'none'],
    ['a.wh.b', 'none'],
    ['.WH.a', 'none'],
  ])('%j is %s', (name, mark) => {
    const index = hopped(tarOf({name}))
    expect(rowsOf(index)[0]!.mark).toBe(mark)
    expect(index.facts.whiteouts).toBe(mark === 'whiteout' ? 1 : 0)
    expect(index.facts.opaqueDirectories).toBe(mark === 'opaque' ? 1 : 0)
  })

  it('of a deletion that names nothing are told, those of aufs are not', () => {
    const problems = (name: string) => hopped(tarOf({name})).facts.problems.map(problem => problem.message)
    for (const name of ['.wh.', 'd/.wh..', '.wh...'])
      expect(problems(name)).toEqual([expect.stringContaining('names nothing')])
    for (const name of ['.wh.a', '.wh..wh..opq', '.wh..wh.plnk', '.wh.a/.wh.']) expect(problems(name)).toEqual([])
  })

  it('count whatever the type of the member that bears them, and their size is part of the layer’s', () => {
    const {facts} = hopped(
      tarOf({name: '.wh.a', flag: '5'}, {name: '.wh.b', content: 'odd'}, {name: 'c', content: '12'}),
    )
    expect([facts.whiteouts, facts.size]).toEqual([2, 5])
  })
})

describe('what an index keeps', () => {
  it('owners beyond 2^31, and the same pair once', () => {
    const tar = tarOf(pax({uid: '4294967294'}), {name: 'a'}, {name: 'b'}, pax({uid: '4294967294'}), {name: 'c'})
    const index = hopped(tar)
    expect(rowsOf(index).map(row => row.owner)).toEqual([
      [4_294_967_294, 0],
      [0, 0],
      [4_294_967_294, 0],
    ])
    expect(index.facts.owners).toHaveLength(2)
  })

  it('hard links to themselves', () => {
    const index = hopped(
      tarOf({name: 'a', flag: '1', link: 'a'}, {name: 'b', flag: '1', link: 'a'}, {name: 's', flag: '2', link: 's'}),
    )
    expect(pathsOf(index)).toEqual(['a', 'b', 's'])
  })

  it('device numbers by their entries', () => {
    const devices = Array.from({length: 50}, (_, i) => ({
      name: `d${i}`,
      flag: i % 3 === 0 ? '3' : '0',
      major: i,
      minor: 2 * i,
    }))
    expect(rowsOf(hopped(tarOf(...devices))).map(row => row.device)).toEqual(
      devices.map(({flag, major, minor}) => (flag === '3' ? [major, minor] : null)),
    )
  })

  it('sets of attributes in one spelling, each once', () => {
    const tar = tarOf(
      pax({'SCHILY.xattr.user.b': '2', 'SCHILY.xattr.user.a': '1'}),
      {name: 'a'},
      {name: 'none'},
      pax({'SCHILY.xattr.user.a': '1', 'SCHILY.xattr.user.b': '2'}),
      {name: 'b'},
    )
    const index = hopped(tar)
    expect(index.facts.xattrs).toHaveLength(1)
    expect(rowsOf(index).map(row => Object.keys(row.xattrs))).toEqual([['user.a', 'user.b'], [], ['user.a', 'user.b']])
  })

  it('times with the digits the tar gave, before 1970 and beyond the calendar too', () => {
    const times = ['0', '1.5', '1.500000000', '-0.25', '253402300800', '99999999999999']
    const tar = tarOf(...times.flatMap(mtime => [pax({mtime}), {name: 'a'}]))
    expect(rowsOf(hopped(tar)).map(row => row.mtime)).toEqual([
      '1970-01-01T00:00:00Z',
      '1970-01-01T00:00:01.5Z',
      '1970-01-01T00:00:01.500000000Z',
      '1969-12-31T23:59:59.75Z',
      '+010000-01-01T00:00:00Z',
      '@99999999999999',
    ])
  })

  it('at most a hundred problems, and how many more there were', () => {
    const {problems} = hopped(tarOf(...Array.from({length: 250}, (_, i) => ({name: `${i}/../../x`})))).facts
    expect(problems).toHaveLength(101)
    expect(problems.at(-1)!.message).toBe('and 150 more problems like these')
  })

  it('of many entries the same as of few: columns grow on the way', async () => {
    const header = (i: number) =>
      rawHeader({
        name: `folder-${i % 100}/name-${i}`,
        mtime: i,
        uid: i % 7,
        flag: i % 5 === 0 ? '2' : '0',
        link: `to-${i}`,
      })
    const tar = Buffer.concat(Array.from({length: 20_000}, (_, i) => header(i)))
    const rows = rowsOf(hopped(tar))
    expect(rows).toEqual(rowsOf(await streamed(tar, 100_001)))
    expect(rows[12_345]).toMatchObject({path: 'folder-45/name-12345', owner: [12_345 % 7, 0], link: 'to-12345'})
    expect(rows).toHaveLength(20_000)
  })

  it('is the same after it crossed threads', async () => {
    const index = await streamed(tarOf({name: 'a', content: 'x'}, {name: 'l', flag: '2', link: 'a'}))
    const {columns, facts} = structuredClone({columns: index.columns, facts: index.facts})
    expect(rowsOf(new LayerIndex(columns, facts))).toEqual(rowsOf(index))
    expect(columns.names.buffer).toBeInstanceOf(SharedArrayBuffer)
  })
})

describe('hashes of a layer that flows by', () => {
  it('are those of the blob, of the tar in it and of each content', async () => {
    const {createHash} = await import('node:crypto')
    const {gzipSync} = await import('node:zlib')
    const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    const tar = tarOf({name: 'a', content: 'some content'}, {name: 'empty'}, {name: 'b', content: 'x'.repeat(3000)})
    for (const blob of [tar, gzipSync(tar)]) {
      for (const length of [1, 700, 100_000]) {
        const {facts, columns} = await streamed(blob, length)
        expect([facts.diffId, facts.blobDigest]).toEqual([`sha256:${sha256(tar)}`, `sha256:${sha256(blob)}`])
        expect([facts.tarSize, facts.blobSize]).toEqual([tar.length, blob.length])
        const digests = Buffer.from(columns.contentDigests!).toString('hex')
        expect(digests).toBe(['some content', '', 'x'.repeat(3000)].map(text => sha256(text).slice(0, 32)).join(''))
      }
    }
    expect(hopped(tar).facts).toMatchObject({diffId: null, blobDigest: null, tarSize: tar.length})
  })
})
