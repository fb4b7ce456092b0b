import {readdirSync, readlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {IndexEvent} from '../../../src/operations/index-image.ts'
import {WorkerPool} from '../../../src/operations/worker/pool.ts'
import {Spools} from '../../../src/sources/spool/spools.ts'
import {packTar} from '../../corpus/archives.ts'
import {enginesAt} from '../../engine/engines.ts'
import {type FakeEngine, type FakeLayer, fakeEngine} from '../../engine/fake-engine.ts'
import {context, load, openImage, temporaryFolder, textAt, treeOf} from '../../engine/loading.ts'

const onLinux = {skip: process.platform !== 'linux'}
let layers: FakeLayer[]
beforeAll(async () => {
  layers = [
    {
      tar: await packTar([
        {name: 'etc/one', content: 'old\n'},
        {name: 'big', content: 'x'.repeat(2_000_000)},
      ]),
    },
    {
      tar: await packTar([
        {name: 'etc/one', content: 'new\n'},
        {name: 'etc/.wh.two', content: ''},
      ]),
    },
    {tar: await packTar([{name: 'etc/three', content: 'three\n'}])},
  ]
})

/** Temporary files of ours that are open, with a name or without. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap(fd => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`)
      return /layerlens-\d+-[0-9a-f-]{36}\.tar/.test(target) ? [target] : []
    } catch {
      return []
    }
  })
}

const engines: FakeEngine[] = []
const kept: Spools[] = []
afterAll(async () => {
  for (const spools of kept) await spools.close()
  for (const engine of engines) await engine.close()
})

interface Watching {
  readonly spools?: Spools
  readonly cacheFolder?: string | null
  readonly signal?: AbortSignal
  readonly pool?: WorkerPool
  readonly onEvent?: (event: IndexEvent) => void
}

async function engineWith(parts: readonly FakeLayer[]): Promise<FakeEngine> {
  const engine = await fakeEngine(parts)
  engines.push(engine)
  return engine
}

/** Reads the image as the screen does, and notes what was told. */
async function watched(engine: FakeEngine, options: Watching = {}) {
  const {spools = new Spools(), cacheFolder = null, signal = context.signal, pool, onEvent} = options
  kept.push(spools)
  const told: string[] = []
  const image = await openImage('docker-daemon:fake:1', enginesAt(engine.host), signal, spools)
  const loaded = await load(image, {
    context: {signal, progress: () => {}},
    cacheFolder,
    partial: true,
    ...(pool && {pool}),
    onEvent: event => {
      if (event.type === 'layer-indexed' || event.type === 'layer-verified') told.push(`${event.layer} ${event.trust}`)
      else if (event.type === 'layer-failed') told.push(`${event.layer} ${event.failure.kind}`)
      else if (event.type === 'union' && event.complete) told.push('whole tree')
      onEvent?.(event)
    },
  })
  return {loaded, told, image, spools}
}

const exportsOf = (engine: FakeEngine) => engine.requests.filter(line => line.endsWith('/get'))

describe('the export of an image that somebody looks at', onLinux, () => {
  it('shows the whole tree before it is verified, and gives every version of a file without asking again', async () => {
    const engine = await engineWith(layers)
    const {loaded, told} = await watched(engine)
    const unverified = ['0 unverified', '1 unverified', '2 unverified']
    expect(told.slice(0, 3).sort()).toEqual(unverified)
    expect(told[3]).toBe('whole tree')
    expect(told.slice(4).sort()).toEqual(['0 verified', '1 verified', '2 verified'])
    const before = engine.requests.length
    expect(await textAt(loaded, '/etc/one')).toBe('new\n')
    expect(await textAt(loaded, '/etc/one', 0)).toBe('old\n')
    expect(engine.requests).toHaveLength(before)
  })

  it('is known to the cache once it was verified, with what its files hold', async () => {
    const engine = await engineWith(layers)
    const cacheFolder = temporaryFolder()
    const {loaded} = await watched(engine, {cacheFolder})
    await expect.poll(() => readdirSync(cacheFolder).filter(name => name.startsWith('diff-')).length).toBe(3)
    expect(readdirSync(cacheFolder).filter(name => name.startsWith('region-'))).toEqual([])
    const again = await watched(engine, {cacheFolder})
    expect(exportsOf(engine)).toHaveLength(1)
    expect(treeOf(again.loaded)).toEqual(treeOf(loaded))
    expect(again.loaded.layers.map(({index}) => index!.columns.contentDigests !== null)).toEqual([true, true, true])
  })

  it('is taken from where it is kept when the image is opened once more and no cache has it', async () => {
    const engine = await engineWith(layers)
    const {loaded, spools} = await watched(engine)
    const again = await watched(engine, {spools})
    expect(exportsOf(engine)).toHaveLength(1)
    expect(treeOf(again.loaded)).toEqual(treeOf(loaded))
    expect(again.told.slice(-3).sort()).toEqual(['0 verified', '1 verified', '2 verified'])
  })

  it('tells of a layer that is not what the image says, and keeps it under no name', async () => {
    const claimed = `sha256:${'7'.repeat(64)}`
    const engine = await engineWith([layers[0]!, {...layers[1]!, diffId: claimed}, layers[2]!])
    const cacheFolder = temporaryFolder()
    const {told, loaded} = await watched(engine, {cacheFolder})
    expect(told.slice(0, 3).sort()).toEqual(['0 unverified', '1 unverified', '2 unverified'])
    expect(told.slice(4).sort()).toEqual(['0 verified', '1 mismatch', '2 verified'])
    expect(loaded.faults).toHaveLength(1)
    await expect.poll(() => readdirSync(cacheFolder).filter(name => name.startsWith('diff-')).length).toBe(2)
    await watched(engine, {cacheFolder})
    expect(exportsOf(engine)).toHaveLength(2)
  })

  it('tells of a layer whose name says which it is while the others are still on their way', async () => {
    const named = await Promise.all(
      layers.map(async layer => {
        const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(layer.tar))).toString('hex')
        return {...layer, name: `blobs/sha256/${digest}`}
      }),
    )
    const engine = await engineWith(named)
    let goOn = () => {}
    engine.send = (response, saved) => {
      // All but the documents at the end: no order was told yet.
      const half = saved.length - 12_000
      response.write(saved.subarray(0, half))
      goOn = () => void response.end(saved.subarray(half))
    }
    const seen: string[] = []
    const {told} = await watched(engine, {
      onEvent: event => {
        if (event.type === 'layer-indexed') seen.push(event.trust)
        if (seen.length === 1) goOn()
      },
    })
    expect(seen[0]).toBe('unverified')
    expect(told.slice(-3).sort()).toEqual(['0 verified', '1 verified', '2 verified'])
  })

  it('is hashed while it comes where threads are idle: that tells which layer it is', async () => {
    const pool = new WorkerPool(new URL('../../../dist/worker.js', import.meta.url), 3)
    const engine = await engineWith(layers)
    let goOn = () => {}
    engine.send = (response, saved) => {
      response.write(saved.subarray(0, 1_000_000))
      goOn = () => void response.end(saved.subarray(1_000_000))
    }
    const seen: string[] = []
    await watched(engine, {
      pool,
      onEvent: event => {
        if (event.type === 'layer-indexed') seen.push(`${event.layer} ${event.trust}`)
        if (seen.length === 2) goOn()
      },
    })
    expect(seen.slice(0, 2)).toEqual(['2 verified', '1 verified'])
    await pool.close()
  })

  it('leaves nothing when it is stopped', async () => {
    const before = openFiles()
    const engine = await engineWith(layers)
    const controller = new AbortController()
    const closed = new Promise<void>(resolve => {
      engine.send = (response, saved) => {
        response.write(saved.subarray(0, 1_500_000))
        response.once('close', resolve)
        setTimeout(() => controller.abort(), 50)
      }
    })
    await expect(watched(engine, {signal: controller.signal})).rejects.toMatchObject({kind: 'cancelled'})
    await closed
    expect(openFiles()).toEqual(before)
  })

  it('that breaks off gives the layers that had come, by what they hash to, and leaves nothing on the disk', async () => {
    const before = openFiles()
    const engine = await engineWith(layers)
    engine.send = (response, saved) => {
      // The first that comes is the last layer, then the middle one; the base is cut.
      response.write(saved.subarray(0, 1_000_000), () => response.destroy())
    }
    const {told} = await watched(engine)
    expect([...told].sort()).toEqual(['0 engine-lost', '1 verified', '2 verified', 'whole tree'])
    expect(openFiles()).toEqual(before)
  })

  it.each([
    ['there is no room for it', () => new Spools(() => ({folder: tmpdir(), bytes: 0})), 1],
    ['it takes more room than there is', () => new Spools(() => ({folder: tmpdir(), bytes: 2_000_900}), -20_000), 2],
    ['no file can be made for it', () => new Spools(() => ({folder: '/no/such', bytes: 1e9})), 1],
  ])('is read as it flows by where %s', async (_when, spoolsOf, times) => {
    const before = openFiles()
    const engine = await engineWith(layers)
    const {told, loaded} = await watched(engine, {spools: spoolsOf()})
    expect(told.filter(word => word !== 'whole tree').sort()).toEqual(['0 verified', '1 verified', '2 verified'])
    expect(loaded.faults).toEqual([])
    expect(exportsOf(engine)).toHaveLength(times)
    expect(openFiles()).toEqual(before)
  })

  it('costs only the layer that is packed in a way that is not read', async () => {
    const xz = Buffer.concat([Buffer.from('\xfd7zXZ\0', 'latin1'), Buffer.alloc(600, 7)])
    const engine = await engineWith([layers[0]!, {tar: xz}, layers[2]!])
    const {told} = await watched(engine)
    expect([...new Set(told)].sort()).toEqual([
      ...['0 unverified', '0 verified', '1 compression-unsupported', '2 unverified', '2 verified', 'whole tree'],
    ])
  })

  it('is there for whoever comes later where it came to its end and nobody waited for its last layer', async () => {
    const engine = await engineWith(layers)
    const spools = new Spools()
    const image = await openImage('docker-daemon:fake:1', enginesAt(engine.host), context.signal, spools)
    for await (const _ of image.layers[0]!.content!.bundle!.read(context, true)) {
      await expect.poll(() => spools.exportOf(`${engine.host} ${image.id}`)).not.toBe(null)
      break
    }
    const {told} = await watched(engine, {spools})
    expect(told.filter(word => word.endsWith(' verified')).sort()).toEqual(['0 verified', '1 verified', '2 verified'])
    expect(exportsOf(engine)).toHaveLength(1)
  })

  it('is not kept for a command', async () => {
    const before = openFiles()
    const engine = await engineWith(layers)
    const loaded = await load(await openImage('docker-daemon:fake:1', enginesAt(engine.host)))
    expect(loaded.layers.map(({trust}) => trust)).toEqual(['verified', 'verified', 'verified'])
    expect(openFiles()).toEqual(before)
  })
})
