import {
  chmodSync,
  chownSync,
  closeSync,
  ftruncateSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {packTar} from '../../../scripts/demo/pack-tar.ts'
import {command} from '../../corpus/real/command.ts'
import {findCommand, lacks, requires} from '../../corpus/real/tools.ts'
import {hopped, rowsOf, streamed} from './indexing.ts'
import {listedByGnuTar, listedByIndex, listedByTarStream} from './tar-listing.ts'

let folder: string
let tree: string

/** Adds to the tree what only some formats can hold. */
type Extra = 'medium' | 'long' | 'sparse' | 'special' | 'large-ids'

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'll-list-'))
  tree = join(folder, 'tree')
  await makeTree(tree)
})
afterAll(() => rmSync(folder, {recursive: true, force: true}))

async function makeTree(root: string): Promise<void> {
  const put = (path: string, content: string | Uint8Array = '') => writeFileSync(join(root, path), content)
  mkdirSync(join(root, 'plain/empty'), {recursive: true})
  for (const size of [0, 1, 511, 512, 513, 10_239, 100_000]) put(`plain/${size}`, Buffer.alloc(size, 'x'))
  linkSync(join(root, 'plain/513'), join(root, 'plain/hard'))
  linkSync(join(root, 'plain/513'), join(root, 'plain/zhard'))
  symlinkSync('../plain/1', join(root, 'plain/soft'))
  symlinkSync('/nowhere at all', join(root, 'plain/dangling'))
  for (const name of [
    'with space',
    'qu"ote',
    'back\\slash',
    'new\nline',
    'tab\t',
    'grüße',
    '日本',
    '-dash',
    '.wh.gone',
  ])
    put(`plain/${name}`)
  put('plain/setuid')
  chmodSync(join(root, 'plain/setuid'), 0o6755)
  chmodSync(join(root, 'plain/empty'), 0o1777)
  put('plain/old')
  lutimesSync(join(root, 'plain/old'), 0, 12)
  put('plain/fraction')
  lutimesSync(join(root, 'plain/fraction'), 0, 1_600_000_000.25)
  mkdirSync(join(root, 'medium'))
  put(`medium/${'m'.repeat(99)}`)
  mkdirSync(join(root, 'long'))
  put(`long/${'n'.repeat(160)}`)
  symlinkSync('t'.repeat(180), join(root, 'long/soft'))
  mkdirSync(join(root, `long/${'d'.repeat(90)}/${'e'.repeat(90)}/${'f'.repeat(90)}`), {recursive: true})
  put(`long/${'d'.repeat(90)}/${'e'.repeat(90)}/${'f'.repeat(90)}/${'g'.repeat(90)}`, 'deep')
  mkdirSync(join(root, 'sparse'))
  for (const extents of [1, 3, 5, 40]) {
    const fd = openSync(join(root, `sparse/${extents}`), 'w')
    for (let i = 0; i < extents; i++) writeSync(fd, 'data', i * 200_000 + 100_000)
    ftruncateSync(fd, extents * 200_000 + 300_000)
    closeSync(fd)
  }
  mkdirSync(join(root, 'special'))
  if (findCommand('mkfifo')) await command('mkfifo', [join(root, 'special/pipe')])
  if (lacks('xattrs') === null) {
    await command('mknod', [join(root, 'special/char'), 'c', '1', '3'])
    await command('mknod', [join(root, 'special/block'), 'b', '250', '70000'])
    mkdirSync(join(root, 'large-ids'))
    put('large-ids/a')
    chownSync(join(root, 'large-ids/a'), 3_000_000, 2_500_000)
    put('plain/owned')
    chownSync(join(root, 'plain/owned'), 1234, 5678)
  }
}

/** A tar that a program wrote of some parts of the tree, and what we, GNU tar and tar-stream say of it. */
async function agree(
  name: string,
  write: (path: string, parts: readonly string[]) => Promise<unknown>,
  extras: readonly Extra[],
): Promise<void> {
  const path = join(folder, `${name}.tar`)
  const parts = readdirSync(tree).filter(part => part === 'plain' || extras.includes(part as Extra))
  await write(path, parts)
  const tar = readFileSync(path)
  const index = hopped(tar)
  expect(index.facts.damage).toBeNull()
  expect(index.facts.problems).toEqual([])
  expect(index.entryCount).toBeGreaterThan(20)
  const rows = rowsOf(index)
  for (const stream of [await streamed(tar, 65_536), await streamed(tar, 777), await streamed(gzipSync(tar), 10_000)]) {
    expect(rowsOf(stream)).toEqual(rows)
  }
  const listed = listedByIndex(index)
  if (lacks('gnu-tar') === null) expect(listed).toEqual(await listedByGnuTar(path))
  // tar-stream takes a sparse file for something else, and doesn't know the folders of v7.
  if (extras.includes('sparse') || name.endsWith('v7')) return
  expect(listed.map(row => ({...row, nanos: ''}))).toEqual(await listedByTarStream(tar))
}

/** Links of one file: whichever comes first in the folder is the file. */
const NAMES_OF_513 = ['plain/513', 'plain/hard', 'plain/zhard']
const COMMON: readonly Extra[] = ['medium', 'special']
const ALL: readonly Extra[] = ['medium', 'long', 'special', 'large-ids']

describe('what GNU tar wrote is listed as GNU tar and tar-stream list it', () => {
  const tar =
    (format: string, ...options: string[]) =>
    (path: string, parts: readonly string[]) =>
      command('tar', ['-cf', path, `--format=${format}`, '--numeric-owner', ...options, '-C', tree, ...parts])

  for (const [format, extras] of [
    ['v7', []],
    ['ustar', COMMON],
    ['oldgnu', ALL],
    ['gnu', ALL],
    ['posix', ALL],
  ] as const) {
    it(`as ${format}`, requires('gnu-tar'), () => agree(`gnu-${format}`, tar(format), extras))
  }

  for (const [format, version] of [
    ['oldgnu', ''],
    ['gnu', ''],
    ['posix', '0.0'],
    ['posix', '0.1'],
    ['posix', '1.0'],
  ] as const) {
    it(`with sparse files as ${format} ${version}`, requires('gnu-tar'), () => {
      const options = ['--sparse', ...(version === '' ? [] : [`--sparse-version=${version}`])]
      return agree(`gnu-sparse-${format}-${version}`, tar(format, ...options), [...ALL, 'sparse'])
    })
  }

  it('with ./ before each name', requires('gnu-tar'), () =>
    agree('gnu-dot', path => command('tar', ['-cf', path, '--numeric-owner', '-C', tree, './plain']), []),
  )

  it('with extended attributes', requires('gnu-tar', 'xattrs'), async () => {
    const file = join(tree, 'plain/513')
    await command('setfattr', ['-n', 'user.note', '-v', 'text', file])
    await command('setfattr', ['-n', 'user.bytes', '-v', '0x000aff3d', file])
    await agree('gnu-xattrs', tar('posix', '--xattrs', '--xattrs-include=*'), ALL)
    const rows = rowsOf(hopped(readFileSync(join(folder, 'gnu-xattrs.tar'))))
    expect(rows.find(row => row.type === 'file' && NAMES_OF_513.includes(row.path))!.xattrs).toEqual({
      'user.note': Buffer.from('text').toString('base64'),
      'user.bytes': Buffer.from([0, 10, 255, 61]).toString('base64'),
    })
  })
})

describe('what bsdtar wrote is listed alike', () => {
  for (const [format, extras] of [
    ['ustar', COMMON],
    ['pax', ALL],
    ['gnutar', ALL],
    ['v7', []],
  ] as const) {
    it(`as ${format}`, requires('bsdtar'), () =>
      agree(
        `bsd-${format}`,
        (path, parts) => command('bsdtar', ['-cf', path, '--format', format, '--no-fflags', '-C', tree, ...parts]),
        extras,
      ),
    )
  }

  it('with the same attributes as GNU tar finds', requires('bsdtar', 'gnu-tar', 'xattrs'), async () => {
    await command('setfattr', ['-n', 'user.note', '-v', 'text', join(tree, 'plain/512')])
    const [bsd, gnu] = [join(folder, 'bsd-x.tar'), join(folder, 'gnu-x.tar')]
    await command('bsdtar', ['-cf', bsd, '--format', 'pax', '--xattrs', '-C', tree, 'plain/512'])
    await command('tar', ['-cf', gnu, '--format=posix', '--xattrs', '--xattrs-include=*', '-C', tree, 'plain/512'])
    const ours = rowsOf(hopped(readFileSync(bsd)))[0]!.xattrs
    expect(Object.values(ours)).toEqual([Buffer.from('text').toString('base64')])
    expect(Object.values(rowsOf(hopped(readFileSync(gnu)))[0]!.xattrs)).toEqual(Object.values(ours))
  })
})

describe('what Python wrote is listed alike', () => {
  const SCRIPT = `
import sys, tarfile
path, tree, format, *parts = sys.argv[1:]
with tarfile.open(path, 'w', format=getattr(tarfile, format)) as tar:
    for part in parts:
        tar.add(tree + '/' + part, part)
`
  for (const [format, extras] of [
    ['USTAR_FORMAT', COMMON],
    ['GNU_FORMAT', ALL],
    ['PAX_FORMAT', ALL],
  ] as const) {
    it(`as ${format}`, requires('python3'), () =>
      agree(format, (path, parts) => command('python3', ['-c', SCRIPT, path, tree, format, ...parts]), extras),
    )
  }
})

describe('what our own writer wrote is listed alike', () => {
  it('through tar-stream', async () => {
    const base = {mode: 0o640, uid: 1, gid: 2, mtime: 1_500_000_000}
    const files = Array.from({length: 25}, (_, i) => ({
      ...base,
      path: `f/${i}`,
      type: 'file' as const,
      content: Buffer.alloc(i * 100),
    }))
    const tar = await packTar([
      {...base, path: 'f', type: 'directory'},
      ...files,
      {...base, path: 'soft', type: 'symlink', linkTarget: 'f/1'},
      {...base, path: 'hard', type: 'hardlink', linkTarget: 'f/1'},
      {
        ...base,
        path: `long/${'x'.repeat(300)}`,
        type: 'file',
        content: Buffer.from('deep'),
        xattrs: {'user.note': 'x'},
      },
    ])
    await agree('own', async path => writeFileSync(path, tar), [])
  })
})
