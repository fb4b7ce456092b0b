import {execFileSync, spawn} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {chmodSync, symlinkSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {beforeAll, describe, expect, it} from 'vitest'
import {bundleText} from '../../scripts/bundle.mjs'
import {recogniseFile} from '../../src/sources/recognise.ts'
import {
  configOf,
  dockerSave,
  json,
  kanikoSave,
  LayoutBuilder,
  layerTar,
  oldDockerSave,
  oldId,
  packTar,
  type TarMember,
} from '../corpus/archives.ts'
import {base256, END, raw, rawHeader, seal} from '../image/tar/raw-tar.ts'
import {bytesOf, failureOf, list, open, temporaryFolder, writeTar} from './opening.ts'

const folder = temporaryFolder()
let layers: Buffer[]
let saved: Buffer

beforeAll(async () => {
  layers = [await layerTar({base: 'x'.repeat(3000)}), await layerTar({app: 'y'.repeat(5000)})]
  saved = await packTar(dockerSave([{tags: ['a:1'], tars: layers}]))
})

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const PAGE = '\n<!-- served with care -->\n<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>'

describe('a path that is no image is told for what it is, with what to do', () => {
  it.each([
    ['empty', '', 'is empty', 'write it again'],
    ['web page', PAGE, 'web page', 'browser'],
    ['json', '{"errors":[{"code":"DENIED"}]}', 'JSON', 'error message'],
    ['lfs', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\n', 'Git LFS', 'git lfs pull'],
    ['text', 'hello\n', 'no image archive', 'docker save'],
    ['random', randomBytes(10_000), 'no image archive', 'docker save'],
    ['zeros', Buffer.alloc(10_240), 'without members', 'docker save'],
    ['gzip of text', gzipSync('x'), 'unpacked, is no image archive', 'docker save'],
    ['gzip of nothing', gzipSync(''), 'unpacked, is empty', 'docker save'],
    ['gzip of gzip', gzipSync(gzipSync('x')), 'unpacked, is compressed by gzip', 'gunzip -c'],
    ['gzip of a web page', gzipSync(PAGE), 'unpacked, is a web page', 'browser'],
    ['zstd of nothing', Buffer.from('502a4d1800000000', 'hex'), 'unpacked, is empty', 'docker save'],
    ['xz', Buffer.from('fd377a585a0000', 'hex'), 'xz', 'xz -dc'],
    ['bzip2', Buffer.from('BZh9'), 'bzip2', 'bunzip2 -c'],
    ['zip', Buffer.from('PK\x03\x04', 'latin1'), 'zip', 'unzip'],
  ])('%s', async (name, content, message, advice) => {
    const failure = await failureOf(write(`${name}.tar`, content))
    expect(failure.kind).toBe('not-an-image')
    expect(failure.message).toContain(message)
    expect(failure.advice).toContain(advice)
  })

  it('no such file', async () => {
    for (const reference of ['/no/such/file', './absent.tar', 'docker-archive:absent', `${folder}/x:tag`]) {
      expect((await failureOf(reference)).kind, reference).toBe('not-found')
    }
    expect((await failureOf(`oci:${folder}/absent:tag`)).message).toContain('absent.')
  })

  it('a link to nothing', async () => {
    symlinkSync('nowhere', join(folder, 'dangling'))
    expect((await failureOf(join(folder, 'dangling'))).kind).toBe('not-found')
  })

  it('a tar of files, a docker export, an old save, a layout packed with its folder', async () => {
    const tar = (name: string, ...names: string[]) =>
      writeTar(
        join(folder, name),
        names.map((name): TarMember => (name.endsWith('/') ? {name, type: 'directory'} : {name, content: '{}'})),
      )
    expect((await failureOf(await tar('files.tar', 'notes.txt'))).message).toContain('neither a manifest.json')
    const exported = await failureOf(await tar('export.tar', '.dockerenv', 'bin/', 'etc/', 'usr/'))
    expect(exported.message).toContain('docker export')
    expect(exported.advice).toContain('docker import')
    expect((await failureOf(await tar('root.tar', './bin', './etc/', './usr/'))).message).toContain('docker export')
    const packed = gzipSync(await packTar([{name: 'bin/'}, {name: 'etc/'}, {name: 'usr/'}]))
    expect((await failureOf(write('root.tar.gz', packed))).message).toContain('root.tar.gz, unpacked, is the file tree')
    expect((await failureOf(await tar('old.tar', 'abc/layer.tar', 'repositories'))).message).toContain('holds no image')
    expect((await failureOf(await tar('wrapped.tar', 'img/', 'img/oci-layout', 'img/index.json'))).message).toContain(
      'img/',
    )
  })

  it('a path in a command of the advice is quoted where a shell needs it', async () => {
    expect((await failureOf(write("it's here.tar", 'BZh9'))).advice).toContain("it'\\''s here.tar' > image.tar")
  })
})

describe('what is no plain file is refused without waiting for it', () => {
  it('a pipe', async () => {
    const path = join(folder, 'pipe')
    execFileSync('mkfifo', [path])
    expect((await failureOf(path)).message).toContain('pipe')
  })

  it('a device', async () => {
    expect((await failureOf('/dev/zero')).message).toContain('device')
    expect((await failureOf('docker-archive:/dev/null')).message).toContain('device')
  })

  it('a socket', async () => {
    const path = join(folder, 'socket')
    const server = createServer()
    await new Promise<void>(listening => server.listen(path, listening))
    const failure = await failureOf(path)
    await new Promise(closed => server.close(closed))
    expect(failure.message).toContain('socket')
  })

  it('a layer blob or an index.json that is a pipe', async () => {
    const layout = new LayoutBuilder()
    layout.list(layout.image([layers[0]!]), '1')
    const path = layout.writeFolder(join(folder, 'pipe-layout'))
    execFileSync('rm', [join(path, 'index.json')])
    execFileSync('mkfifo', [join(path, 'index.json')])
    expect((await failureOf(path)).message).toContain('pipe')
  })
})

describe('a file that may not be read', () => {
  it('is refused as such', async () => {
    const path = write('secret.tar', saved)
    chmodSync(path, 0)
    // Root reads everything, so another user asks.
    const code = `import {recogniseFile} from ${JSON.stringify(join(import.meta.dirname, '../../src/sources/recognise.ts'))}
      process.setuid?.(65534)
      try { recogniseFile(process.argv[1]) } catch (error) { console.log(error.kind, error.message) }`
    chmodSync(folder, 0o755)
    if (process.getuid?.() !== 0) {
      expect((await failureOf(path)).message).toContain('permission denied')
      return
    }
    const child = spawn(process.execPath, ['--input-type=module', '-e', await bundleText(code), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    for await (const chunk of child.stdout) said += chunk
    expect(said).toContain('permission denied')
  })
})

describe('a manifest.json of the wrong shape is refused in words', () => {
  const good = {Config: 'c.json', RepoTags: ['a:1'], Layers: []}
  it.each([
    ['null', 'null'],
    ['a text', '"x"'],
    ['a number', '7'],
    ['an object', '{}'],
    ['an empty list', '[]'],
    ['a list of null', '[null]'],
    ['a list of texts', '["x"]'],
    ['no Config', json([{...good, Config: undefined}])],
    ['a Config of another type', json([{...good, Config: 3}])],
    ['Layers of another type', json([{...good, Layers: 'x'}])],
    ['a layer of another type', json([{...good, Layers: [null]}])],
    ['tags of another type', json([{...good, RepoTags: {a: 1}}])],
    ['no JSON', '[{"Config":'],
    ['binary', Buffer.from([0xff, 0xfe, 0, 1])],
    ['nothing at all', ''],
  ])('%s', async (name, content) => {
    const path = await writeTar(join(folder, `shape ${name}.tar`), [
      {name: 'c.json', content: configOf([])},
      {name: 'manifest.json', content},
    ])
    const failure = await failureOf(path)
    expect(['manifest-malformed', 'not-an-image']).toContain(failure.kind)
    expect(failure.message).toContain('manifest.json')
    expect(failure.advice).toBeDefined()
  })

  it.each([
    ['null', 'null', 'manifest-malformed'],
    ['an empty object', '{}', 'manifest-malformed'],
    ['a list', '[]', 'manifest-malformed'],
    ['manifests of another type', '{"manifests":"x"}', 'manifest-malformed'],
    ['an entry of another type', '{"manifests":[7]}', 'manifest-malformed'],
    ['an entry without a size', `{"manifests":[{"digest":"sha256:${'0'.repeat(64)}"}]}`, 'manifest-malformed'],
    [
      'an entry of negative size',
      `{"manifests":[{"digest":"sha256:${'0'.repeat(64)}","size":-1}]}`,
      'manifest-malformed',
    ],
    ['an entry without a digest', '{"manifests":[{"size":1}]}', 'digest-malformed'],
    ['no entries', '{"manifests":[]}', 'not-an-image'],
    ['no JSON', '<html>', 'manifest-malformed'],
  ])('index.json: %s', async (name, content, kind) => {
    const layout = new LayoutBuilder()
    layout.files.set('index.json', Buffer.from(content))
    const failure = await failureOf(layout.writeFolder(join(folder, `index ${name}`)))
    expect(failure.kind).toBe(kind)
    expect(failure.advice).toBeDefined()
    expect((await failureOf(await writeTar(join(folder, `index ${name}.tar`), layout.members()))).kind).toBe(kind)
  })

  const DIGEST = `sha256:${'0'.repeat(64)}`
  it.each([
    ['null', () => null],
    ['a text', () => 'x'],
    ['a list', () => []],
    ['an empty object', () => ({})],
    ['no config', (manifest: object) => ({...manifest, config: undefined})],
    ['a config of another type', (manifest: object) => ({...manifest, config: 'x'})],
    ['layers of another type', (manifest: object) => ({...manifest, layers: {a: 1}})],
    ['a layer that is null', (manifest: object) => ({...manifest, layers: [null]})],
    ['a layer of 2^62 bytes', (manifest: object) => ({...manifest, layers: [{digest: DIGEST, size: 2 ** 62}]})],
    ['a layer of 1e400 bytes', (manifest: object) => ({...manifest, layers: [{digest: DIGEST, size: 'x'}]})],
    ['a layer of negative size', (manifest: object) => ({...manifest, layers: [{digest: DIGEST, size: -5}]})],
    ['a layer of half a byte', (manifest: object) => ({...manifest, layers: [{digest: DIGEST, size: 0.5}]})],
    ['a layer without a digest', (manifest: object) => ({...manifest, layers: [{size: 5}]})],
    [
      'a digest that leads out',
      (manifest: object) => ({...manifest, layers: [{digest: `sha256:../../../../etc/passwd`, size: 5}]}),
    ],
    [
      'a digest of an unknown algorithm',
      (manifest: object) => ({...manifest, layers: [{digest: `md5:${'0'.repeat(32)}`, size: 5}]}),
    ],
  ])('a manifest: %s', async (name, manifest) => {
    const layout = new LayoutBuilder()
    layout.list(layout.image(layers, {manifest}), '1')
    for (const path of [
      layout.writeFolder(join(folder, `manifest ${name}`)),
      await writeTar(join(folder, `manifest ${name}.tar`), layout.members()),
    ]) {
      const failure = await failureOf(path)
      expect(['manifest-malformed', 'digest-malformed']).toContain(failure.kind)
      expect(failure.advice).toBeDefined()
    }
  })

  it('a layer that is said to have 2^53 − 1 bytes is not here', async () => {
    const layout = new LayoutBuilder()
    const huge = (manifest: Record<string, unknown>) => {
      return {...manifest, layers: (manifest.layers as object[]).map(layer => ({...layer, size: 2 ** 53 - 1}))}
    }
    layout.list(layout.image(layers, {manifest: huge}), '1')
    const image = await open(layout.writeFolder(join(folder, 'huge layers')))
    expect(image.layers.map(layer => layer.content)).toEqual([null, null])
    expect(image.warnings.join()).toContain('incomplete: 2 of its 2 layers')
    const packed = await open(await writeTar(join(folder, 'huge layers.tar'), layout.members()))
    expect(packed.warnings.join()).toContain('the manifest says 9007199254740991')
  })

  it.each(['null', '[]', '"x"', '{"rootfs":{"diff_ids":["nonsense"]}}', '{"history":[5]}', 'not json'])(
    'config: %s',
    async content => {
      const path = await writeTar(join(folder, 'config.tar'), [
        {name: 'c.json', content},
        {name: 'manifest.json', content: json([good])},
      ])
      expect(['config-malformed', 'digest-malformed']).toContain((await failureOf(path)).kind)
    },
  )

  it('a document beyond 8 MiB is not read', async () => {
    const path = await writeTar(join(folder, 'huge.tar'), [
      {name: 'manifest.json', content: Buffer.alloc(9 << 20, 0x20)},
    ])
    expect((await failureOf(path)).kind).toBe('limit-exceeded')
    const layout = new LayoutBuilder()
    layout.files.set('index.json', Buffer.alloc(9 << 20, 0x20))
    expect((await failureOf(layout.writeFolder(join(folder, 'huge')))).kind).toBe('limit-exceeded')
  })
})

describe('a docker-archive with parts missing', () => {
  it('opens with the missing layer named, and is marked incomplete', async () => {
    const members = dockerSave([{tags: ['a:1'], tars: layers}]).filter(member => member.content !== layers[0])
    const image = await open(await writeTar(join(folder, 'no-layer.tar'), members))
    expect(image.layers[0]!.content).toBeNull()
    expect(image.layers[0]!.missing).toContain('is not in the archive')
    expect(await bytesOf(image.layers[1]!)).toEqual(layers[1])
    expect(image.warnings.join()).toContain('incomplete')
  })

  it('is refused without its config, and with a config that was changed', async () => {
    const members = dockerSave([{tags: ['a:1'], tars: layers}])
    const without = members.filter(member => !/^\w{64}\.json$/.test(member.name))
    expect((await failureOf(await writeTar(join(folder, 'no-config.tar'), without))).kind).toBe('blob-missing')
    const changed = members.map(member =>
      /^\w{64}\.json$/.test(member.name) ? {...member, content: configOf([])} : member,
    )
    expect((await failureOf(await writeTar(join(folder, 'other-config.tar'), changed))).kind).toBe('digest-mismatch')
  })

  it('still gives its other images', async () => {
    const members = dockerSave([
      {tags: ['a:1'], tars: [layers[0]!]},
      {tags: ['b:1'], tars: [layers[1]!]},
    ])
    const broken = members.filter(member => member.name !== members.find(({name}) => name.endsWith('.json'))!.name)
    const path = await writeTar(join(folder, 'one-of-two.tar'), broken)
    expect((await open(`${path}:b:1`)).tags).toEqual(['b:1'])
    expect((await failureOf(`${path}:a:1`)).kind).toBe('blob-missing')
    expect((await list(path)).map(summary => summary.problem === undefined)).toEqual([false, true])
  })

  it.each([
    ['symlink', '../../../../etc/passwd', 'out of the archive'],
    ['symlink', '/etc/passwd', 'out of the archive'],
    ['link', 'layer.tar', 'circle'],
    ['symlink', 'nowhere', 'not in the archive'],
  ] as const)('never follows a layer that is a %s to %s', async (type, link, reason) => {
    const path = await writeTar(join(folder, 'evil.tar'), [
      {name: 'c.json', content: configOf(layers.slice(0, 1))},
      {name: 'layer.tar', type, link},
      {name: 'manifest.json', content: json([{Config: 'c.json', Layers: ['layer.tar']}])},
    ])
    const [layer] = (await open(path)).layers
    expect(layer!.content).toBeNull()
    expect(layer!.missing).toContain(reason)
  })
})

describe('a member that says it has an impossible size', () => {
  it.each([
    ['2^62 bytes', 2n ** 62n],
    ['2^63 bytes and more', 2n ** 70n],
    ['less than none', -1n],
  ])('%s', async (name, size) => {
    const header = (member: string) => {
      const bytes = rawHeader({name: member})
      base256(size, 12).copy(bytes, 124)
      return seal(bytes)
    }
    const config = configOf(layers.slice(0, 1))
    const manifest = json([{Config: 'c.json', Layers: ['layer.tar']}])
    const before = [raw({name: 'c.json', content: config}), raw({name: 'manifest.json', content: manifest})]
    const document = write(`document ${name}.tar`, Buffer.concat([header('manifest.json'), END]))
    expect(['tar-damaged', 'not-an-image', 'blob-missing']).toContain((await failureOf(document)).kind)
    const image = await open(write(`layer ${name}.tar`, Buffer.concat([...before, header('layer.tar'), layers[0]!])))
    expect(image.layers[0]!.content).toBeNull()
    expect(image.warnings.join()).toContain('incomplete')
  })
})

describe('documents that were made to do harm', () => {
  it('are opened or refused in no time: deep, long and many', async () => {
    const write = (name: string, config: Uint8Array, manifest: Uint8Array, ...more: TarMember[]) =>
      writeTar(join(folder, name), [
        {name: 'c.json', content: config},
        ...more,
        {name: 'manifest.json', content: manifest},
      ])
    const item = json([{Config: 'c.json', RepoTags: ['a:1'], Layers: ['l.tar']}])
    const layer = {name: 'l.tar', content: layers[0]!}
    const deep = await write('deep.tar', configOf([]), Buffer.alloc(8 << 20, '['))
    expect((await failureOf(deep)).kind).toBe('manifest-malformed')
    const history = Array.from({length: 100_000}, (_, i) => ({created_by: `step ${i}`}))
    const long = await open(await write('long.tar', configOf(layers.slice(0, 1), {history}), item, layer))
    expect(long.config.history).toHaveLength(100_000)
    expect(long.layers[0]!.history?.createdBy).toBe('step 0')
    expect(long.warnings.join()).toContain('The history tells of 100,000 layers, the image has 1')
    const short = await open(
      await write(
        'short.tar',
        configOf(layers.slice(0, 1), {history: history.slice(0, 1)}),
        json([{Config: 'c.json', Layers: ['l.tar', 'l.tar']}]),
        layer,
      ),
    )
    expect(short.layers.map(({history}) => history?.createdBy)).toEqual(['step 0', undefined])
    expect(short.warnings).toHaveLength(2)
    const many = json([{Config: 'c.json', Layers: Array.from({length: 500}, () => 'l.tar')}])
    const config = configOf(Array.from({length: 500}, () => layers[0]!))
    expect((await open(await write('many.tar', config, many, layer))).layers).toHaveLength(500)
    const layersByName = (count: number, name: string) => json([{Config: 'c.json', Layers: Array(count).fill(name)}])
    const countless = await write('countless.tar', configOf([]), layersByName(2_000_000, ''))
    expect((await failureOf(countless)).message).toContain('2000000 layers')
    const path = await open(await write('path.tar', configOf([]), layersByName(3, 'a/'.repeat(500_000))))
    expect(path.layers[2]!.missing).toContain('too long a name')
    const tags = json([
      {Config: 'c.json', RepoTags: ['x'.repeat(400_000)], Layers: []},
      {Config: 'c.json', Layers: []},
    ])
    const absent = await failureOf(`${await write('tags.tar', configOf([]), tags)}:absent`)
    expect(absent.advice!.length).toBeLessThan(1000)
  })

  it('are not read on and on, however often a large one is listed', async () => {
    const large = Buffer.concat([configOf([]), Buffer.alloc(7 << 20, 0x20)])
    const item = {Config: 'c.json', Layers: []}
    const archive = (count: number) => [
      {name: 'c.json', content: large},
      {name: 'manifest.json', content: json(Array.from({length: count}, () => item))},
    ]
    expect((await failureOf(await writeTar(join(folder, 'large.tar'), archive(1000)))).kind).toBe('limit-exceeded')
    expect((await failureOf(await writeTar(join(folder, 'many.tar'), archive(20_001)))).message).toContain('20001')
    const layout = new LayoutBuilder()
    for (let i = 0; i < 20; i++) {
      const spaces = Buffer.concat([configOf([]), Buffer.alloc((7 << 20) + i, 0x20)])
      const config = layout.blob(spaces, 'application/vnd.oci.image.config.v1+json')
      layout.list(layout.image([], {manifest: manifest => ({...manifest, config})}), `tag-${i}`)
    }
    expect((await failureOf(layout.writeFolder(join(folder, 'large-layout')))).kind).toBe('limit-exceeded')
  })

  it('are no more than 20,000 manifests', async () => {
    const layout = new LayoutBuilder()
    const image = layout.image([layers[0]!])
    for (let i = 0; i <= 20_000; i++) {
      layout.list({...image, digest: `sha256:${i.toString(16).padStart(64, '0')}`}, `tag-${i}`)
    }
    expect((await failureOf(layout.writeFolder(join(folder, 'manifests')))).kind).toBe('limit-exceeded')
  })

  it('are not named as often as one likes, by listing an index of many again and again', async () => {
    const layout = new LayoutBuilder()
    const {size, mediaType} = layout.image([layers[0]!])
    const nameless = Array.from({length: 500}, (_, i) => ({
      ...{size, mediaType},
      digest: `sha256:${i.toString(16).padStart(64, '0')}`,
    }))
    const index = layout.index(nameless)
    for (let i = 0; i < 500; i++) layout.list(index, `tag-${i}`)
    const failure = await failureOf(layout.writeFolder(join(folder, 'named')))
    expect([failure.kind, failure.message]).toEqual(['limit-exceeded', expect.stringContaining('200000 times')])
  })
})

describe('a file that was cut short', () => {
  it('says that the manifest is beyond the cut', async () => {
    for (const length of [2000, 8000, saved.length - 3000]) {
      const failure = await failureOf(write('cut.tar', saved.subarray(0, length)))
      expect(failure.kind).toBe('tar-damaged')
      expect(failure.message).toContain('not a whole one')
    }
  })

  it('opens what is whole where the manifest came first', async () => {
    const members = dockerSave([{tags: ['a:1'], tars: layers}])
    const first = await packTar([
      ...members.filter(({name}) => name.endsWith('.json')),
      ...members.filter(({name}) => !name.endsWith('.json')),
    ])
    const image = await open(write('first.tar', first.subarray(0, first.length - 5000)))
    expect(image.layers[1]!.content).toBeNull()
    expect(image.layers[1]!.missing).toMatch(/^The file ends before this member does: \d+ of the \d+ bytes/)
    expect(await bytesOf(image.layers[0]!)).toEqual(layers[0])
    expect(image.warnings.join(' ')).toContain('cut short')
    expect(image.warnings.join(' ')).toContain('incomplete')
  })

  it('is never an unexpected error, wherever it is cut or damaged', async () => {
    for (let length = 0; length < saved.length; length += 509) {
      const path = write('any.tar', saved.subarray(0, length))
      await failureOrImage(path)
    }
    const layout = new LayoutBuilder()
    layout.list(layout.image(layers), '1')
    const packed = await packTar(layout.members())
    for (let at = 0; at < packed.length; at += 61) {
      const damaged = Buffer.from(packed)
      damaged[at] = damaged[at]! ^ 0x55
      await failureOrImage(write('any.tar', damaged))
    }
  })

  it('is never an unexpected error in other formats either', async () => {
    const [id, parent] = [oldId('top'), oldId('base')]
    const old = [
      {id, parent, tar: layers[1]!},
      {id: parent, tar: layers[0]!},
    ]
    const formats = [
      await packTar(oldDockerSave(old, {app: {1: id}})),
      await packTar(kanikoSave(layers, layers.map(gzipSync as (bytes: Buffer) => Buffer))),
      gzipSync(saved),
    ]
    for (const whole of formats) {
      for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 150)) {
        const damaged = Buffer.from(whole)
        damaged[at] = damaged[at]! ^ 0x55
        await failureOrImage(write('any.tar', damaged))
        await failureOrImage(write('any.tar', whole.subarray(0, at)))
      }
    }
  })
})

async function failureOrImage(path: string): Promise<void> {
  try {
    await open(path)
  } catch (thrown) {
    expect((thrown as Error).name).toBe('LensError')
    expect((thrown as {advice?: string}).advice, (thrown as Error).message).toBeDefined()
  }
}

describe('recognising', () => {
  it('goes by content, never by name', async () => {
    expect(recogniseFile(write('page.html', saved)).kind).toBe('docker-archive')
    const layout = new LayoutBuilder()
    layout.list(layout.image(layers), '1')
    expect(recogniseFile(await writeTar(join(folder, 'image.zip'), layout.members())).kind).toBe('oci-archive')
    expect(recogniseFile(layout.writeFolder(join(folder, 'layout.tar.gz'))).kind).toBe('oci')
  })
})
