import {gnuLong, octal, pax, type RawMember, raw, rawHeader, tarOf} from '../image/tar/raw-tar.ts'

/** Small sound layers that together have everything in them that a tar can say. */

const LONG = `${'folder/'.repeat(20)}${'n'.repeat(30)}`

const oldSparse = (extents: number): Buffer => {
  const run = (bytes: Buffer, at: number, i: number) => {
    bytes.write(octal(i * 8192, 12), at, 'latin1')
    bytes.write(octal(512, 12), at + 12, 'latin1')
  }
  const header = rawHeader({
    name: 'sparse',
    flag: 'S',
    dialect: 'gnu',
    size: extents * 512,
    change: bytes => {
      for (let i = 0; i < Math.min(4, extents); i++) run(bytes, 386 + i * 24, i)
      if (extents > 4) bytes[482] = 1
      bytes.write(octal(extents * 8192, 12), 483, 'latin1')
    },
  })
  const blocks: Buffer[] = []
  for (let at = 4; at < extents; at += 21) {
    const block = Buffer.alloc(512)
    for (let i = at; i < Math.min(at + 21, extents); i++) run(block, (i - at) * 24, i)
    if (at + 21 < extents) block[504] = 1
    blocks.push(block)
  }
  return Buffer.concat([header, ...blocks, Buffer.alloc(extents * 512, 'S')])
}

const BASE: readonly RawMember[] = [
  {name: './', flag: '5', mode: 0o755},
  {name: 'etc/', flag: '5', mode: 0o755},
  {name: 'etc/passwd', content: 'root:x:0:0\n'},
  {name: 'etc/os-release', content: 'ID=test\n'.repeat(80)},
  {name: 'bin', flag: '2', link: 'usr/bin'},
  {name: 'usr/bin/sh', content: 'sh', mode: 0o755},
  {name: 'usr/bin/bash', flag: '1', link: 'usr/bin/sh'},
  {name: 'var/cache/a', content: 'cached'},
  {name: 'loop', flag: '2', link: 'loop'},
]

/** What lies below and above a damaged layer. */
export const BASE_LAYER = tarOf(...BASE)

export const SOUND_TARS: readonly Buffer[] = [
  BASE_LAYER,
  tarOf(
    {name: 'etc/.wh.passwd'},
    {name: 'var/.wh..wh..opq'},
    {name: 'var/cache/b', content: 'new'},
    {name: 'etc/os-release', content: 'ID=other\n'},
    {name: 'usr/.wh.bin'},
    {name: 'bin/tool', content: 'through a link'},
    {name: '.wh..wh.plnk/1.2', content: 'aufs'},
  ),
  tarOf(
    gnuLong('L', LONG),
    {name: LONG.slice(0, 100), dialect: 'gnu', content: 'long'},
    gnuLong('K', LONG),
    {name: 'soft', flag: '2', link: 'cut', dialect: 'gnu'},
    {name: 'dev/null', flag: '3', major: 1, minor: 3, dialect: 'gnu'},
    {name: 'run/pipe', flag: '6'},
    {name: 'label', flag: 'V', dialect: 'gnu'},
    {name: 'rest', flag: 'M', dialect: 'gnu', content: 'rest of it'},
    {name: 'dump/', flag: 'D', dialect: 'gnu', content: 'Yfile\0\0'},
  ),
  tarOf(
    pax({gid: '77', mtime: '5.25'}, 'g'),
    {name: 'a', content: 'x'},
    pax({path: 'pax/päth', mtime: '-1.25', 'SCHILY.xattr.user.a': 'b', uid: '3000000', size: '5'}),
    {name: 'short', content: 'bytes'},
    pax({linkpath: '../somewhere', hdrcharset: 'BINARY'}),
    {name: 'link', flag: '2'},
    pax([
      ['GNU.sparse.major', '1'],
      ['GNU.sparse.minor', '0'],
      ['GNU.sparse.name', 'real'],
      ['GNU.sparse.realsize', '90000'],
    ]),
    {name: 'GNUSparseFile.0/real', content: '1\n0\n3\n'.padEnd(515, '\0')},
    pax({gid: ''}, 'g'),
    {name: 'tail', prefix: 'some/prefix', content: 'p'},
  ),
  tarOf(oldSparse(3), oldSparse(30), {name: 'after', content: 'a'.repeat(700)}),
  tarOf(
    ...Array.from({length: 12}, (_, i) => ({name: `many/${i % 3}/${i}`, content: 'y'.repeat(i * 100)})),
    {name: 'many/1', content: 'a file where a folder is'},
    {name: 'many/1/4', flag: '2', link: '/many'},
    {name: 'hard', flag: '1', link: 'many/2/5'},
    {name: 'forward', flag: '1', link: 'later'},
    {name: 'later', content: 'later'},
    {name: '.prefetch.landmark', content: '\x0f'},
    raw({name: 'stargz.index.json', content: '{}'}),
  ),
]
