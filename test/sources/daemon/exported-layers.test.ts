import {createHash} from 'node:crypto'
import {createReadStream, readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import type {BundleItem, Layer, LayerBundle} from '../../../src/image/oci/image.ts'
import {readBundle} from '../../../src/operations/read-bundle.ts'
import {exportedLayers} from '../../../src/sources/daemon/exported-layers.ts'
import {packTar} from '../../corpus/archives.ts'
import {corpusImage} from '../../corpus/real/corpus.ts'
import {requires} from '../../corpus/real/tools.ts'
import {context, open} from '../opening.ts'

type Chunks = AsyncIterable<Uint8Array>

/** A stream in pieces of an odd length, whose memory is used again. */
async function* pieces(bytes: Uint8Array, length = 1013): Chunks {
  const chunk = new Uint8Array(length)
  for (let at = 0; at < bytes.length; at += length) {
    const piece = bytes.subarray(at, at + length)
    chunk.set(piece)
    yield chunk.subarray(0, piece.length)
    chunk.fill(0xee)
  }
}

const bundleOf = (stream: () => Chunks): LayerBundle => ({
  size: 1000,
  read: () => exportedLayers(stream()),
  file: async () => null,
})

/** By layer: its trust, or the kind of its failure. */
async function outcome(layers: readonly Layer[], stream: () => Chunks): Promise<string[]> {
  const told = layers.map(() => 'nothing')
  await readBundle(bundleOf(stream), layers, {
    signal: context.signal,
    pool: null,
    progress: () => {},
    found: ({index}, {trust}) => {
      told[index] = trust
    },
    failed: ({index}, {kind}) => {
      told[index] = kind
    },
  })
  return told
}

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

describe('the layers of an export', () => {
  const SAVED = [
    ['docker save', 'a folder a layer'],
    ['podman save, docker-archive', 'a tar a layer'],
    ['docker 25 save (composed)', 'blobs'],
  ] as const

  it.each(SAVED)('of %s (%s) are told by their digests', requires('dockerd', 'podman', 'skopeo'), async name => {
    const {path, reference} = await corpusImage(name)
    const {layers} = await open(reference)
    expect(await outcome(layers, () => createReadStream(path))).toEqual(Array(6).fill('verified'))
    expect(await outcome(layers, () => pieces(readFileSync(path)))).toEqual(Array(6).fill('verified'))
  })

  it('that do not come are missing, each of them', requires('dockerd'), async () => {
    const {path, reference} = await corpusImage('docker save')
    const {layers} = await open(reference)
    const half = readFileSync(path).subarray(0, 1_000_000)
    expect(new Set(await outcome(layers, () => pieces(half)))).toContain('tar-damaged')
    const empty = await packTar([{name: 'manifest.json', content: '[{"Config":"x","Layers":[]}]'}])
    expect(new Set(await outcome(layers, () => pieces(empty)))).toEqual(new Set(['blob-missing']))
  })

  it('that are not what the image claims are taken by their order, as a mismatch', async () => {
    const layer = await packTar([{name: 'file', content: 'text'}])
    const other = await packTar([{name: 'other', content: 'text'}])
    const saved = await packTar([
      {name: 'b/layer.tar', content: other},
      {name: 'a/layer.tar', content: layer},
      {name: 'manifest.json', content: '[{"Config":"x","Layers":["a/layer.tar","b/layer.tar"]}]'},
    ])
    const claimed = `sha256:${'0'.repeat(64)}`
    const layers = [0, 1].map(index => ({index, diffId: claimed, digest: null}) as unknown as Layer)
    const found: string[] = []
    await readBundle(
      bundleOf(() => pieces(saved)),
      layers,
      {
        signal: context.signal,
        pool: null,
        progress: () => {},
        found: ({index}, result) => found.push(`${index} ${result.trust} ${result.layer.facts.tarSize}`),
        failed: () => {},
      },
    )
    expect(found).toEqual([`0 mismatch ${layer.length}`, `1 mismatch ${other.length}`])
  })

  it('are followed through links to the first place of a layer', async () => {
    const layer = await packTar([{name: 'file', content: 'text'}])
    const saved = await packTar([
      {name: 'a/layer.tar', content: layer},
      {name: 'b/layer.tar', type: 'symlink', link: '../a/layer.tar'},
      {name: 'manifest.json', content: '[{"Config":"x","Layers":["a/layer.tar","b/layer.tar"]}]'},
    ])
    const items: BundleItem[] = []
    for await (const item of exportedLayers(pieces(saved))) items.push(item)
    expect(items.map(item => (item.kind === 'blob' ? item.name : item.kind === 'order' && item.names))).toEqual([
      'a/layer.tar',
      ['a/layer.tar', 'a/layer.tar'],
    ])
  })

  it('are unreadable one by one: what is packed in a way that is not read costs its own layer alone', async () => {
    const layer = await packTar([{name: 'file', content: 'text'}])
    const xz = Buffer.concat([Buffer.from('\xfd7zXZ\0', 'latin1'), Buffer.alloc(600, 7)])
    const saved = await packTar([
      {name: 'b/layer.tar', content: xz},
      {name: 'a/layer.tar', content: layer},
      {name: 'manifest.json', content: '[{"Config":"x","Layers":["a/layer.tar","b/layer.tar"]}]'},
    ])
    const layers = [0, 1].map(index => ({index, diffId: sha256(index === 0 ? layer : xz), digest: null}))
    expect(await outcome(layers as unknown as Layer[], () => pieces(saved))).toEqual([
      'verified',
      'compression-unsupported',
    ])
  })

  it('may begin with a file whose name is like the beginning of a document', async () => {
    const layer = await packTar([{name: '{{name}}/file', content: 'text'}])
    const saved = await packTar([
      {name: 'a/layer.tar', content: layer},
      {name: 'manifest.json', content: '[{"Config":"x","Layers":["a/layer.tar"]}]'},
    ])
    const layers = [{index: 0, diffId: sha256(layer), digest: null}] as unknown as Layer[]
    expect(await outcome(layers, () => pieces(saved))).toEqual(['verified'])
  })
})
