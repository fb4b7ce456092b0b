import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {beforeAll, describe, expect, it} from 'vitest'
import {configOf, digestOf, hexOf, json, layerTar} from '../../corpus/archives.ts'
import {corpusImage} from '../../corpus/real/corpus.ts'
import {copyImage} from '../../corpus/real/skopeo.ts'
import {requires} from '../../corpus/real/tools.ts'
import {bytesOf, failureOf, list, open, temporaryFolder} from '../opening.ts'

const folder = temporaryFolder()
const DOCKER = 'application/vnd.docker.distribution'
let base: Buffer
let app: Buffer

beforeAll(async () => {
  base = await layerTar({'bin/sh': '#!'})
  app = await layerTar({'app/main': 'one'})
})

function write(name: string, files: Readonly<Record<string, Uint8Array | string>>): string {
  const path = join(folder, name)
  mkdirSync(path)
  for (const [file, bytes] of Object.entries({version: 'Directory Transport Version: 1.1\n', ...files})) {
    writeFileSync(join(path, file), bytes)
  }
  return path
}

function manifestOf(config: Uint8Array, layers: readonly Uint8Array[]): Buffer {
  const described = (bytes: Uint8Array, mediaType: string) => ({mediaType, digest: digestOf(bytes), size: bytes.length})
  return json({
    schemaVersion: 2,
    mediaType: `${DOCKER}.manifest.v2+json`,
    config: described(config, 'application/vnd.docker.container.image.v1+json'),
    layers: layers.map(bytes => described(bytes, 'application/vnd.docker.image.rootfs.diff.tar.gzip')),
  })
}

describe('a dir: folder of skopeo', () => {
  it('opens by its transport and by its path alone', async () => {
    const config = configOf([base, app])
    const stored = [gzipSync(base), gzipSync(app)]
    const manifest = manifestOf(config, stored)
    const blobs = Object.fromEntries([config, ...stored].map(bytes => [hexOf(bytes), bytes]))
    const path = write('one', {'manifest.json': manifest, ...blobs})
    for (const reference of [path, `dir:${path}`, `dir:${path}@${digestOf(manifest)}`]) {
      const image = await open(reference)
      expect(image).toMatchObject({
        transport: 'dir',
        reference: `dir:${path}`,
        digest: digestOf(manifest),
        id: digestOf(config),
        warnings: [],
      })
      expect(await Promise.all(image.layers.map(bytesOf))).toEqual(stored)
    }
  })

  it('has several platforms where the whole list was copied', async () => {
    const platforms = ['amd64', 'arm64'].map(architecture => {
      const config = configOf([base], {architecture})
      return {architecture, config, manifest: manifestOf(config, [base])}
    })
    const entries = platforms.map(({architecture, manifest}) => {
      const mediaType = `${DOCKER}.manifest.v2+json`
      return {mediaType, digest: digestOf(manifest), size: manifest.length, platform: {os: 'linux', architecture}}
    })
    const index = json({schemaVersion: 2, mediaType: `${DOCKER}.manifest.list.v2+json`, manifests: entries})
    const files: Record<string, Uint8Array> = {'manifest.json': index, [hexOf(base)]: base}
    for (const {config, manifest} of platforms) {
      files[hexOf(config)] = config
      files[`${hexOf(manifest)}.manifest.json`] = manifest
    }
    const path = write('list', files)
    expect((await open(path, {platform: 'linux/arm64'})).platform.architecture).toBe('arm64')
    expect(await list(path)).toHaveLength(2)
  })

  it('names blobs that are not there, and is refused without its manifest or its config', async () => {
    const config = configOf([base])
    const manifest = manifestOf(config, [base])
    const image = await open(write('no-layer', {'manifest.json': manifest, [hexOf(config)]: config}))
    expect(image.layers[0]!.missing).toContain(`${hexOf(base)} is not in the folder`)
    expect((await failureOf(write('no-config', {'manifest.json': manifest}))).kind).toBe('blob-missing')
    expect((await failureOf(write('null', {'manifest.json': 'null'}))).kind).toBe('manifest-malformed')
    const old = json({schemaVersion: 1, name: 'x', fsLayers: [], history: []})
    expect((await failureOf(write('schema-1', {'manifest.json': old}))).advice).toContain('--format v2s2')
  })

  it('opens as skopeo wrote it', requires('skopeo', 'dockerd', 'busybox', 'gnu-tar'), async () => {
    const {reference} = await corpusImage('docker save')
    const original = await open(reference)
    const path = join(folder, 'skopeo')
    await copyImage(original.reference, `dir:${path}`)
    const image = await open(path)
    expect([image.id, image.transport]).toEqual([original.id, 'dir'])
    expect(image.layers.map(layer => [layer.diffId, layer.missing])).toEqual(
      original.layers.map(layer => [layer.diffId, null]),
    )
  })
})
