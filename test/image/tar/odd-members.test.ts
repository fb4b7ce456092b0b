import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {buildUnion} from '../../../src/image/filesystem/build-union.ts'
import type {LayerIndex} from '../../../src/image/layer/layer-index.ts'
import {command} from '../../corpus/real/command.ts'
import {lacks, requires} from '../../corpus/real/tools.ts'
import {hopped, pathsOf, rowsOf, streamed} from '../layer/indexing.ts'
import {listedByGnuTar, listedByIndex} from '../layer/tar-listing.ts'
import {base256, pax, type RawMember, tarOf} from './raw-tar.ts'

const folder = mkdtempSync(join(tmpdir(), 'll-odd-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** The paths of the image that a layer makes. */
function filesOf(index: LayerIndex): string[] {
  const {union} = buildUnion([index])
  return Array.from({length: union.columns.nodeCount - 1}, (_, i) => union.path(i + 1)).sort()
}

/** Hopped through; flowing by says the same, and so does GNU tar where it is here, or not asked for the reason given. */
async function listed(tar: Buffer, notByGnuTar = ''): Promise<LayerIndex> {
  const index = hopped(tar)
  expect(index.facts.damage).toBeNull()
  const flowing = await streamed(tar, 700)
  expect(rowsOf(flowing)).toEqual(rowsOf(index))
  expect(flowing.facts.problems.map(problem => problem.message)).toEqual(
    index.facts.problems.map(problem => problem.message),
  )
  if (notByGnuTar === '' && lacks('gnu-tar') === null) {
    const path = join(folder, 'odd.tar')
    writeFileSync(path, tar)
    expect(listedByIndex(index)).toEqual(await listedByGnuTar(path))
  }
  return index
}

const problemsOf = (index: LayerIndex) => index.facts.problems.map(problem => problem.message)

describe('members that are listed and make no file', () => {
  it('are a volume’s label', async () => {
    const index = await listed(tarOf({name: 'backup of march', flag: 'V', dialect: 'gnu', mode: 0}, {name: 'a'}))
    expect(rowsOf(index).map(({path, mark}) => [path, mark])).toEqual([
      ['backup of march', 'leftover'],
      ['a', 'none'],
    ])
    expect(filesOf(index)).toEqual(['a'])
    expect(problemsOf(index)).toEqual([expect.stringContaining('a volume’s label')])
  })

  it('are the rest of a file that another volume began; its bytes count', async () => {
    const index = await listed(
      tarOf({name: 'd/large', flag: 'M', dialect: 'gnu', mode: 0, content: 'x'.repeat(600)}, {name: 'd/after'}),
    )
    expect(rowsOf(index).map(({path, mark, size}) => [path, mark, size])).toEqual([
      ['d/large', 'leftover', 600],
      ['d/after', 'none', 0],
    ])
    expect(filesOf(index)).toEqual(['d', 'd/after'])
    expect(index.facts.size).toBe(600)
    expect(problemsOf(index)).toEqual([expect.stringContaining('another volume began')])
  })

  it('are an access control list of Solaris', () => {
    const index = hopped(tarOf({name: 'acl', flag: 'A', content: 'user::rwx'}, {name: 'a', content: 'x'}))
    expect(rowsOf(index).map(({path, mark}) => [path, mark])).toEqual([
      ['acl', 'leftover'],
      ['a', 'none'],
    ])
    expect(filesOf(index)).toEqual(['a'])
    expect(problemsOf(index)).toEqual([expect.stringContaining('access control list')])
  })

  it('are in the way of no path, whatever their names', () => {
    const aside = (name: string): RawMember => ({name, flag: 'V', dialect: 'gnu'})
    const parts: (RawMember | Buffer)[] = []
    for (const name of ['etc', 'etc/passwd', '.wh.etc', '../etc/x', '', '/', 'z/'])
      parts.push(aside(name), {name: 'etc/passwd', content: 'root'}, {name: 'z', content: 'z'}, aside(name))
    const index = hopped(tarOf(...parts))
    expect(filesOf(index)).toEqual(['etc', 'etc/passwd', 'z'])
    expect(index.facts.whiteouts).toBe(0)
    expect(pathsOf(index)).toHaveLength(28)
  })

  it('don’t confuse names that come in order', () => {
    const files = ['a', 'b', 'c', 'd'].map(name => ({name}))
    const index = hopped(tarOf(files[0]!, files[1]!, {name: 'b', flag: 'V', dialect: 'gnu'}, ...files, ...files))
    expect(filesOf(index)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('of an incremental dump are folders with a list inside, which is passed over', async () => {
    const index = hopped(
      tarOf(
        {name: 'dump/', flag: 'D', dialect: 'gnu', content: 'Yfile\0Nother\0\0'},
        {name: 'dump/file', content: 'x'},
      ),
    )
    expect(rowsOf(index).map(({path, type, mark}) => [path, type, mark])).toEqual([
      ['dump', 'directory', 'none'],
      ['dump/file', 'file', 'none'],
    ])
    expect(problemsOf(index)).toEqual([])
  })
})

describe('what GNU tar writes for tapes', requires('gnu-tar'), () => {
  const tree = join(folder, 'tree')
  mkdirSync(join(tree, 'd'), {recursive: true})
  writeFileSync(join(tree, 'd/large'), Buffer.alloc(30_000, 'L'))
  const at = (name: string) => join(folder, name)
  const volumes = async (format: string, name: string) => {
    const files = [1, 2, 3].flatMap(volume => ['-f', at(`${name}${volume}.tar`)])
    await command('tar', ['-cML', '20', `--format=${format}`, ...files, '-C', tree, 'd'])
  }

  it('with a label: it is listed, and no file', async () => {
    await command('tar', ['-cf', at('label.tar'), '--format=gnu', '--label=my label', '-C', tree, 'd'])
    const index = await listed(readFileSync(at('label.tar')))
    expect(pathsOf(index)).toEqual(['my label', 'd', 'd/large'])
    expect(filesOf(index)).toEqual(['d', 'd/large'])
  })

  it('in volumes: the first ends in the middle of a file, the second holds the rest as no file', async () => {
    await volumes('gnu', 'gnu')
    const first = hopped(readFileSync(at('gnu1.tar')))
    expect(pathsOf(first)).toEqual(['d', 'd/large'])
    expect(first.facts.damage).toContain('in the middle')
    const second = hopped(readFileSync(at('gnu2.tar')))
    expect(rowsOf(second).map(({path, mark}) => [path, mark])).toEqual([['d/large', 'leftover']])
    expect(filesOf(second)).toEqual([])
  })

  it('in volumes as PAX tells them: said, since its name alone does not', async () => {
    await volumes('posix', 'posix')
    const second = await listed(readFileSync(at('posix2.tar')))
    expect(pathsOf(second)).toEqual([expect.stringContaining('GNUFileParts/large.2')])
    expect(problemsOf(second)).toEqual([expect.stringContaining('a later volume')])
  })

  it('as an incremental dump: folders and files', async () => {
    for (const format of ['gnu', 'posix']) {
      const path = at(`dump-${format}.tar`)
      const snapshot = `--listed-incremental=${at(`snapshot-${format}`)}`
      await command('tar', ['-cf', path, `--format=${format}`, snapshot, '-C', tree, 'd'])
      const index = hopped(readFileSync(path))
      expect(rowsOf(index).map(({path, type}) => [path, type])).toEqual([
        ['d', 'directory'],
        ['d/large', 'file'],
      ])
      expect(index.facts.damage).toBeNull()
    }
  })
})

describe('global PAX headers', () => {
  it('count for all members after them, under what each says itself, until they are taken back', async () => {
    const tar = tarOf(
      {name: 'before'},
      pax({uid: '5', gid: '6', mtime: '100.5'}, 'g'),
      {name: 'all'},
      pax({uid: '7'}),
      {name: 'own'},
      pax({uid: ''}),
      {name: 'none', uid: 9},
      pax({uid: '', mtime: ''}, 'g'),
      {name: 'taken back', mtime: 3},
      pax({mtime: '200'}, 'g'),
      {name: 'last'},
    )
    const index = await listed(tar, 'it knows no empty values, which POSIX gives this meaning')
    expect(rowsOf(index).map(({path, owner, mtime}) => [path, ...owner, mtime])).toEqual([
      ['before', 0, 0, '1970-01-01T00:00:00Z'],
      ['all', 5, 6, '1970-01-01T00:01:40.5Z'],
      ['own', 7, 6, '1970-01-01T00:01:40.5Z'],
      ['none', 9, 6, '1970-01-01T00:01:40.5Z'],
      ['taken back', 0, 6, '1970-01-01T00:00:03Z'],
      ['last', 0, 6, '1970-01-01T00:03:20Z'],
    ])
  })

  it('at the end describe nothing, and are no damage', async () => {
    expect(pathsOf(await listed(tarOf({name: 'a'}, pax({comment: 'git writes these'}, 'g'))))).toEqual(['a'])
  })

  it('before the first member are what git archive writes', async () => {
    expect(pathsOf(await listed(tarOf(pax({comment: 'f'.repeat(40)}, 'g'), {name: 'a'})))).toEqual(['a'])
  })
})

describe('numbers and names of every kind', () => {
  it('are times before 1970 and with fractions', async () => {
    const times = ['-1', '-1.5', '-0.000000001', '0.000000001', '1.10', '4000000000.999999999']
    const tar = tarOf(...times.flatMap((mtime, i) => [pax({mtime}), {name: `t${i}`}]))
    const index = await listed(tar, 'it prints the second before a negative fraction as the one after')
    expect(rowsOf(index).map(row => row.mtime)).toEqual([
      '1969-12-31T23:59:59Z',
      '1969-12-31T23:59:58.5Z',
      '1969-12-31T23:59:59.999999999Z',
      '1970-01-01T00:00:00.000000001Z',
      '1970-01-01T00:00:01.10Z',
      '2096-10-02T07:06:40.999999999Z',
    ])
  })

  it('are owners beyond what octal holds', async () => {
    const change = (header: Buffer) => {
      base256(4_000_000_000n, 8).copy(header, 108)
      base256(3_000_000n, 8).copy(header, 116)
    }
    const tar = tarOf({name: 'a', dialect: 'gnu', change}, pax({uid: '4294967294', gid: '2147483648'}), {name: 'b'})
    expect(rowsOf(await listed(tar)).map(row => row.owner)).toEqual([
      [4_000_000_000, 3_000_000],
      [4_294_967_294, 2_147_483_648],
    ])
  })

  it('are names in bytes that are no UTF-8, in the header, in PAX, and under hdrcharset=BINARY', async () => {
    const name = Buffer.from([0x62, 0xe4, 0xff, 0x72])
    const tar = tarOf(
      {name},
      pax({hdrcharset: 'BINARY', path: name, linkpath: name}),
      {name: 'x', flag: '2', link: 'y'},
      pax({hdrcharset: 'ISO-IR 10646 2000 UTF-8', path: 'grün'}),
      {name: 'x'},
    )
    const index = await listed(tar)
    const latin1 = name.toString('latin1')
    expect(rowsOf(index).map(({path, link}) => [path, link])).toEqual([
      [latin1, null],
      [latin1, latin1],
      [Buffer.from('grün').toString('latin1'), null],
    ])
  })

  it('are the extended headers of Solaris', () => {
    const tar = tarOf(pax({path: 'a long name', uid: '70000000'}, 'X'), {name: 'short', content: 'x'})
    expect(rowsOf(hopped(tar)).map(({path, owner}) => [path, owner[0]])).toEqual([['a long name', 70_000_000]])
  })

  it('that can’t be read are told', async () => {
    const change = (header: Buffer) => {
      header.write('what', 108)
      header.write('??', 136)
    }
    const index = hopped(tarOf({name: 'a', change}, pax({mtime: '9'.repeat(400)}), {name: 'b', mtime: 7}))
    expect(rowsOf(index).map(({path, owner, mtime}) => [path, owner[0], mtime])).toEqual([
      ['a', 0, '1970-01-01T00:00:00Z'],
      ['b', 0, '1970-01-01T00:00:07Z'],
    ])
    expect(problemsOf(index)).toEqual([
      expect.stringContaining('is no number'),
      expect.stringContaining('holds no number'),
    ])
  })
})
