import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {beforeAll, describe, expect, it} from 'vitest'
import {
  configOf,
  type Descriptor,
  digestOf,
  dockerSave,
  hexOf,
  json,
  LayoutBuilder,
  layerTar,
} from '../../corpus/archives.ts'
import {bytesOf, failureOf, list, open, resolve, temporaryFolder, writeTar} from '../opening.ts'

const folder = temporaryFolder()
let base: Buffer
let app: Buffer
let other: Buffer

beforeAll(async () => {
  base = await layerTar({'etc/os-release': 'ID=test', 'bin/sh': '#!'})
  app = await layerTar({'app/main': 'one'})
  other = await layerTar({'app/main': 'two'})
})

describe('an old docker save', () => {
  it('gives its layers base first, as regions of the file that hold their very bytes', async () => {
    const path = await writeTar(join(folder, 'one.tar'), dockerSave([{tags: ['app:1'], tars: [base, app]}]))
    const image = await open(path)
    expect(image.layers.map(layer => layer.diffId)).toEqual([digestOf(base), digestOf(app)])
    expect(await Promise.all(image.layers.map(bytesOf))).toEqual([base, app])
    const file = readFileSync(path)
    const regions = image.layers.map(layer => layer.content!.region!)
    expect(regions.map(({offset, size}) => file.subarray(offset, offset + size))).toEqual([base, app])
    expect(regions.map(region => region.path)).toEqual([path, path])
  })

  it('tells what the config says, and that layers are stored plain', async () => {
    const path = await writeTar(
      join(folder, 'facts.tar'),
      dockerSave([{tags: ['app:1', 'app:latest'], tars: [base, app]}]),
    )
    const image = await open(path)
    expect(image).toMatchObject({
      transport: 'docker-archive',
      reference: `docker-archive:${path}`,
      id: digestOf(configOf([base, app])),
      digest: null,
      tags: ['app:1', 'app:latest'],
      platform: {os: 'linux', architecture: 'amd64', variant: null},
      warnings: [],
    })
    expect(image.layers.map(layer => layer.history?.createdBy)).toEqual(['step 0', 'step 1'])
    expect(image.layers[0]).toMatchObject({
      digest: null,
      compressedSize: null,
      missing: null,
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar',
    })
  })

  it.each(['symlink', 'link'] as const)('follows a %s from a repeated layer to its first', async kind => {
    const members = dockerSave(
      [
        {tags: ['a:1'], tars: [base, app]},
        {tags: ['b:1'], tars: [base, other]},
      ],
      kind,
    )
    const path = await writeTar(join(folder, `shared-${kind}.tar`), members)
    const image = await open(`${path}:b:1`)
    expect(await Promise.all(image.layers.map(bytesOf))).toEqual([base, other])
  })

  it('offers several images, and opens each by number, name, ID and beginning of an ID', async () => {
    const images = [
      {tags: ['shop/api:1.4'], tars: [base, app]},
      {tags: null, tars: [base, other]},
      {tags: ['registry.example:5000/tools:2', 'busybox:latest'], tars: [base]},
    ]
    const path = await writeTar(join(folder, 'several.tar'), dockerSave(images))
    const resolved = await resolve(path)
    expect(resolved.kind).toBe('choices')
    const summaries = await list(path)
    expect(summaries.map(summary => summary.reference)).toEqual([
      `docker-archive:${path}:shop/api:1.4`,
      `docker-archive:${path}:@1`,
      `docker-archive:${path}:registry.example:5000/tools:2`,
    ])
    const ids = images.map(image => digestOf(configOf(image.tars)))
    for (const [i, summary] of summaries.entries()) expect((await open(summary.reference)).id).toBe(ids[i])
    for (const [reference, i] of [
      ['@1', 1],
      ['docker.io/shop/api:1.4', 0],
      ['busybox', 2],
      ['docker.io/library/busybox:latest', 2],
      [ids[1]!, 1],
      [ids[1]!.slice(7, 27), 1],
    ] as const) {
      expect((await open(`${path}:${reference}`)).id, reference).toBe(ids[i])
    }
  })

  it('lists what it has where a name is not there, or may mean several', async () => {
    const path = await writeTar(
      join(folder, 'named.tar'),
      dockerSave([
        {tags: ['a:1'], tars: [base]},
        {tags: ['b:1'], tars: [app]},
      ]),
    )
    const absent = await failureOf(`${path}:c:1`)
    expect(absent.kind).toBe('not-found')
    expect(absent.advice).toContain('@0 a:1')
    expect(absent.advice).toContain('@1 b:1')
    expect((await failureOf(`${path}:@7`)).message).toContain('counted from @0 to @1')
    const twice = await writeTar(
      join(folder, 'twice.tar'),
      dockerSave([
        {tags: ['same:1'], tars: [base]},
        {tags: ['same:1'], tars: [app]},
      ]),
    )
    expect((await failureOf(`${twice}:same:1`)).kind).toBe('reference-ambiguous')
  })

  it('takes images of one name and several platforms for one image', async () => {
    const path = await writeTar(
      join(folder, 'platforms.tar'),
      dockerSave([
        {tags: ['app:1'], tars: [base], config: {architecture: 'amd64'}},
        {tags: ['app:1'], tars: [app], config: {architecture: 'arm64', variant: 'v8'}},
      ]),
    )
    expect((await open(path)).platform.architecture).toBe('amd64')
    expect((await open(path, {hostArchitecture: 'arm64'})).platform.architecture).toBe('arm64')
    expect((await list(path)).map(summary => summary.reference)).toEqual([
      `docker-archive:${path}:@0`,
      `docker-archive:${path}:@1`,
    ])
  })

  it('reads keys in lower case, names with ./ in front, and an image without layers', async () => {
    const config = configOf([base])
    const path = await writeTar(join(folder, 'lower.tar'), [
      {name: './config.json', content: config},
      {name: './layer.tar', content: base},
      {name: './manifest.json', content: json([{config: 'config.json', repoTags: ['x:1'], layers: ['layer.tar']}])},
    ])
    expect(await bytesOf((await open(path)).layers[0]!)).toEqual(base)
    const empty = await writeTar(join(folder, 'scratch.tar'), dockerSave([{tags: ['scratch:1'], tars: []}]))
    expect((await open(empty)).layers).toEqual([])
  })

  it('tells a compressed layer by its bytes', async () => {
    const config = configOf([base])
    const stored = gzipSync(base)
    const path = await writeTar(join(folder, 'gzip-layer.tar'), [
      {name: 'sha256:abc', content: config},
      {name: 'layer.tar.gz', content: stored},
      {name: 'manifest.json', content: json([{Config: 'sha256:abc', RepoTags: ['x:1'], Layers: ['layer.tar.gz']}])},
    ])
    const [layer] = (await open(path)).layers
    expect(layer).toMatchObject({
      compressedSize: stored.length,
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
    })
    expect(await bytesOf(layer!)).toEqual(stored)
  })

  it('says in a warning when layers, diffIDs and history disagree', async () => {
    const config = {diffIds: [digestOf(base)], history: [{created_by: 'a'}, {created_by: 'b'}, {created_by: 'c'}]}
    const path = await writeTar(join(folder, 'counts.tar'), dockerSave([{tags: ['x:1'], tars: [base, app], config}]))
    const image = await open(path)
    expect(image.layers.map(layer => layer.diffId)).toEqual([digestOf(base), null])
    expect(image.warnings).toHaveLength(2)
    expect(image.warnings[0]).toContain('2 layers')
    expect(image.warnings[0]).toContain('1 diffID')
    expect(image.warnings[1]).toContain('history')
  })
})

describe('a docker save of Docker 25 and later', () => {
  async function save(name: string, change: (layout: LayoutBuilder) => void = () => {}): Promise<string> {
    const layout = new LayoutBuilder()
    const image = layout.image([base, app], {layerType: 'application/vnd.oci.image.layer.v1.tar'})
    layout.list(image, '1', {
      annotations: {'io.containerd.image.name': 'docker.io/shop/api:1', 'org.opencontainers.image.ref.name': '1'},
    })
    const blob = (bytes: Buffer) => `blobs/sha256/${hexOf(bytes)}`
    const item = {Config: blob(configOf([base, app])), RepoTags: ['shop/api:1'], Layers: [blob(base), blob(app)]}
    layout.files.set('manifest.json', json([item]))
    change(layout)
    return writeTar(join(folder, name), layout.members())
  }

  it('stays a docker-archive, with digests and media types from the layout inside', async () => {
    const image = await open(await save('docker25.tar'))
    expect(image.transport).toBe('docker-archive')
    expect(image.tags).toEqual(['shop/api:1'])
    expect(image.digest).toBe(digestOf(image.rawManifest))
    expect(image.mediaType).toBe('application/vnd.oci.image.manifest.v1+json')
    expect(image.layers.map(layer => layer.digest)).toEqual([digestOf(base), digestOf(app)])
    expect(image.layers[0]!.mediaType).toBe('application/vnd.oci.image.layer.v1.tar')
  })

  it('can be asked for as the oci-archive that it is too', async () => {
    const image = await open(`oci-archive:${await save('docker25-oci.tar')}:shop/api:1`)
    expect(image.transport).toBe('oci-archive')
    expect(await Promise.all(image.layers.map(bytesOf))).toEqual([base, app])
  })

  it('is not misled by a layout without layers, with wrong sizes, or with other layers of the same config', async () => {
    const gzipped = new LayoutBuilder()
    const stored = [gzipSync(base), gzipSync(app)]
    const other = gzipped.image([base, app], {stored})
    const both = await open(
      await save('docker25-other.tar', layout => {
        for (const [path, bytes] of gzipped.files) layout.files.set(path, bytes)
        layout.entries.unshift(other)
      }),
    )
    expect(both.layers.map(layer => layer.digest)).toEqual([digestOf(base), digestOf(app)])
    expect(both.digest).not.toBe(other.digest)
    const change = (layers: (layers: Descriptor[]) => Descriptor[]) => (layout: LayoutBuilder) => {
      const manifest = layout.image([base, app], {
        manifest: manifest => ({...manifest, layers: layers(manifest.layers as Descriptor[])}),
      })
      layout.entries.splice(0, 1, manifest)
    }
    const none = await open(
      await save(
        'docker25-none.tar',
        change(() => []),
      ),
    )
    expect(none.digest).toBeNull()
    expect(await Promise.all(none.layers.map(bytesOf))).toEqual([base, app])
    const sizes = change(layers => layers.map(layer => ({...layer, size: layer.size + 1000})))
    const wrong = await open(await save('docker25-sizes.tar', sizes))
    expect(await Promise.all(wrong.layers.map(bytesOf))).toEqual([base, app])
    expect(wrong.warnings.join()).toContain('the manifest says')
  })

  it('is read by its manifest.json alone where its index lists null', async () => {
    const path = await save('docker25-null.tar', layout =>
      layout.files.set('index.json', json({schemaVersion: 2, manifests: null})),
    )
    expect((await open(path)).layers).toHaveLength(2)
  })

  it('is read by its manifest.json alone where the layout is damaged', async () => {
    const path = await save('docker25-damaged.tar', layout => layout.files.set('index.json', Buffer.from('null')))
    const image = await open(path)
    expect(image.digest).toBeNull()
    expect(await Promise.all(image.layers.map(bytesOf))).toEqual([base, app])
  })
})
