import {symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {beforeAll, describe, expect, it} from 'vitest'
import {configOf, digestOf, dockerSave, hexOf, json, kanikoSave, layerTar} from '../../corpus/archives.ts'
import {bytesOf, list, open, temporaryFolder, writeTar} from '../opening.ts'

const folder = temporaryFolder()
let base: Buffer
let app: Buffer
let other: Buffer

beforeAll(async () => {
  base = await layerTar({'bin/sh': '#!'})
  app = await layerTar({'app/main': 'one'})
  other = await layerTar({'app/main': 'two'})
})

describe('docker-archives of builders that are not Docker', () => {
  it.each(['', 'sha256:'])('kaniko: gzip layers named %sHEX.tar.gz by their digests', async prefix => {
    const stored = [gzipSync(base), gzipSync(app)]
    const path = await writeTar(join(folder, `kaniko${prefix.length}.tar`), kanikoSave([base, app], stored, prefix))
    const image = await open(path)
    expect(image).toMatchObject({tags: ['kaniko/app:1'], id: digestOf(configOf([base, app])), warnings: []})
    expect(image.layers.map(layer => layer.digest)).toEqual(stored.map(digestOf))
    expect(image.layers.map(layer => layer.compressedSize)).toEqual(stored.map(bytes => bytes.length))
    expect(await Promise.all(image.layers.map(bytesOf))).toEqual(stored)
  })

  it('kaniko: a layer that was kept plain under a name that says gzip', async () => {
    const image = await open(await writeTar(join(folder, 'kaniko-plain.tar'), kanikoSave([base], [base])))
    expect(image.layers[0]).toMatchObject({compressedSize: null, digest: digestOf(base)})
  })

  it.each([
    ['in lower case', {config: 'config.json', repoTags: ['jib:1'], layers: ['l.tar.gz']}],
    ['all small', {config: 'config.json', repotags: ['jib:1'], layers: ['l.tar.gz']}],
    ['in capitals', {CONFIG: 'config.json', REPOTAGS: ['jib:1'], LAYERS: ['l.tar.gz']}],
  ])('Jib: keys %s', async (name, item) => {
    const path = await writeTar(join(folder, `jib ${name}.tar`), [
      {name: 'l.tar.gz', content: gzipSync(base)},
      {name: 'config.json', content: configOf([base])},
      {name: 'manifest.json', content: json([item])},
    ])
    const image = await open(path)
    expect(image.tags).toEqual(['jib:1'])
    expect(await bytesOf(image.layers[0]!)).toEqual(gzipSync(base))
  })

  it('Bazel: layers behind symlinks, and the archive behind one too', async () => {
    const path = await writeTar(join(folder, 'bazel-real.tar'), [
      {name: 'layers/base.tar', content: base},
      {name: `${hexOf(base)}/layer.tar`, type: 'symlink', link: '../layers/base.tar'},
      {name: 'app-folder', type: 'symlink', link: './elsewhere'},
      {name: 'elsewhere/layer.tar', type: 'symlink', link: '../second/layer.tar'},
      {name: 'second/layer.tar', content: app},
      {name: 'config.json', content: configOf([base, app])},
      {
        name: 'manifest.json',
        content: json([{Config: 'config.json', Layers: [`${hexOf(base)}/layer.tar`, 'app-folder/layer.tar']}]),
      },
    ])
    const link = join(folder, 'bazel.tar')
    symlinkSync(path, link)
    const image = await open(link)
    expect(image.reference).toBe(`docker-archive:${link}`)
    expect(await Promise.all(image.layers.map(bytesOf))).toEqual([base, app])
  })

  it('name a foreign layer by its LayerSources, without missing it where it is stored', async () => {
    const source = {
      mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
      digest: digestOf(gzipSync(base)),
      size: 1234,
      urls: ['https://publisher.example/base'],
    }
    const item = {
      Config: 'config.json',
      Layers: ['base.tar.gz', 'app.tar'],
      LayerSources: {[digestOf(base)]: source, [digestOf(app)]: source},
    }
    const image = await open(
      await writeTar(join(folder, 'foreign.tar'), [
        {name: 'config.json', content: configOf([base, app], {os: 'windows'})},
        {name: 'app.tar', content: app},
        {name: 'manifest.json', content: json([item])},
      ]),
    )
    expect(image.layers[0]).toMatchObject({content: null, digest: source.digest, mediaType: source.mediaType})
    expect(image.layers[0]!.missing).toContain(source.urls[0])
    expect(image.layers[1]).toMatchObject({missing: null, digest: null})
    expect(image.warnings.join(' ')).toContain('Windows')
  })
})

describe('several images with shared and missing layers', () => {
  it('each open with what is there of them', async () => {
    const members = dockerSave([
      {tags: ['one:1'], tars: [base, app]},
      {tags: ['two:1'], tars: [base, other]},
      {tags: ['three:1'], tars: [base]},
    ])
    // The shared layer's only copy is gone: whoever links to it lacks it too.
    const path = await writeTar(
      join(folder, 'shared-missing.tar'),
      members.filter(member => member.content !== base),
    )
    expect((await list(path)).map(summary => [summary.tags[0], summary.layerCount])).toEqual([
      ['one:1', 2],
      ['two:1', 2],
      ['three:1', 1],
    ])
    const one = await open(`${path}:one:1`)
    const two = await open(`${path}:two:1`)
    expect([one, two].map(image => image.layers[0]!.content)).toEqual([null, null])
    expect(two.layers[0]!.missing).toContain('is not in the archive')
    expect([await bytesOf(one.layers[1]!), await bytesOf(two.layers[1]!)]).toEqual([app, other])
    expect((await open(`${path}:three:1`)).warnings.join()).toContain('1 of its 1 layer ')
  })
})
