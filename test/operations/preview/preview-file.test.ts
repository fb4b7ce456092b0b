import {execFileSync} from 'node:child_process'
import {createHash, randomBytes} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import type {FileContent} from '../../../src/image/content/file-content.ts'
import {segmentText} from '../../../src/image/content/text-content.ts'
import {LensError} from '../../../src/image/oci/error.ts'
import type {ImageFiles} from '../../../src/operations/extract/path-failure.ts'
import {type PreviewEvent, previewFile} from '../../../src/operations/preview/preview-file.ts'
import {fileAt} from '../../../src/operations/read-file.ts'
import {packTar} from '../../corpus/archives.ts'
import {requires} from '../../corpus/real/tools.ts'
import {bytesAt, imageFiles, temporaryFolder} from '../extract/image-files.ts'

const folder = temporaryFolder()
const LIMIT = 1 << 22

interface Told {
  readonly events: readonly PreviewEvent[]
  /** the last content told */
  readonly content: FileContent
}

async function look(
  files: ImageFiles,
  path: string,
  {limit = LIMIT, shown = 0, signal = new AbortController().signal} = {},
): Promise<Told> {
  const events: PreviewEvent[] = []
  const {version} = fileAt(files, path, files.union.layerCount - 1)
  await previewFile(files, version, {limit, shown, signal, onEvent: event => events.push(event)})
  const last = events.at(-1)
  if (last?.type !== 'content') throw new Error('no content was told')
  return {events, content: last.content}
}

/** The file in a plain layer, a gzip layer and a zstd layer. */
async function everywhere(content: Uint8Array): Promise<[string, ImageFiles][]> {
  const tar = await packTar([
    {name: 'before', content: randomBytes(3_000_000)},
    {name: 'file', content},
    {name: 'after', content: 'x'},
  ])
  const zstd = execFileSync('zstd', ['-c', '-1'], {input: tar, maxBuffer: 1 << 28})
  return Promise.all(
    (
      [
        ['plain', tar],
        ['gzip', gzipSync(tar, {level: 1})],
        ['zstd', zstd],
      ] as const
    ).map(async ([name, blob]) => [name, await imageFiles(folder, [blob])] as [string, ImageFiles]),
  )
}

const all = ({bytes}: FileContent) => Buffer.from(bytes.slice(0, bytes.length))
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const INNER = [
  {name: 'folder/', type: 'directory' as const},
  {name: 'folder/a.txt', content: 'hello'},
  {name: 'large', content: Buffer.alloc(9_000_000, 7)},
  {name: 'link', type: 'symlink' as const, link: 'folder/a.txt'},
]
const LISTED = [
  {name: 'folder/', type: 'directory', size: 0},
  {name: 'folder/a.txt', type: 'file', size: 5},
  {name: 'large', type: 'file', size: 9_000_000},
  {name: 'link', type: 'symlink', link: 'folder/a.txt'},
]

describe('looking into a file', requires('zstd'), () => {
  it('shows text, whatever the layer is stored as', async () => {
    const text = Buffer.from('first\nsecond\n'.repeat(20_000))
    for (const [name, files] of await everywhere(text)) {
      const {content, events} = await look(files, 'file')
      expect(all(content).equals(text), name).toBe(true)
      expect(content).toMatchObject({
        whole: true,
        size: text.length,
        sha256: sha256(text),
        archive: null,
        problem: null,
      })
      expect(content.text!.index.lineCount).toBe(40_000)
      const [segment] = content.text!.index.segments(39_999, 1)
      expect(segmentText(content.text!, segment!)).toBe('second')
      // What fills the screen comes first.
      const first = events.find(event => event.type === 'content')
      expect(first?.type === 'content' && first.content.bytes.length).toBe(64 * 1024)
      expect(events.some(event => event.type === 'unpacked')).toBe(name !== 'plain')
    }
  })

  it('shows bytes, and names what they are', async () => {
    const program = Buffer.concat([Buffer.from('\x7fELF'), randomBytes(200_000)])
    for (const [name, files] of await everywhere(program)) {
      const {content} = await look(files, 'file')
      expect(all(content).equals(program), name).toBe(true)
      expect(content).toMatchObject({text: null, archive: null, format: 'ELF', sha256: sha256(program)})
    }
  })

  it('lists a tar, packed or not', async () => {
    const tar = await packTar(INNER)
    const zstd = execFileSync('zstd', ['-c'], {input: tar, maxBuffer: 1 << 28})
    for (const [packed, unpacked] of [
      [tar, null],
      [gzipSync(tar), 'gzip'],
      [zstd, 'zstd'],
    ] as const) {
      for (const [name, files] of await everywhere(packed)) {
        const {content} = await look(files, 'file')
        expect(content.archive?.members, name).toMatchObject(LISTED)
        expect(content).toMatchObject({unpacked, text: null, problem: null, archive: {format: 'tar', count: 4}})
      }
    }
  })

  it('lists a zip by its end', async () => {
    const script = `
import io, sys, zipfile
out = io.BytesIO()
with zipfile.ZipFile(out, 'w') as zip:
  zip.writestr('large', bytes(3000000))
  for i in range(2000): zip.writestr(f'{i}' + 'x' * 600, 'hello')
sys.stdout.buffer.write(out.getvalue())
`
    // Its directory is longer than what is read to find it.
    const zip = execFileSync('python3', ['-c', script], {maxBuffer: 1 << 28})
    for (const [name, files] of await everywhere(zip)) {
      const {content} = await look(files, 'file')
      expect(content.archive?.members.length, name).toBe(2001)
      expect(content.archive?.members[0]).toMatchObject({name: 'large', size: 3_000_000})
      expect(content.problem).toBeNull()
    }
  })

  it('shows what a compressed file unpacks to', async () => {
    const text = 'line of a log\n'.repeat(9000)
    for (const [name, files] of await everywhere(gzipSync(text))) {
      const {content} = await look(files, 'file')
      expect(all(content).toString(), name).toBe(text)
      expect(content).toMatchObject({unpacked: 'gzip', whole: true, size: text.length, sha256: null})
    }
  })

  it('stops where it was told to, and reads on from there without going back', async () => {
    const text = Buffer.from('0123456789abcde\n'.repeat(300_000))
    for (const [name, files] of await everywhere(text)) {
      const first = await look(files, 'file', {limit: 1_000_000})
      expect(first.content, name).toMatchObject({whole: false, size: text.length, sha256: null})
      expect(first.content.bytes.length).toBe(1_000_000)
      const more = await look(files, 'file', {limit: 8_000_000, shown: 1_000_000})
      expect(all(more.content).equals(text)).toBe(true)
      for (const event of more.events) {
        if (event.type === 'content') expect(event.content.bytes.length).toBeGreaterThanOrEqual(1_000_000)
      }
    }
  })

  it('keeps a bomb small', async () => {
    const bomb = gzipSync(Buffer.alloc(200 << 20))
    const files = await imageFiles(folder, [await packTar([{name: 'bomb.gz', content: bomb}])])
    const {content} = await look(files, 'bomb.gz')
    expect(content.bytes.length).toBe(LIMIT)
    expect(content).toMatchObject({whole: false, size: null})
  })

  it('shows a damaged file as far as it goes, and says so', async () => {
    const packed = gzipSync(randomBytes(500_000))
    const inner = await packTar(INNER)
    const files = await imageFiles(folder, [
      await packTar([
        {name: 'cut.gz', content: packed.subarray(0, 300_000)},
        {name: 'cut.tar', content: inner.subarray(0, 700)},
        {name: 'cut.zip', content: Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(5000)])},
        {name: 'nothing.gz', content: Buffer.from([0x1f, 0x8b, 8, 0])},
      ]),
    ])
    const gz = (await look(files, 'cut.gz')).content
    expect(gz.bytes.length).toBeGreaterThan(100_000)
    expect(gz.problem).toMatch(/gzip data is damaged/)
    expect((await look(files, 'cut.tar')).content.archive).toMatchObject({
      damage: expect.stringMatching(/Only a part could be listed/),
    })
    const zip = (await look(files, 'cut.zip')).content
    expect(zip.problem).toMatch(/no directory at its end/)
    expect(zip.bytes.length).toBe(5004)
    expect((await look(files, 'nothing.gz')).content).toMatchObject({problem: expect.stringMatching(/damaged/)})
  })

  it('gives a hidden version as it was, and a hard link what it leads to', async () => {
    const files = await imageFiles(folder, [
      await packTar([
        {name: 'a', content: 'old'},
        {name: 'b', type: 'link', link: 'a'},
      ]),
      await packTar([{name: '.wh.a', content: ''}]),
    ])
    const [version] = files.union.versionsOf(files.union.find('a'))
    const events: PreviewEvent[] = []
    const {signal} = new AbortController()
    await previewFile(files, version!, {limit: LIMIT, shown: 0, signal, onEvent: event => events.push(event)})
    expect(events.at(-1)).toMatchObject({type: 'content', content: {whole: true}})
    expect(all((await look(files, 'b')).content).toString()).toBe('old')
  })

  it('ends when it is told to, and closes the layer', async () => {
    const [, [, files] = []] = await everywhere(Buffer.alloc(30 << 20, 'text\n'))
    let stream: ReturnType<typeof createReadStream> | null = null
    const {content} = files!.image.layers[0]!
    const opened = {
      ...files!,
      image: {
        ...files!.image,
        layers: [
          {
            ...files!.image.layers[0]!,
            // Without its place on disk: what opens it is ours to watch.
            content: {
              open: async () => {
                stream = createReadStream(content!.region!.path, {start: content!.region!.offset})
                return stream
              },
            },
          },
        ],
      },
    }
    const controller = new AbortController()
    const {version} = fileAt(opened, 'file', 0)
    const told = previewFile(opened, version, {
      limit: 1 << 27,
      shown: 0,
      signal: controller.signal,
      onEvent: event => {
        if (event.type === 'content' && event.content.bytes.length > 5 << 20) controller.abort()
      },
    })
    await expect(told).rejects.toThrow(LensError)
    await expect.poll(() => stream?.destroyed).toBe(true)
  })

  it('agrees with what cat gives', async () => {
    const [[, files]] = (await everywhere(randomBytes(100_000))) as [[string, ImageFiles]]
    expect(all((await look(files, 'file')).content).equals(await bytesAt(files, 'file'))).toBe(true)
  })
})
