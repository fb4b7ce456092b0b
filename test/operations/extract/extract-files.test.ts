import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {beforeEach, describe, expect, it} from 'vitest'
import {type ExtractOptions, extractFiles} from '../../../src/operations/extract/extract-files.ts'
import {nameProblem} from '../../../src/operations/extract/name-problem.ts'
import type {ImageFiles} from '../../../src/operations/extract/path-failure.ts'
import {layerOf, type Put} from '../../image/filesystem/stack.ts'
import {pax, tarOf} from '../../image/tar/raw-tar.ts'
import {context, imageFiles, temporaryFolder} from './image-files.ts'

const folder = temporaryFolder()
let place = ''
/** where everything should go, and a folder beside it where nothing should */
let out = ''
let outside = ''

beforeEach(() => {
  place = mkdtempSync(join(folder, 'place-'))
  out = join(place, 'deep', 'out')
  outside = join(place, 'outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'secret'), 'secret')
})

function extract(files: ImageFiles, paths: readonly string[] = ['/'], more: Partial<ExtractOptions> = {}) {
  const layer = files.union.layerCount - 1
  return extractFiles(files, paths, {layer, directory: out, owner: false, force: false, context, ...more})
}

async function extracted(puts: readonly (Put | string)[], more: Partial<ExtractOptions> = {}) {
  return extract(await imageFiles(folder, [layerOf(puts)]), ['/'], more)
}

/** Every path below a folder, links not followed. */
function tree(top: string, below = ''): string[] {
  return readdirSync(join(top, below), {withFileTypes: true})
    .flatMap(item => [join(below, item.name), ...(item.isDirectory() ? tree(top, join(below, item.name)) : [])])
    .sort()
}

/** Nothing left the folder: what lies beside it is as it was. */
function expectNothingOutside(): void {
  expect(tree(place).filter(path => !path.startsWith('deep/out'))).toEqual(['deep', 'outside', 'outside/secret'])
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret')
}

describe('extracting', () => {
  it('writes folders with all they hold, with modes, times, links and hard links', async () => {
    const result = await extracted([
      {path: 'app/', type: 'directory', mode: 0o555, mtime: '1000'},
      {path: 'app/run', content: 'run', mode: 0o751, mtime: '1234567.5'},
      'app/again => app/run',
      {path: 'app/link', type: 'symlink', link: '../no/such', mtime: '99'},
    ])
    expect(result).toMatchObject({files: 2, folders: 1, links: 1, bytes: 3, failures: [], attributesLost: 0})
    const run = statSync(join(out, 'app/run'))
    expect([run.mode & 0o7777, run.mtimeMs, run.nlink]).toEqual([0o751, 1_234_567_500, 2])
    const app = statSync(join(out, 'app'))
    expect([app.mode & 0o7777, app.mtimeMs]).toEqual([0o555, 1_000_000])
    expect(readFileSync(join(out, 'app/again'), 'utf8')).toBe('run')
    expect(readlinkSync(join(out, 'app/link'))).toBe('../no/such')
    expect(lstatSync(join(out, 'app/link')).mtimeMs).toBe(99_000)
  })

  it('writes what is asked for under its full path, as of the layer, from any kind of layer', async () => {
    const tars = [
      layerOf(['etc/a = old', 'etc/b = b', 'x/y/z = z', 'bin -> etc']),
      layerOf(['etc/a = new', 'etc/.wh.b']),
    ]
    for (const blobs of [tars, tars.map(tar => gzipSync(tar))]) {
      const files = await imageFiles(folder, blobs)
      out = mkdtempSync(join(folder, 'out-'))
      await extract(files, ['/bin/a', 'x/y'], {layer: 1})
      expect(tree(out)).toEqual(['etc', 'etc/a', 'x', 'x/y', 'x/y/z'])
      expect(readFileSync(join(out, 'etc/a'), 'utf8')).toBe('new')
      out = mkdtempSync(join(folder, 'out-'))
      await extract(files, ['etc/b', 'etc', 'bin'], {layer: 0})
      expect(tree(out)).toEqual(['bin', 'etc', 'etc/a', 'etc/b'])
      expect(readFileSync(join(out, 'etc/a'), 'utf8')).toBe('old')
    }
  })

  it('writes nothing where one of the paths is not there', async () => {
    const files = await imageFiles(folder, [layerOf(['a = a'])])
    await expect(extract(files, ['a', 'b'])).rejects.toMatchObject({kind: 'not-found'})
    expect(() => lstatSync(out)).toThrow()
  })

  it('leaves holes as holes', async () => {
    const records = pax({'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': String(2 ** 33)})
    const map = `1\n4096\n3\n`.padEnd(512, '\0')
    await extract(await imageFiles(folder, [tarOf(records, {name: 'big', content: `${map}abc`})]))
    const big = statSync(join(out, 'big'))
    expect(big.size).toBe(2 ** 33)
    expect(big.blocks * 512).toBeLessThan(1 << 20)
  })

  it('keeps what is there, and replaces it when told to', async () => {
    mkdirSync(out, {recursive: true})
    writeFileSync(join(out, 'a'), 'mine')
    const first = await extracted(['a = theirs', 'b = b'])
    expect(first.failures).toMatchObject([{path: 'a', kind: 'exists'}])
    expect(readFileSync(join(out, 'a'), 'utf8')).toBe('mine')
    expect(readFileSync(join(out, 'b'), 'utf8')).toBe('b')
    const second = await extracted(['a = theirs', 'b = b'], {force: true})
    expect(second.failures).toEqual([])
    expect(readFileSync(join(out, 'a'), 'utf8')).toBe('theirs')
  })

  it('leaves nothing half-written when it is cancelled', async () => {
    const controller = new AbortController()
    const files = await imageFiles(folder, [layerOf(['a = whole', {path: 'b', content: 'x'.repeat(3 << 20)}])])
    const progress = ({done}: {done: number}) => {
      if (done > 1 << 20) controller.abort()
    }
    await expect(extract(files, ['/'], {context: {signal: controller.signal, progress}})).rejects.toMatchObject({
      kind: 'cancelled',
    })
    expect(tree(out)).toEqual(['a'])
  })

  it.skipIf(process.platform !== 'linux')('refuses a folder that can not be made, at once', async () => {
    const files = await imageFiles(folder, [layerOf(['a = x'])])
    await expect(extract(files, ['/'], {directory: '/proc/there/is/none'})).rejects.toThrow('is no folder that can be')
  })

  it('tells a name that can not be written, and goes on', async () => {
    const result = await extracted([`${'n'.repeat(300)} = x`, 'zero\0byte = x', 'fine = x'])
    expect(result.failures.map(failure => failure.kind)).toEqual(['name', 'name'])
    expect(result.failureCount).toBe(2)
    expect(tree(out)).toEqual(['fine'])
  })
})

describe('extracting a hostile layer', () => {
  it('keeps absolute paths and those that climb inside', async () => {
    await extracted([
      '/abs = x',
      '../up = x',
      'a/../../../out-of-here = x',
      '../../outside/secret = evil',
      '../out/../outside/new = evil',
    ])
    expectNothingOutside()
    expect(tree(out)).toContain('abs')
  })

  it('takes a backslash for a letter, which on Windows is refused', async () => {
    await extracted(['..\\..\\outside\\secret = evil', 'C:\\evil = evil'])
    expectNothingOutside()
    expect(tree(out)).toHaveLength(2)
    for (const name of ['..\\x', 'C:', 'con', 'NUL.txt', 'dot.', 'a?b']) {
      expect(nameProblem(Buffer.from(name), 'win32'), name).not.toBe(null)
    }
  })

  it('does not write through a link that was planted first, in the same layer or below', async () => {
    const inOne = layerOf([
      `door -> ${outside}`,
      'door/secret = evil',
      `d2 -> ../../outside`,
      'd2/new = evil',
      `f -> ${outside}/secret`,
      'f = evil',
    ])
    await extract(await imageFiles(folder, [inOne]))
    expectNothingOutside()
    out = join(place, 'deep', 'out2')
    const stacked = [
      layerOf([`door -> ${outside}`, `f -> ${outside}/secret`]),
      layerOf(['door/secret = evil', 'f = evil']),
    ]
    await extract(await imageFiles(folder, stacked))
    expect(tree(outside)).toEqual(['secret'])
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret')
  })

  it('does not follow links that stand in the folder already', async () => {
    mkdirSync(out, {recursive: true})
    symlinkSync(outside, join(out, 'etc'))
    symlinkSync(join(outside, 'secret'), join(out, 'file'))
    symlinkSync(join(outside, 'new'), join(out, 'dangling'))
    for (const force of [false, true]) {
      const result = await extracted(
        ['etc/', 'etc/secret = evil', 'etc/new = evil', 'file = evil', 'dangling = evil', 'link -> x'],
        {force},
      )
      expectNothingOutside()
      expect(result.failures.filter(({path}) => path.startsWith('etc')).map(({kind}) => kind)).toEqual(
        Array(3).fill('in-the-way'),
      )
    }
    expect(lstatSync(join(out, 'file')).isFile()).toBe(true)
  })

  it('makes no hard link to anything but a file it wrote', async () => {
    const result = await extracted([
      `s -> ${outside}/secret`,
      'to-link => s',
      `absolute => ${outside}/secret`,
      'climbing => ../../outside/secret',
      'self => self',
      'dir/',
      'to-dir => dir',
    ])
    expectNothingOutside()
    expect(tree(out)).toEqual(['dir', 's', 'to-link'])
    expect(readlinkSync(join(out, 'to-link'))).toBe(`${outside}/secret`)
    expect(result.failures.map(({path, kind}) => [path, kind]).sort()).toEqual([
      ['absolute', 'special'],
      ['climbing', 'special'],
      ['self', 'special'],
      ['to-dir', 'special'],
    ])
    expect(statSync(join(outside, 'secret')).nlink).toBe(1)
  })

  it('makes no devices and pipes, and gives no setuid and setgid', async () => {
    const result = await extracted([
      {path: 'null', type: 'char', device: [1, 3]},
      {path: 'pipe', type: 'fifo'},
      {path: 'su', content: 'x', mode: 0o6755},
      {path: 'shared/', type: 'directory', mode: 0o3777},
    ])
    expect(result.failures.map(({path, kind}) => [path, kind])).toEqual([
      ['null', 'special'],
      ['pipe', 'special'],
    ])
    expect(tree(out)).toEqual(['shared', 'su'])
    expect(statSync(join(out, 'su')).mode & 0o7777).toBe(0o755)
    expect(statSync(join(out, 'shared')).mode & 0o7777).toBe(0o1777)
  })

  it('finds names that are one on a disk that does not tell A from a', async () => {
    const result = await extracted(
      [`Door -> ${outside}`, 'door/', 'door/secret = evil', 'File = 1', 'file = 2', 'é = 1', 'E\u0301 = 2'],
      {
        foldsCase: true,
      },
    )
    expect(result.failures.map(({kind}) => kind)).toEqual(['collision', 'collision', 'collision'])
    expectNothingOutside()
    expect(tree(out)).toHaveLength(4)
  })

  it('survives times and owners that no disk has', async () => {
    const result = await extracted([{path: 'a', content: 'x', uid: 2 ** 20, mtime: '0'}], {
      owner: process.getuid?.() === 0,
    })
    expect(result.failures).toEqual([])
    if (process.getuid?.() === 0) expect(statSync(join(out, 'a')).uid).toBe(2 ** 20)
    out = `${out}2`
    const odd = await extract(
      await imageFiles(folder, [
        tarOf(pax({uid: '99999999999', mtime: '99999999999999999999'}), {name: 'odd', content: 'x'}),
      ]),
      ['/'],
      {owner: true},
    )
    expect(odd.failures).toEqual([])
    expect(readFileSync(join(out, 'odd'), 'utf8')).toBe('x')
  })

  it('finds its way through thousands of nested folders, as deep as the disk goes', async () => {
    const result = await extracted([`${'d/'.repeat(3000)}f = deep`])
    expect(result.failureCount).toBeGreaterThan(0)
    expect(result.folders).toBeGreaterThan(1000)
    expect(readdirSync(place).sort()).toEqual(['deep', 'outside'])
  })
})
