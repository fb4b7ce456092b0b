import {closeSync, openSync, readFileSync, truncateSync, writeFileSync, writeSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {resolvePath} from '../../../src/image/filesystem/resolve-path.ts'
import {contentOf, fileAt} from '../../../src/operations/read-file.ts'
import {command} from '../../corpus/real/command.ts'
import {requires} from '../../corpus/real/tools.ts'
import {layerOf} from '../../image/filesystem/stack.ts'
import {pax, raw, tarOf} from '../../image/tar/raw-tar.ts'
import {bytesAt, imageFiles, temporaryFolder} from './image-files.ts'

const folder = temporaryFolder()

describe('the content of a file', () => {
  const tars = [
    layerOf(['a = one', 'b = old', 'empty', 'folder/', 'folder/c = three', 'link => folder/c']),
    layerOf(['b = new', '.wh.a']),
  ]

  for (const [what, pack] of [
    ['a plain tar on disk', (tar: Buffer) => tar],
    ['a gzip blob', (tar: Buffer) => gzipSync(tar)],
  ] as const) {
    it(`is read from ${what}, as of any layer`, async () => {
      const files = await imageFiles(folder, tars.map(pack))
      expect((await bytesAt(files, 'a', 0)).toString()).toBe('one')
      expect((await bytesAt(files, 'b', 0)).toString()).toBe('old')
      expect((await bytesAt(files, '/b')).toString()).toBe('new')
      expect((await bytesAt(files, 'empty')).length).toBe(0)
      expect((await bytesAt(files, 'folder/c')).toString()).toBe('three')
      expect((await bytesAt(files, 'link')).toString()).toBe('three')
    })
  }

  it('stops unpacking behind the file', async () => {
    const big = Buffer.concat([raw({name: 'first', content: 'here'}), gzipFiller()])
    const whole = gzipSync(Buffer.concat([big, Buffer.alloc(1024)]))
    const files = await imageFiles(folder, [whole])
    let read = 0
    const layer = files.image.layers[0]!
    const open = layer.content!.open
    const counting = {
      ...layer,
      content: {
        open: async (context: Parameters<typeof open>[0]) => {
          const stream = await open(context)
          stream.on('data', chunk => {
            read += (chunk as Buffer).length
          })
          stream.pause()
          return stream
        },
      },
    }
    const image = {...files.image, layers: [counting]}
    expect((await bytesAt({...files, image}, 'first')).toString()).toBe('here')
    expect(read).toBeLessThan(whole.length / 2)
  })

  it('is refused where the layer holds something else than its index says', async () => {
    const files = await imageFiles(folder, [tars[0]!])
    const {path} = files.image.layers[0]!.content!.region!
    const other = Buffer.concat([Buffer.alloc(512), layerOf(['x = one', 'b = old'])])
    writeFileSync(path, other)
    await expect(bytesAt(files, 'a')).rejects.toMatchObject({kind: 'tar-damaged'})
    truncateSync(path, 600)
    await expect(bytesAt(files, 'b')).rejects.toMatchObject({kind: 'tar-damaged'})
  })

  it('can be cancelled, in a file and in a hole', async () => {
    const map = pax({'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': String(2 ** 50)})
    const files = await imageFiles(folder, [tarOf(map, {name: 'hole', content: `0\n${'\0'.repeat(510)}`})])
    const controller = new AbortController()
    const reading = (async () => {
      let seen = 0
      const found = fileAt(files, 'hole', 0)
      for await (const chunk of contentOf(files, found.version, {signal: controller.signal, progress: () => {}})) {
        seen += chunk.length
        if (seen > 1e6) controller.abort()
      }
    })()
    await expect(reading).rejects.toMatchObject({kind: 'cancelled'})
  })
})

/** Bytes that don't compress. */
function gzipFiller(): Buffer {
  const content = Buffer.alloc(8 << 20)
  for (let i = 0, x = 1; i < content.length; i += 4) {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0
    content.writeInt32LE(x, i)
  }
  return raw({name: 'second', content})
}

describe('a sparse file', () => {
  /** `runs` pieces of data with holes between them, and a hole at the end. */
  function sparseFile(name: string, runs: number): string {
    const path = join(folder, name)
    const fd = openSync(path, 'w')
    for (let i = 0; i < runs; i++)
      writeSync(fd, Buffer.alloc(512 + (i % 3) * 512, 65 + (i % 26)), 0, null, 8192 * (2 * i + 1))
    closeSync(fd)
    truncateSync(path, 8192 * (2 * runs + 4) + 7)
    return path
  }

  for (const format of [['gnu'], ['posix', '0.0'], ['posix', '0.1'], ['posix', '1.0']]) {
    it(`has its holes and its size, as GNU tar wrote it: ${format.join(' ')}`, requires('gnu-tar'), async () => {
      const options = [`--format=${format[0]}`, ...(format[1] ? [`--sparse-version=${format[1]}`] : [])]
      const names = [1, 4, 5, 30, 90].map(runs => `runs-${runs}`)
      for (const name of names) sparseFile(name, Number(name.slice(5)))
      writeFileSync(join(folder, 'plain'), 'not sparse')
      truncateSync(sparseFile('all-hole', 0), 1 << 20)
      const all = ['all-hole', ...names, 'plain']
      const path = join(folder, `${format.join('-')}.tar`)
      await command('tar', ['-cf', path, '--sparse', '--hole-detection=raw', ...options, '-C', folder, ...all])
      const tar = readFileSync(path)
      for (const files of [await imageFiles(folder, [tar]), await imageFiles(folder, [gzipSync(tar)])]) {
        for (const name of all) {
          const expected = readFileSync(join(folder, name))
          expect(fileAt(files, name, 0).size).toBe(expected.length)
          expect((await bytesAt(files, name)).equals(expected), name).toBe(true)
        }
      }
    })
  }

  it.each([
    [
      '1.0',
      {'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '100'},
      `${'1\n90\n50\n'.padEnd(512, '\0')}${'x'.repeat(50)}`,
    ],
    [
      '1.0 without an end',
      {'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '9'},
      '1'.repeat(600),
    ],
    ['0.1 with overlaps', {'GNU.sparse.size': '100', 'GNU.sparse.map': '5,5,0,5'}, '0123456789'],
    ['0.1 of nonsense', {'GNU.sparse.size': '100', 'GNU.sparse.map': '-5,5'}, '01234'],
    ['0.1 with too few bytes', {'GNU.sparse.size': '100', 'GNU.sparse.map': '0,50'}, '0123456789'],
  ])('with a map that can not be is refused, not guessed: %s', async (_, records, content) => {
    const files = await imageFiles(folder, [tarOf(pax(records), {name: 'file', content})])
    await expect(bytesAt(files, 'file')).rejects.toMatchObject({kind: 'tar-damaged'})
  })
})

describe('a path inside the image', () => {
  it('follows links, absolute ones from the image, and never leaves it', async () => {
    const files = await imageFiles(folder, [
      layerOf([
        'usr/bin/tool = tool',
        'bin -> usr/bin',
        'abs -> /usr/bin/tool',
        'up -> ../../../../usr/bin/tool',
        'a/b/rel -> ../../bin/tool',
        'a/b/abs -> /usr/bin/tool',
        'chain -> abs',
      ]),
    ])
    for (const path of [
      'bin/tool',
      '/abs',
      'up',
      'a/b/rel',
      'a/b/abs',
      'chain',
      '../../bin/../bin/./tool',
      '/a/b/../../usr/bin/tool',
    ]) {
      expect((await bytesAt(files, path)).toString(), path).toBe('tool')
    }
  })

  it('is as of the layer that is asked for', async () => {
    const files = await imageFiles(folder, [layerOf(['one = 1', 'two = 2', 'link -> one']), layerOf(['link -> two'])])
    expect((await bytesAt(files, 'link', 0)).toString()).toBe('1')
    expect((await bytesAt(files, 'link', 1)).toString()).toBe('2')
  })

  it('names a loop, a link to nothing, and a file that is used as a folder', async () => {
    const chain = Array.from({length: 41}, (_, i) => `l${i} -> l${i + 1}`)
    const files = await imageFiles(folder, [
      layerOf(['a -> b', 'b -> a', 'self -> self', 'gone -> /no/such', 'f = x', ...chain, 'l41 = end']),
    ])
    const {union} = files
    expect(resolvePath(union, 'a', 0).kind).toBe('loop')
    expect(resolvePath(union, 'self/x', 0).kind).toBe('loop')
    expect(resolvePath(union, 'gone', 0)).toMatchObject({kind: 'missing', path: 'no/such', followed: true})
    expect(resolvePath(union, 'f/x', 0).kind).toBe('not-a-folder')
    expect(resolvePath(union, 'a', 0, {followLast: false}).kind).toBe('found')
    expect(resolvePath(union, 'l1', 0).kind).toBe('found')
    expect(resolvePath(union, 'l0', 0).kind).toBe('loop')
  })
})
