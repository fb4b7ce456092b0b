import {createHash, randomBytes} from 'node:crypto'
import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {LayerIndex} from '../../src/image/layer/layer-index.ts'
import type {Image} from '../../src/image/oci/image.ts'
import {loadImage} from '../../src/operations/load-image.ts'
import {contentOf, fileAt} from '../../src/operations/read-file.ts'
import {WorkerPool} from '../../src/operations/worker/pool.ts'
import {resolveReference} from '../../src/sources/resolve.ts'
import {KeptBlobs} from '../../src/sources/spool/kept-blobs.ts'
import {dockerSave, LayoutBuilder, layerTar, packTar} from '../corpus/archives.ts'
import {copyImage} from '../corpus/real/skopeo.ts'
import {requires} from '../corpus/real/tools.ts'
import {estargzBlob} from '../image/layer/estargz-blob.ts'
import {rowsOf} from '../image/layer/indexing.ts'
import {context, temporaryFolder} from '../sources/opening.ts'
import {registriesOf} from '../sources/registry/clients.ts'
import {type ServedLayout, serveLayout} from '../sources/registry/serve-layout.ts'

const pool = new WorkerPool(new URL('../../dist/worker.js', import.meta.url), 2)
afterAll(() => pool.close())
const folder = temporaryFolder()

async function open(reference: string): Promise<Image> {
  const resolved = await resolveReference(reference, {
    hostArchitecture: 'amd64',
    context,
    registries: registriesOf(),
    keeper: new KeptBlobs(),
  })
  if (resolved.kind === 'image') return resolved.image
  throw new Error('a choice')
}

const load = (image: Image, cacheFolder: string | null = null) =>
  loadImage(image, {pool, cacheFolder, context, partial: false, compare: true, verify: true})

async function read(loaded: Awaited<ReturnType<typeof load>>, path: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  const {version} = fileAt(loaded, path, loaded.layers.length - 1)
  for await (const chunk of contentOf(loaded, version, context)) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

const facts = (index: LayerIndex) => rowsOf(index).map(({offset: _at, stored: _bytes, ...row}) => row)
const total = (server: ServedLayout) => [...server.sent.values()].reduce((sum, bytes) => sum + bytes, 0)
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('a zstd:chunked image in a registry', requires('skopeo'), () => {
  const big = randomBytes(3_000_000).toString('latin1')
  let local: string
  let layout: string
  let size: number

  beforeAll(async () => {
    const files = Object.fromEntries(Array.from({length: 400}, (_, i) => [`d${i % 20}/f${i}`, `${i}-`.repeat(i)]))
    const tars = [
      await layerTar({...files, 'opt/big': big, 'opt/none': ''}),
      await layerTar({'d0/.wh.f0': '', 'd1/f1': 'new'}),
    ]
    local = join(folder, 'local.tar')
    writeFileSync(local, await packTar(dockerSave([{tags: ['a:1'], tars}])))
    layout = join(folder, 'chunked')
    await copyImage(`docker-archive:${local}`, `oci:${layout}:1`, '--dest-compress-format', 'zstd:chunked')
    const blobs = join(layout, 'blobs', 'sha256')
    size = readdirSync(blobs).reduce((sum, name) => sum + statSync(join(blobs, name)).size, 0)
  })

  it('shows its whole tree for a small part of its bytes, unverified, and the same as the archive', async () => {
    const server = await serveLayout(layout)
    const loaded = await load(await open(`docker://${server.host}/app:1`))
    expect(loaded.faults).toEqual([])
    expect(loaded.layers[0]!.trust).toBe('unverified')
    expect(total(server)).toBeLessThan(size * 0.02)
    const here = await load(await open(local))
    expect(loaded.layers.map(layer => facts(layer.index!))).toEqual(here.layers.map(layer => facts(layer.index!)))
    expect(loaded.figures).toEqual(here.figures)
    const fetched = () => loaded.image.layers.reduce((sum, {content}) => sum + (content?.fetched ?? 0), 0)
    const manifests = total(server) - fetched()
    // A file costs its own bytes.
    const before = total(server)
    expect((await read(loaded, '/d3/f23')).toString()).toBe('23-'.repeat(23))
    expect(total(server) - before).toBeLessThan(5000)
    expect(sha256(await read(loaded, '/opt/big'))).toBe(sha256(Buffer.from(big)))
    expect((await read(loaded, '/opt/none')).length).toBe(0)
    // What is said to be fetched of the layers is what the registry sent of them.
    expect(total(server) - fetched()).toBe(manifests)
  })

  it('is known from the cache without asking again', async () => {
    const cache = join(folder, 'cache')
    const server = await serveLayout(layout)
    await load(await open(`docker://${server.host}/app:1`), cache)
    const before = server.asked.length
    await expect
      .poll(async () => {
        const asked = server.asked.length
        await load(await open(`docker://${server.host}/app:1`), cache)
        return server.asked.length - asked
      })
      // Manifest and config.
      .toBe(2)
    expect(server.asked.length).toBeGreaterThan(before)
  })

  it('is read whole where the registry knows no ranges', async () => {
    const server = await serveLayout(layout, false)
    const loaded = await load(await open(`docker://${server.host}/app:1`))
    expect(loaded.layers.map(layer => layer.trust)).toEqual(['verified', 'verified'])
    expect(sha256(await read(loaded, '/opt/big'))).toBe(sha256(Buffer.from(big)))
  })
})

describe('an eStargz image in a registry', () => {
  const files = {'etc/motd': 'hello\n', noise: randomBytes(200_000).toString('hex')}

  async function served(tamper: (annotations: Record<string, string>) => Record<string, string> = x => x) {
    const {blob, tocDigest} = await estargzBlob(files)
    const {gunzipSync} = await import('node:zlib')
    const builder = new LayoutBuilder()
    const annotations = tamper({'containerd.io/snapshot/stargz/toc.digest': tocDigest})
    const image = builder.image([gunzipSync(blob)], {
      stored: [blob],
      layerType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      manifest: manifest => {
        const [layer] = manifest.layers as object[]
        return {...manifest, layers: [{...layer, annotations}]}
      },
    })
    const path = builder.list(image, '1').writeFolder(join(folder, `estargz-${randomBytes(4).toString('hex')}`))
    return {server: await serveLayout(path), blob}
  }

  it('shows its tree by its table, and its files by their own bytes', async () => {
    const {server, blob} = await served()
    const loaded = await load(await open(`docker://${server.host}/app:1`))
    expect([loaded.faults, loaded.layers[0]!.trust]).toEqual([[], 'unverified'])
    expect(total(server)).toBeLessThan(blob.length / 10)
    expect((await read(loaded, '/etc/motd')).toString()).toBe('hello\n')
    expect((await read(loaded, '/noise')).toString()).toBe(files.noise)
  })

  it('with a table that is not the one of the manifest is read whole', async () => {
    const wrong = `sha256:${'0'.repeat(64)}`
    const {server} = await served(annotations => ({...annotations, 'containerd.io/snapshot/stargz/toc.digest': wrong}))
    const loaded = await load(await open(`docker://${server.host}/app:1`))
    expect([loaded.faults, loaded.layers[0]!.trust]).toEqual([[], 'verified'])
    expect((await read(loaded, '/etc/motd')).toString()).toBe('hello\n')
  })
})

describe('a layer that was read whole', () => {
  it('is known by its blob afterwards, wherever it comes from', async () => {
    const {gzipSync} = await import('node:zlib')
    const tar = await layerTar({a: 'x'.repeat(9000)})
    const builder = new LayoutBuilder()
    const image = builder.image([tar], {
      stored: [gzipSync(tar)],
      layerType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    })
    const path = builder.list(image, '1').writeFolder(join(folder, 'whole'))
    const cache = join(folder, 'whole-cache')
    await load(await open(`oci:${path}`), cache)
    await expect.poll(() => readdirSync(cache).some(name => name.startsWith('blob-'))).toBe(true)
    const server = await serveLayout(path)
    const loaded = await load(await open(`docker://${server.host}/app`), cache)
    expect(loaded.layers[0]!.trust).toBe('verified')
    expect(server.asked).toHaveLength(2)
    expect((await read(loaded, '/a')).length).toBe(9000)
    expect(readFileSync(join(path, 'index.json')).length).toBeGreaterThan(0)
  })
})
