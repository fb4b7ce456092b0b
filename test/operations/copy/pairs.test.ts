import {mkdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Image} from '../../../src/image/oci/image.ts'
import type {LayerCompression} from '../../../src/operations/copy/compressor.ts'
import {copyImage} from '../../../src/operations/copy/copy-image.ts'
import {copyWhole} from '../../../src/operations/copy/copy-whole.ts'
import {destinationOf} from '../../../src/sources/destinations.ts'
import type {Engines} from '../../../src/sources/engine/engines.ts'
import {resolveReference} from '../../../src/sources/resolve.ts'
import {KeptBlobs} from '../../../src/sources/spool/kept-blobs.ts'
import {Store} from '../../../src/sources/store/store.ts'
import {LayoutBuilder, layerTar} from '../../corpus/archives.ts'
import {command} from '../../corpus/real/command.ts'
import {requires} from '../../corpus/real/tools.ts'
import {dockerEngine, enginesAt, podmanEngine} from '../../engine/engines.ts'
import {spools} from '../../engine/loading.ts'
import {context} from '../../sources/opening.ts'
import {failing, registriesOf} from '../../sources/registry/clients.ts'
import {type RealRegistry, startRegistry} from '../../sources/registry/real-registry.ts'
import {ownFolder} from '../../sources/store/images.ts'

const folder = ownFolder()
/** Podman takes the folder for a name, and wants it in small letters. */
const store = new Store(join(tmpdir(), `layerlens-pairs-${process.pid}`))
afterAll(() => rmSync(store.folder, {recursive: true, force: true}))
const GZIP = 'application/vnd.oci.image.layer.v1.tar+gzip'

/** `one`: an image of two layers. `all`: an index of two platforms and an attestation. `nested`: an index in an index. */
let layout: string
let index: string
beforeAll(async () => {
  const builder = new LayoutBuilder()
  const image = async (text: string, options = {}) => {
    const tars = [await layerTar({base: 'x'.repeat(30_000)}), await layerTar({own: text})]
    return builder.image(tars, {stored: tars.map(tar => gzipSync(tar)), layerType: GZIP, ...options})
  }
  const on = (architecture: string, os = 'linux') => ({platform: {os, architecture}})
  const amd = await image('amd')
  const arm = await image('arm', {architecture: 'arm64', variant: 'v8'})
  const attestation = {
    ...builder.image([Buffer.from('{}')], {os: 'unknown', architecture: 'unknown'}),
    ...on('unknown', 'unknown'),
  }
  const all = builder.index([{...amd, ...on('amd64')}, {...arm, ...on('arm64')}, attestation])
  const nested = builder.index([{...amd, ...on('amd64')}, builder.index([{...arm, ...on('arm64')}])])
  index = all.digest
  layout = builder.list(amd, 'one').list(all, 'all').list(nested, 'nested').writeFolder(join(folder, 'layout'))
})

interface Options {
  readonly engines?: Engines
  readonly compress?: LayerCompression
  readonly whole?: boolean
  readonly platform?: string
}

async function open(reference: string, {engines, platform}: Options = {}): Promise<Image> {
  const resolved = await resolveReference(reference, {
    ...{hostArchitecture: 'amd64', context, registries: registriesOf(), keeper: new KeptBlobs(), store, spools},
    ...(engines === undefined ? {} : {engines}),
    ...(platform === undefined ? {} : {platform}),
  })
  if (resolved.kind === 'image') return resolved.image
  throw new Error('a choice')
}

async function copy(from: string, to: string, options: Options = {}) {
  const {engines, compress = null, whole = false} = options
  const image = await open(from, options)
  const places = {registries: registriesOf(), store, ...(engines === undefined ? {} : {engines})}
  const destination = await destinationOf(to, image, places, context.signal)
  const how = {context, compress, onEvent: () => {}}
  const result = whole ? await copyWhole(image, destination, how) : await copyImage(image, destination, how)
  return {...result, reference: destination.reference, arrivals: result.layers.map(({arrival}) => arrival)}
}

const diffIds = ({layers}: Image) => layers.map(({diffId}) => diffId)

describe('an image copied around', requires('docker-registry', 'skopeo'), () => {
  let registry: RealRegistry
  beforeAll(async () => {
    registry = await startRegistry()
  })

  it('keeps its digest by way of all places that have digests', async () => {
    const original = await open(`oci:${layout}:one`)
    const archive = join(folder, 'way.oci.tar')
    const way = [
      ...['store:way/one:1', `docker://${registry.host}/way:1`, `oci-archive:${archive}:way:1`, 'store:way/two:1'],
      ...[`oci:${join(folder, 'way')}:x`],
    ]
    let from = `oci:${layout}:one`
    for (const to of way) {
      expect(await copy(from, to)).toMatchObject({digest: original.digest, keepsDigest: true, id: original.id})
      from = to
    }
    expect(diffIds(await open(from))).toEqual(diffIds(original))
    const inspected = JSON.parse(await command('skopeo', ['inspect', `oci-archive:${archive}:way:1`]))
    expect(inspected.Digest).toBe(original.digest)
    expect((await copy(`docker://${registry.host}/way:1`, 'store:way/three:1')).arrivals).toEqual(['there', 'there'])
  })

  it('has an ID, but no digest in a docker-archive, and says so', async () => {
    const original = await open(`oci:${layout}:one`)
    const archive = join(folder, 'plain.tar')
    expect(await copy(`oci:${layout}:one`, `docker-archive:${archive}:a:1`)).toMatchObject({
      ...{digest: null, keepsDigest: false, id: original.id},
    })
    expect((await copy(archive, 'store:')).reference).toBe('store:a:1')
    expect(diffIds(await open('store:a:1'))).toEqual(diffIds(original))
  })

  it('takes the name along that it has, where none is given', async () => {
    await copy(`oci:${layout}:one`, `docker://${registry.host}/named/here:2`)
    expect((await copy(`docker://${registry.host}/named/here:2`, 'store:')).reference).toBe(
      `store:${registry.host}/named/here:2`,
    )
    const digest = (await open(`oci:${layout}:one`)).digest!
    expect((await copy(`docker://${registry.host}/named/here@${digest}`, 'store:')).reference).toBe(`store:${digest}`)
  })

  it.each([['gzip'], ['zstd']] as const)(
    'is packed by %s where it was packed otherwise, once',
    requires('zstd'),
    async compression => {
      const other = compression === 'gzip' ? 'zstd' : 'gzip'
      const original = await open(`oci:${layout}:one`)
      await copy(`oci:${layout}:one`, `store:other-${compression}:1`, {compress: other})
      const packed = await copy(`store:other-${compression}:1`, `docker://${registry.host}/${compression}:1`, {
        compress: compression,
      })
      expect(packed.keepsDigest).toBe(false)
      const back = await open(`docker://${registry.host}/${compression}:1`)
      expect([back.id, diffIds(back)]).toEqual([original.id, diffIds(original)])
      expect(back.layers.map(({mediaType}) => mediaType.split('+')[1])).toEqual([compression, compression])
      // skopeo reads every byte.
      const target = `dir:${join(folder, `read-${compression}`)}`
      const options = ['--insecure-policy', 'copy', '--quiet', '--src-tls-verify=false']
      await command('skopeo', [...options, `docker://${registry.host}/${compression}:1`, target])
      const again = await copy(`docker://${registry.host}/${compression}:1`, 'store:again:1', {compress: compression})
      expect([again.keepsDigest, again.digest]).toEqual([true, packed.digest])
    },
  )

  it('is copied with all platforms and attestations, by way of every place that can hold them', async () => {
    const archive = join(folder, 'all.oci.tar')
    const way = [
      ...[
        `docker://${registry.host}/all:1`,
        'store:all:1',
        `oci-archive:${archive}:all`,
        `oci:${join(folder, 'all')}:all`,
      ],
    ]
    let from = `oci:${layout}:all`
    for (const to of way) {
      expect(await copy(from, to, {whole: true})).toMatchObject({digest: index, keepsDigest: true})
      expect((await open(to, {platform: 'linux/arm64'})).platform.variant).toBe('v8')
      from = to
    }
    const nested = await copy(`oci:${layout}:nested`, `docker://${registry.host}/nested:1`, {whole: true})
    expect((await copy(`docker://${registry.host}/nested:1`, 'store:nested', {whole: true})).digest).toBe(nested.digest)
    expect((await open('store:nested', {platform: 'linux/arm64'})).layers).toHaveLength(2)
    const raw = await command('skopeo', ['inspect', '--raw', '--tls-verify=false', `docker://${registry.host}/all:1`])
    expect((JSON.parse(raw) as {manifests: unknown[]}).manifests).toHaveLength(3)
    const all = ['--insecure-policy', 'copy', '--all', '--quiet', '--src-tls-verify=false']
    await command('skopeo', [...all, `docker://${registry.host}/all:1`, `oci:${join(folder, 'by-skopeo')}:all`])
    expect((await open(`oci:${join(folder, 'by-skopeo')}:all`, {platform: 'linux/arm64'})).layers).toHaveLength(2)
  })

  it('of one platform is no whole one, and says which is missing', async () => {
    const file = join(folder, 'one.tar')
    await copy(`oci:${layout}:all`, `docker-archive:${file}:one:1`)
    expect((await failing(copy(file, 'store:x', {whole: true}))).kind).toBe('reference-unsupported')
    expect((await failing(copy(`oci:${layout}:all`, `docker-archive:${file}.2`, {whole: true}))).kind).toBe(
      'reference-unsupported',
    )
    const partial = new LayoutBuilder()
    const amd = partial.image([await layerTar({a: 'a'})])
    const gone = {...amd, digest: `sha256:${'0'.repeat(64)}`, platform: {os: 'linux', architecture: 's390x'}}
    partial.list(partial.index([{...amd, platform: {os: 'linux', architecture: 'amd64'}}, gone]), 'p')
    const place = `oci:${partial.writeFolder(join(folder, 'partial'))}:p`
    const failure = await failing(copy(place, 'store:p', {whole: true}))
    expect([failure.kind, failure.message]).toEqual(['blob-missing', expect.stringContaining('linux/s390x')])
    expect((await copy(place, 'store:p')).keepsDigest).toBe(true)
  })

  it('is read by podman from the store', requires('podman'), async () => {
    await copy(`oci:${layout}:one`, 'store:for/podman:1')
    const root = join(folder, 'podman')
    mkdirSync(root)
    const options = ['--root', join(root, 'root'), '--runroot', join(root, 'run'), '--storage-driver', 'vfs']
    const podman = (...args: string[]) => command('podman', [...options, '--cgroup-manager', 'cgroupfs', ...args])
    const pulled = (await podman('pull', '--quiet', `oci:${store.folder}:for/podman:1`)).trim()
    expect(`sha256:${pulled}`).toBe((await open('store:for/podman:1')).id)
    await command('rm', ['-rf', root])
  })
})

describe('an image copied to an engine and back', () => {
  const docker = dockerEngine()
  const podman = podmanEngine()

  it.each([
    ['docker-daemon', () => docker()],
    ['podman', () => podman()],
  ] as const)('%s keeps its ID and layers', requires('dockerd', 'podman'), async (transport, engine) => {
    const engines = enginesAt(engine().host)
    const original = await open(`oci:${layout}:one`)
    await copy(`oci:${layout}:one`, 'store:engine/there:1')
    const there = await copy('store:engine/there:1', `${transport}:localhost/engine/there:1`, {engines})
    expect(there).toMatchObject({digest: null, id: original.id, arrivals: ['sent', 'sent']})
    const listed = await engine().run('images', '--no-trunc', '--quiet')
    expect(listed).toContain(original.id!.slice(7))
    // One that is there is not sent again, and gets the other name.
    const again = await copy(`oci:${layout}:one`, `${transport}:localhost/engine/again:1`, {engines})
    expect(again.arrivals).toEqual(['there', 'there'])
    expect(JSON.parse(await engine().run('inspect', 'localhost/engine/again:1'))[0].Id.replace('sha256:', '')).toBe(
      original.id!.slice(7),
    )
    const back = await copy(`${transport}:localhost/engine/there:1`, `store:back/${transport}:1`, {engines})
    expect(back.id).toBe(original.id)
    expect(diffIds(await open(`store:back/${transport}:1`))).toEqual(diffIds(original))
  })
})
