import {spawnSync} from 'node:child_process'
import {randomUUID} from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, it} from 'vitest'
import type {Digest} from '../../../src/image/oci/digest.ts'
import {copyWhole} from '../../../src/operations/copy/copy-whole.ts'
import {listedApart, storeListing} from '../../../src/operations/store/store-listing.ts'
import {blobsOf} from '../../../src/sources/store/collect.ts'
import {ownIdentity} from '../../../src/sources/store/process-identity.ts'
import {Store} from '../../../src/sources/store/store.ts'
import {StoreDestination} from '../../../src/sources/store/store-destination.ts'
import {parseStoreName} from '../../../src/sources/store/store-name.ts'
import {StoreSource} from '../../../src/sources/store/store-source.ts'
import {collectStore, examineStore, removeFromStore, tagInStore} from '../../../src/sources/store/store-verbs.ts'
import {json, LayoutBuilder} from '../../corpus/archives.ts'
import {command} from '../../corpus/real/command.ts'
import {requires} from '../../corpus/real/tools.ts'
import {context} from '../opening.ts'
import {failing} from '../registry/clients.ts'
import {addImage, imageOf, openImage, ownFolder, put} from './images.ts'

const folder = ownFolder()
const {signal} = context
let store: Store
let n = 0
beforeEach(() => {
  store = new Store(join(folder, `store-${n++}`))
})

const tags = () => store.readIndex().entries.map(({tag}) => tag)
const remove = (image: string, force = false) => removeFromStore(store, [image], {force, now: Date.now(), signal})
const collected = (now = Date.now(), untagged = false) => collectStore(store, {untagged, now, signal})
const blobCount = () => blobsOf(store).length
const LATER = 2 * 3600_000

describe('removing several', () => {
  it('goes on behind what is not there, and throws where none is', async () => {
    await put(await imageOf(folder, ['a']), store, 'one')
    await put(await imageOf(folder, ['b']), store, 'two')
    const several = (...images: string[]) => removeFromStore(store, images, {force: false, now: Date.now(), signal})
    expect(await several('one', 'three', 'two')).toMatchObject({
      untagged: ['one:latest', 'two:latest'],
      refused: [{name: 'three', error: {kind: 'not-found'}}],
    })
    expect(tags()).toEqual([])
    expect((await failing(several('three', 'four'))).kind).toBe('not-found')
  })
})

describe('the store', () => {
  it('takes an image, and finds it by name, full name, ID, the beginning of one, and digest', async () => {
    const image = await imageOf(folder, ['a', 'b'])
    expect(store.exists).toBe(false)
    const {digest, keepsDigest} = await put(image, store, 'shop/api:1.4')
    expect([digest, keepsDigest]).toEqual([image.digest, true])
    const id = image.id!
    for (const name of ['shop/api:1.4', 'docker.io/shop/api:1.4', id, id.slice(7, 15), digest, `shop/api@${digest}`]) {
      expect((await openImage(`store:${name}`, store)).digest).toBe(digest)
    }
    expect((await openImage('shop/api:1.4', store)).transport).toBe('store')
    expect((await openImage('store:', store)).reference).toBe('store:shop/api:1.4')
    const unknown = await failing(openImage('store:other', store))
    expect([unknown.kind, unknown.advice]).toEqual(['not-found', expect.stringContaining('shop/api:1.4')])
  })

  it('says what to do where it holds nothing, and makes no folder by being asked', async () => {
    const failure = await failing(openImage('store:', store))
    expect([failure.kind, failure.advice]).toEqual(['not-found', expect.stringContaining('layerlens pull')])
    expect((await collected()).collected.blobs).toBe(0)
    expect(existsSync(store.folder)).toBe(false)
  })

  it('keeps the image without a name whose name another gets, until it is removed', async () => {
    const [one, two] = [await imageOf(folder, ['old']), await imageOf(folder, ['new'])]
    await put(one, store, 'app:1')
    await put(two, store, 'app:1')
    expect(tags()).toEqual([null, 'app:1'])
    expect((await openImage('store:app:1', store)).digest).toBe(two.digest)
    expect((await openImage(`store:${one.digest}`, store)).tags).toEqual([])
    const removed = await remove(one.id!)
    expect([removed.deleted, removed.collected.blobs]).toEqual([[one.digest], 3])
    expect(tags()).toEqual(['app:1'])
  })

  it('gives and takes names; the last one takes the image with it, and frees at once what no other needs', async () => {
    const [one, two] = [await imageOf(folder, ['base', 'x'.repeat(9000)]), await imageOf(folder, ['base', 'two'])]
    await put(one, store, 'one')
    await put(two, store, 'two')
    await tagInStore(store, 'one', parseStoreName('localhost:5000/one:2'), signal)
    await tagInStore(store, 'one', parseStoreName('localhost:5000/one:2'), signal)
    expect(tags()).toEqual(['one:latest', 'two:latest', 'localhost:5000/one:2'])
    const several = await failing(remove(one.id!.slice(0, 19)))
    expect([several.kind, several.message]).toEqual(['usage', expect.stringContaining('2 names')])
    expect(await remove('one')).toMatchObject({untagged: ['one:latest'], deleted: [], collected: {blobs: 0, freed: 0}})
    const before = blobsOf(store).reduce((sum, {size}) => sum + size, 0)
    const {deleted, collected: gone} = await remove('localhost:5000/one:2')
    const after = blobsOf(store).reduce((sum, {size}) => sum + size, 0)
    // Its own layer, its config, its manifest; the base is two's too.
    expect([deleted, gone.blobs, gone.freed]).toEqual([[one.digest], 3, before - after])
    await examineStore(store, context)
    expect((await openImage('store:two', store)).warnings).toEqual([])
  })

  it('moves a name to another image', async () => {
    const [one, two] = [await imageOf(folder, ['m1']), await imageOf(folder, ['m2'])]
    await put(one, store, 'app:1')
    await put(two, store, 'app:2')
    await tagInStore(store, 'app:2', parseStoreName('app:1'), signal)
    expect((await openImage('store:app:1', store)).digest).toBe(two.digest)
    expect(tags().filter(tag => tag === null)).toHaveLength(1)
    expect((await collected(Date.now(), true)).deleted).toEqual([one.digest])
    expect((await failing(tagInStore(store, 'none', parseStoreName('x'), signal))).kind).toBe('not-found')
  })

  it('refuses what can be no name', async () => {
    for (const name of ['Big', 'a b', 'x@sha256:1', '']) expect(() => parseStoreName(name)).toThrow()
  })

  it('lists what is shared, in stored bytes, the newest image first', async () => {
    await put(await imageOf(folder, ['base', '1'], {created: '2024-01-01T00:00:00Z'}), store, 'old')
    await put(await imageOf(folder, ['base', '2'], {created: '2025-01-01T00:00:00Z'}), store, 'new')
    const rows = await storeListing(store)
    expect(rows.map(({tags: [tag], platforms}) => [tag, platforms])).toEqual([
      ['new:latest', ['linux/amd64']],
      ['old:latest', ['linux/amd64']],
    ])
    const [base, own] = (await openImage('store:old', store)).layers.map(({compressedSize}) => compressedSize!)
    expect(rows[1]).toMatchObject({storedSize: base! + own!, shared: base, problem: null})
  })

  it('lists images with the same config apart, by the digests of their manifests', async () => {
    const image = await imageOf(folder, ['same'])
    const noted = await imageOf(folder, ['same'], {manifest: plain => ({...plain, annotations: {note: 'another'}})})
    const other = await imageOf(folder, ['other'])
    expect([noted.id === image.id, noted.digest === image.digest]).toEqual([true, false])
    for (const [each, name] of [
      [image, 'one'],
      [noted, 'two'],
      [other, 'three'],
    ] as const)
      await put(each, store, name)
    const ids = new Map(listedApart(await storeListing(store)).map(({id, tags: [tag]}) => [tag, id]))
    expect(Object.fromEntries(ids)).toEqual({
      'one:latest': image.digest,
      'two:latest': noted.digest,
      'three:latest': other.id,
    })
    // Both ways of naming it find it.
    for (const id of ids.values()) expect((await openImage(`store:${id}`, store)).warnings).toEqual([])
  })

  it('leaves what others wrote into the list as they wrote it', async () => {
    await put(await imageOf(folder, ['w']), store, 'w')
    const path = join(store.folder, 'index.json')
    const index = JSON.parse(readFileSync(path, 'utf8'))
    index.annotations = {by: 'somebody'}
    index.manifests[0].annotations.more = 'kept'
    index.manifests[0].platform = {os: 'linux', architecture: 'amd64'}
    writeFileSync(path, JSON.stringify(index))
    await tagInStore(store, 'w', parseStoreName('v'), signal)
    const after = JSON.parse(readFileSync(path, 'utf8'))
    expect([after.annotations, after.manifests[0]]).toEqual([{by: 'somebody'}, index.manifests[0]])
  })

  it('is a folder of its own: one of something else is refused', async () => {
    mkdirSync(store.folder)
    writeFileSync(join(store.folder, 'mine.txt'), 'x')
    const failure = await failing(put(await imageOf(folder, ['z']), store, 'z'))
    expect([failure.kind, failure.advice]).toEqual(['usage', expect.stringContaining('--store')])
    expect(readdirSync(store.folder)).toEqual(['mine.txt'])
  })
})

describe('collecting', () => {
  /** Bytes that no image needs; `age` in milliseconds. */
  const leftover = async (age = 0): Promise<string> => {
    const other = new Store(join(folder, `other-${n++}`))
    const image = await imageOf(folder, [`left ${n}`])
    await put(image, other, 'x')
    const digest = image.layers[0]!.digest as Digest
    const path = store.blobPath(digest)
    writeFileSync(path, readFileSync(other.blobPath(digest)))
    const at = (Date.now() - age) / 1000
    utimesSync(path, at, at)
    return path
  }

  it('takes what is old and nobody’s, leaves what is young, and says so', async () => {
    await put(await imageOf(folder, ['kept']), store, 'kept')
    const [old, young] = [await leftover(LATER), await leftover()]
    const {collected: found} = await collected()
    expect([found.blobs, existsSync(old), existsSync(young)]).toEqual([1, false, true])
    expect(found.kept).toEqual([{blobs: 1, bytes: statSync(young).size, why: expect.stringContaining('an hour')}])
    expect((await collected(Date.now() + LATER)).collected.blobs).toBe(1)
    expect((await openImage('store:kept', store)).warnings).toEqual([])
  })

  it('takes the mark of one who was killed before it had its name, and leaves one that may be another machine’s', async () => {
    await put(await imageOf(folder, ['there']), store, 'there')
    mkdirSync(store.marksFolder, {recursive: true})
    const {pid} = spawnSync('true')
    const names = [randomUUID(), randomUUID(), randomUUID()].map(id => `${pid}-${id}.json.tmp`)
    const writer = {...ownIdentity(), pid, started: '1', what: 'writing a:1', digests: []}
    const texts = [JSON.stringify(writer), JSON.stringify({...writer, machine: 'elsewhere'}), '{"pid":']
    for (const [i, name] of names.entries()) writeFileSync(join(store.marksFolder, name), texts[i]!)
    await collected()
    expect(readdirSync(store.marksFolder).toSorted()).toEqual(names.slice(1).toSorted())
    await collected(Date.now() + 2 * LATER * 24)
    expect(readdirSync(store.marksFolder)).toEqual([])
  })

  it('leaves what somebody writes just now, whatever its age', async () => {
    await put(await imageOf(folder, ['there']), store, 'there')
    const image = await imageOf(folder, ['coming', 'later'])
    const destination = new StoreDestination(store, parseStoreName('coming'))
    const layer = image.layers[0]!
    const size = layer.compressedSize!
    const open = () => layer.content!.open(context)
    await destination.putBlob({digest: layer.digest!, size, open, signal, progress() {}})
    const {collected: found} = await collected(Date.now() + LATER)
    expect([found.blobs, found.kept.map(({why}) => why)]).toEqual([
      0,
      [`process ${process.pid} needs them: writing coming:latest`],
    ])
    destination.close()
    expect((await collected(Date.now() + LATER)).collected.blobs).toBe(1)
  })

  it('keeps indexes, their images and attestations, and a signature as long as its image', async () => {
    const builder = new LayoutBuilder()
    const amd = await addImage(builder, ['amd'])
    const arm = await addImage(builder, ['arm'], {architecture: 'arm64'})
    const platform = (architecture: string, os = 'linux') => ({platform: {os, architecture}})
    const attestation = builder.image([Buffer.from('{}')], {os: 'unknown', architecture: 'unknown'})
    const inner = builder.index([{...arm, ...platform('arm64')}])
    const index = builder.index([
      {...amd, ...platform('amd64')},
      inner,
      {...attestation, ...platform('unknown', 'unknown')},
    ])
    const layout = builder.list(index, 'all').writeFolder(join(folder, 'whole'))
    const image = await openImage(`oci:${layout}:all`)
    const {digest} = await put(image, store, 'all', copyWhole)
    expect(digest).toBe(index.digest)
    expect(blobCount()).toBe(builder.files.size - 1)

    const signature = json({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      artifactType: 'application/x.signature',
      ...{config: builder.blob(Buffer.from('{}'), 'application/vnd.oci.empty.v1+json'), layers: []},
      subject: index,
    })
    const signed = builder.blob(signature, 'application/vnd.oci.image.manifest.v1+json')
    for (const [path, bytes] of builder.files)
      if (path.startsWith('blobs/')) writeFileSync(join(store.folder, path), bytes)
    const {entries, rest} = store.readIndex()
    const raw = {...signed}
    const entry = {digest: signed.digest as Digest, mediaType: signed.mediaType, size: signed.size, tag: null, raw}
    await store.locked('signing', signal, () => store.writeIndex({entries: [...entries, entry], rest}, signal))

    expect((await collected(Date.now() + LATER)).collected.blobs).toBe(0)
    expect((await storeListing(store)).map(({tags, platforms}) => [tags, platforms])).toEqual([
      [['all:latest'], ['linux/amd64', 'linux/arm64']],
    ])
    // It has no name, and never will: that is no reason to take it from an image that has one.
    expect((await collected(Date.now() + LATER, true)).collected.blobs).toBe(0)
    expect(store.readIndex().entries.map(({digest}) => digest)).toContain(signed.digest)
    const {deleted} = await remove('all')
    expect(deleted).toContain(index.digest)
    expect([tags(), blobCount()]).toEqual([[], 0])
  })
})

describe('a manifest without a name whose subject is no digest', () => {
  it.each(['nonsense', '', 7, null])('(%j) stands by itself, and is kept', async digest => {
    await put(await imageOf(folder, ['a']), store, 'a')
    const builder = new LayoutBuilder()
    const config = builder.blob(Buffer.from('{}'), 'application/vnd.oci.empty.v1+json')
    const mediaType = 'application/vnd.oci.image.manifest.v1+json'
    const raw = builder.blob(json({schemaVersion: 2, mediaType, config, layers: [], subject: {digest}}), mediaType)
    for (const [path, bytes] of builder.files)
      if (path.startsWith('blobs/')) writeFileSync(join(store.folder, path), bytes)
    const {entries, rest} = store.readIndex()
    const entry = {digest: raw.digest as Digest, mediaType, size: raw.size, tag: null, raw: {...raw}}
    await store.locked('writing', signal, () => store.writeIndex({entries: [...entries, entry], rest}, signal))
    expect((await collected(Date.now() + LATER)).deleted).toEqual([])
    expect(tags()).toEqual(['a:latest', null])
  })
})

it('that the disk does not let us work in says so in words', async () => {
  await put(await imageOf(folder, ['a']), store, 'a')
  rmSync(store.marksFolder, {recursive: true, force: true})
  symlinkSync('writers', store.marksFolder)
  const other = await imageOf(folder, ['b'])
  for (const work of [() => collected(), () => put(other, store, 'b')]) {
    const failure = await failing(work())
    expect([failure.kind, failure.message]).toEqual(['io', expect.stringContaining(store.folder)])
  }
})

describe('a store that was damaged by hand', () => {
  beforeEach(async () => {
    await put(await imageOf(folder, ['one', 'common']), store, 'one')
    await put(await imageOf(folder, ['two', 'common']), store, 'two')
  })

  it.each([
    ['is not JSON', () => writeFileSync(join(store.folder, 'index.json'), '{"manifests":[')],
    ['has the wrong shape', () => writeFileSync(join(store.folder, 'index.json'), '{"manifests":{}}')],
    ['is gone', () => rmSync(join(store.folder, 'index.json'))],
  ])('by a list that %s: nothing is overwritten, and the copy is as good', async (words, damage) => {
    const before = blobCount()
    damage()
    const other = await imageOf(folder, ['three'])
    for (const work of [() => openImage('store:one', store), () => put(other, store, 'three'), () => collected()]) {
      const failure = await failing(work())
      expect([failure.kind, failure.message]).toEqual(['manifest-malformed', expect.stringContaining(words)])
      expect(failure.advice).toMatch(/^Put back the copy .*: cp /)
      const [, from, to] = /: cp (\S+) (\S+)$/.exec(failure.advice!)!
      expect([existsSync(from!), to]).toEqual([true, join(store.folder, 'index.json')])
    }
    expect(blobCount()).toBeGreaterThanOrEqual(before)
    await command('cp', [join(store.folder, '.layerlens/index.json'), join(store.folder, 'index.json')])
    expect(tags()).toEqual(['one:latest', 'two:latest'])
    await put(other, store, 'three')
  })

  it('by a manifest that is gone: it is told of that image alone, collecting waits, and pulling mends it', async () => {
    const image = await openImage('store:one', store)
    rmSync(store.blobPath(image.digest!))
    const failure = await failing(openImage('store:one', store))
    expect([failure.kind, failure.advice]).toEqual(['blob-missing', 'Pull it again: layerlens pull one:latest'])
    expect((await openImage('store:two', store)).warnings).toEqual([])
    const refused = await failing(collected(Date.now() + LATER))
    expect([refused.message, refused.advice]).toEqual([
      expect.stringContaining('Nothing was collected'),
      expect.stringContaining('layerlens rm store:one:latest'),
    ])
    expect((await storeListing(store)).map(({problem}) => problem === null).toSorted()).toEqual([false, true])
    await put(await imageOf(folder, ['one', 'common']), store, 'one')
    expect((await openImage('store:one', store)).warnings).toEqual([])
    expect((await collected(Date.now() + LATER)).collected.blobs).toBe(0)
  })

  it('or the broken image is removed, and others stay whole', async () => {
    const image = await openImage('store:one', store)
    writeFileSync(store.blobPath(image.digest!), '{}')
    expect((await remove('one')).problem).toBeNull()
    expect((await collected(Date.now() + LATER)).collected.blobs).toBeGreaterThan(0)
    expect((await openImage('store:two', store)).warnings).toEqual([])
    expect((await examineStore(store, context)).damaged).toEqual([])
  })

  it('by a layer of another size: it is said, and pulling writes it anew', async () => {
    const {layers} = await openImage('store:one', store)
    writeFileSync(store.blobPath(layers[0]!.digest!), 'short')
    expect((await openImage('store:one', store)).warnings.join()).toContain('1 of its 2 layers')
    const {layers: arrived} = await put(await imageOf(folder, ['one', 'common']), store, 'one')
    expect(arrived.map(({arrival}) => arrival)).toEqual(['sent', 'there'])
    expect((await openImage('store:one', store)).warnings).toEqual([])
  })

  it('by a byte: examining finds it and puts it aside, where nothing is lost', async () => {
    const {layers} = await openImage('store:one', store)
    const path = store.blobPath(layers[0]!.digest!)
    const bytes = readFileSync(path)
    bytes[bytes.length - 5]! ^= 1
    writeFileSync(path, bytes)
    const {damaged, blobs} = await examineStore(store, context)
    expect([blobs, damaged.map(({digest}) => digest)]).toEqual([7, [layers[0]!.digest]])
    expect([existsSync(path), readFileSync(damaged[0]!.aside)]).toEqual([false, bytes])
    await put(await imageOf(folder, ['one', 'common']), store, 'one')
    expect((await examineStore(store, context)).damaged).toEqual([])
  })

  it('by a blob that is written anew or removed once it was read: that one is not put aside', async () => {
    const [first, second] = blobsOf(store)
    const sound = readFileSync(first!.path)
    for (const {path} of [first!, second!]) writeFileSync(path, 'damaged')
    const then = [
      () => {
        writeFileSync(`${first!.path}.new`, sound)
        renameSync(`${first!.path}.new`, first!.path)
      },
      () => rmSync(second!.path),
    ]
    expect((await examineStore(store, {...context, progress: () => then.shift()?.()})).damaged).toEqual([])
    expect(readFileSync(first!.path)).toEqual(sound)
  })

  it('by a config of the same size: pulling writes that anew too', async () => {
    const image = await openImage('store:one', store)
    writeFileSync(store.blobPath(image.id!), Buffer.alloc(image.rawConfig.length, 32))
    const failure = await failing(openImage('store:one', store))
    expect([failure.kind, failure.advice]).toEqual([
      'digest-mismatch',
      expect.stringContaining('layerlens pull one:latest'),
    ])
    await put(await imageOf(folder, ['one', 'common']), store, 'one')
    expect((await openImage('store:one', store)).id).toBe(image.id)
  })
})

describe('other tools', () => {
  const NAMES = ['demo:1', 'localhost:5000/shop/api:1.4']

  it('read the store, and are read', requires('skopeo', 'umoci'), async () => {
    const image = await imageOf(folder, ['for', 'others'])
    for (const name of NAMES) await put(image, store, name)
    for (const name of NAMES) {
      const inspected = JSON.parse(await command('skopeo', ['inspect', `oci:${store.folder}:${name}`]))
      expect(inspected.Digest).toBe(image.digest)
      const stat = JSON.parse(await command('umoci', ['stat', '--json', '--image', `${store.folder}:${name}`]))
      expect(stat.history).toHaveLength(2)
    }
    expect((await command('umoci', ['ls', '--layout', store.folder])).trim().split('\n')).toEqual(NAMES)
    await command('skopeo', [
      ...['--insecure-policy', 'copy', '--quiet'],
      ...[`oci:${store.folder}:demo:1`, `oci:${store.folder}:by/skopeo:1`],
    ])
    await command('umoci', ['tag', '--image', `${store.folder}:demo:1`, 'by-umoci'])
    expect(tags()).toEqual([...NAMES, 'by/skopeo:1', 'by-umoci'])
    // Their garbage collection leaves what we need.
    await command('umoci', ['gc', '--layout', store.folder])
    for (const name of [...NAMES, 'by/skopeo:1', 'by-umoci']) {
      expect((await openImage(`store:${name}`, store)).digest).toBe(image.digest)
    }
    expect((await remove('by-umoci')).untagged).toEqual(['by-umoci'])
    expect(await new StoreSource(store).list()[Symbol.asyncIterator]().next()).toMatchObject({done: false})
  })
})
