import {createReadStream, readdirSync, readFileSync, statSync, utimesSync, writeFileSync} from 'node:fs'
import {mkdtemp} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {gzipSync} from 'node:zlib'
import {afterAll, describe, expect, it, vi} from 'vitest'
import {parseDigest} from '../../src/image/oci/digest.ts'
import type {Context, Image, Layer, Region} from '../../src/image/oci/image.ts'
import {type IndexEvent, type IndexOptions, indexImage} from '../../src/operations/index-image.ts'
import {loadImage} from '../../src/operations/load-image.ts'
import {WorkerPool} from '../../src/operations/worker/pool.ts'
import {resolveReference} from '../../src/sources/resolve.ts'

const WORKER = new URL('../../dist/worker.js', import.meta.url)
const DEMO = fileURLToPath(new URL('../../assets/demo.tar', import.meta.url))

const context: Context = {signal: new AbortController().signal, progress: () => {}}
const pool = new WorkerPool(WORKER, 2)
afterAll(() => pool.close())

async function demo(): Promise<Image> {
  const resolved = await resolveReference(DEMO, {hostArchitecture: 'amd64', context})
  if (resolved.kind !== 'image') throw new Error('the demo is one image')
  return resolved.image
}

async function eventsOf(image: Image, options: Partial<IndexOptions> = {}): Promise<IndexEvent[]> {
  const events: IndexEvent[] = []
  await indexImage(image, {
    pool,
    cacheFolder: null,
    context,
    partial: false,
    compare: true,
    verify: true,
    onEvent: event => void events.push(event),
    ...options,
  })
  return events
}

const types = (events: readonly IndexEvent[]) =>
  events.map(event => event.type).filter(type => type !== 'layer-progress')

describe('indexImage', () => {
  it('tells layers, then the tree, then what comparing and verifying found', async () => {
    const told = types(await eventsOf(await demo()))
    expect(told.slice(0, 10)).toEqual(Array(10).fill('layer-indexed'))
    expect(told.slice(10, 12)).toEqual(['union', 'contents-compared'])
    expect(told.slice(12)).toEqual(Array(10).fill('layer-verified'))
  })

  it('reads the wanted layer first', async () => {
    const one = new WorkerPool(WORKER, 1)
    const events = await eventsOf(await demo(), {pool: one, wanted: () => 7, verify: false})
    await one.close()
    const order = events.flatMap(event => (event.type === 'layer-indexed' ? [event.layer] : []))
    expect(order).toEqual([7, 0, 1, 2, 3, 4, 5, 6, 8, 9])
  })

  it('shows the rest of an image with a missing layer', async () => {
    const image = await demo()
    const layers = image.layers.map(layer =>
      layer.index === 3 ? {...layer, content: null, missing: 'This layer is not in the archive.'} : layer,
    )
    const loaded = await loadImage(
      {...image, layers},
      {pool, cacheFolder: null, context, partial: false, compare: true, verify: true},
    )
    expect(loaded.faults).toEqual([{layer: 3, message: 'This layer is not in the archive.'}])
    expect(loaded.layers[3]).toMatchObject({index: null, trust: null})
    expect(loaded.union.find('usr/bin/nodejs')).toBeGreaterThan(0)
    // Without layer 3, what layer 5 stores was never there before.
    expect(loaded.figures.layers[5]!.changes.metadata.files).toBe(0)
    expect(loaded.figures.layers[5]!.changes.added.files).toBeGreaterThan(0)
  })

  it('rejects with a cancellation when its signal aborts, and the pool goes on', async () => {
    const controller = new AbortController()
    controller.abort()
    const image = await demo()
    await expect(eventsOf(image, {context: {...context, signal: controller.signal}})).rejects.toMatchObject({
      kind: 'cancelled',
    })
    expect(types(await eventsOf(image, {verify: false}))).toContain('union')
  })

  it('reads a blob that lies in no file', async () => {
    const image = await demo()
    const layers = image.layers.map(layer => {
      const {open} = layer.content!
      return {...layer, content: {open}}
    })
    const plain = await loadImage(image, {
      pool,
      cacheFolder: null,
      context,
      partial: false,
      compare: true,
      verify: true,
    })
    const streamed = await loadImage(
      {...image, layers},
      {pool, cacheFolder: null, context, partial: false, compare: true, verify: false},
    )
    expect(streamed.layers.map(layer => layer.trust)).toEqual(Array(10).fill('verified'))
    // Hopped and compared by reading, or hashed on the way: the same answer.
    expect(streamed.figures).toEqual(plain.figures)
  })

  it('scans a layer once: the second time everything comes from the cache', async () => {
    const cacheFolder = await mkdtemp(join(tmpdir(), 'layerlens-cache-'))
    const fresh = new WorkerPool(WORKER, 2)
    const image = await demo()
    const first = await loadImage(image, {
      pool: fresh,
      cacheFolder,
      context,
      partial: false,
      compare: true,
      verify: true,
    })
    await fresh.close()
    expect(readdirSync(cacheFolder).filter(name => name.startsWith('diff-'))).toHaveLength(10)
    const events = await eventsOf(image, {cacheFolder, verify: true})
    const trusts = events.flatMap(event => (event.type === 'layer-indexed' ? [event.trust] : []))
    expect(trusts).toEqual(Array(10).fill('verified'))
    expect(events.some(event => event.type === 'layer-verified')).toBe(false)
    const last = events.findLast(event => event.type === 'contents-compared')
    expect(last?.type === 'contents-compared' && last.figures).toEqual(first.figures)
  })
})

describe('trust', () => {
  /** The demo's first layer with the content of its second, gzipped into a file of its own. */
  async function disguised(folder: string, claimed: Partial<Layer>): Promise<Image> {
    const image = await demo()
    const [first, second] = image.layers
    const {path, offset, size} = second!.content!.region!
    const tar = readFileSync(path).subarray(offset, offset + size)
    const file = join(folder, 'layer.tar.gz')
    writeFileSync(file, gzipSync(tar))
    // Files that changed a moment ago are not remembered.
    utimesSync(file, new Date(0), new Date(1_000_000))
    const region: Region = {path: file, offset: 0, size: statSync(file).size}
    const open = async () => createReadStream(file)
    return {
      ...image,
      layers: [{...first!, digest: null, compressedSize: region.size, content: {open, region}, ...claimed}],
    }
  }

  async function trustAfter(image: Image, cacheFolder: string): Promise<unknown> {
    const own = new WorkerPool(WORKER, 1)
    const options = {pool: own, cacheFolder, context, partial: false, compare: true, verify: true}
    const {layers} = await loadImage(image, options)
    await own.close()
    return layers[0]!.trust
  }

  it('does not come from knowing the layer that a config falsely names', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'layerlens-trust-'))
    const cacheFolder = join(folder, 'cache')
    // The first layer of the demo gets known, as one whose every byte was hashed.
    await loadImage(await demo(), {pool, cacheFolder, context, partial: false, compare: true, verify: true})
    await vi.waitUntil(() => readdirSync(cacheFolder).filter(name => name.startsWith('diff-')).length === 10)
    const {diffId} = (await demo()).layers[0]!
    expect(await trustAfter(await disguised(folder, {diffId}), cacheFolder)).toBe('mismatch')
    expect(await trustAfter(await disguised(folder, {diffId}), cacheFolder)).toBe('mismatch')
  })

  it('is not won back by opening a blob with a wrong digest again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'layerlens-trust-'))
    const cacheFolder = join(folder, 'cache')
    const digest = parseDigest(`sha256:${'0'.repeat(64)}`)
    const {diffId} = (await demo()).layers[1]!
    const image = await disguised(folder, {diffId, digest})
    expect(await trustAfter(image, cacheFolder)).toBe('mismatch')
    expect(await trustAfter(image, cacheFolder)).toBe('mismatch')
    const honest = {...image, layers: [{...image.layers[0]!, digest: null}]}
    expect(await trustAfter(honest, cacheFolder)).toBe('verified')
  })
})
