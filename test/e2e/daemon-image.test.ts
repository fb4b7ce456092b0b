import {readdirSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {Spools} from '../../src/sources/spool/spools.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {findCommand, requires} from '../corpus/real/tools.ts'
import {dockerEngine, enginesAt, podmanEngine, type TestEngine} from '../engine/engines.ts'
import {context, layersOf, load, openImage, temporaryFolder, textAt, treeOf} from '../engine/loading.ts'
import {watchedSocket} from '../engine/watched-socket.ts'

const archive = async () => (await corpusImage('docker save of several, the commit')).path
const withCorpus = async ({run}: TestEngine) => void (await run('load', '--quiet', '--input', await archive()))

/** Files of ours that have a name: an unnamed one can't stay behind. */
const spooled = () => readdirSync(tmpdir()).filter(name => /^layerlens-[0-9a-f-]{36}\.tar$/.test(name))

describe('an image of a Docker engine', requires('dockerd'), () => {
  const engine = dockerEngine(withCorpus)
  const engines = () => enginesAt(engine().host)

  it.each(['corpus/steps:1', 'corpus/committed:1', 'corpus-base:1'])('%s is the one that docker saves', async name => {
    const fromEngine = await load(await openImage(`docker-daemon:${name}`, engines()))
    const fromFile = await load(await openImage(`docker-archive:${await archive()}:${name}`))
    expect(layersOf(fromEngine)).toEqual(layersOf(fromFile))
    expect(treeOf(fromEngine)).toEqual(treeOf(fromFile))
    expect(fromEngine.faults).toEqual([])
    expect(fromEngine.image.id).toBe(fromFile.image.id)
    expect({...fromEngine.image.config, history: null}).toEqual({...fromFile.image.config, history: null})
    expect(fromEngine.image.config.history.map(({emptyLayer}) => emptyLayer)).toEqual(
      fromFile.image.config.history.map(({emptyLayer}) => emptyLayer),
    )
    expect(fromEngine.image.warnings).toEqual([])
  })

  it('is the same for somebody who watches; once its tree is there, no file of it is asked for', async () => {
    const watched = await watchedSocket(engine().socket)
    const kept = new Spools()
    const image = await openImage('docker-daemon:corpus/steps:1', enginesAt(watched.host), context.signal, kept)
    const fromEngine = await load(image, {partial: true})
    const fromFile = await load(await openImage(`docker-archive:${await archive()}:corpus/steps:1`))
    expect(layersOf(fromEngine)).toEqual(layersOf(fromFile))
    expect(treeOf(fromEngine)).toEqual(treeOf(fromFile))
    watched.requests.length = 0
    expect(await textAt(fromEngine, '/data/modified')).toBe('changed\n')
    expect(await textAt(fromEngine, '/data/modified', 1)).toBe('one\n')
    expect(await textAt(fromEngine, '/data/gone/deeper/b', 1)).toBe('eight\n')
    expect(watched.requests).toEqual([])
    await kept.close()
    await watched.close()
  })

  it('is found by its ID and by the beginning of one', async () => {
    const {id} = await openImage('docker-daemon:corpus/steps:1', engines())
    for (const name of [id!, id!.slice(7), id!.slice(7, 19)]) {
      expect((await openImage(`docker-daemon:${name}`, engines())).id).toBe(id)
    }
  })

  it('is what a bare name means where no file has it', async () => {
    const image = await openImage('corpus/steps:1', engines())
    expect([image.transport, image.reference]).toEqual(['docker-daemon', 'docker-daemon:corpus/steps:1'])
  })

  it('that is not there, or has no possible name, is told so', async () => {
    await expect(openImage('docker-daemon:corpus/none', engines())).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('has no image corpus/none'),
    })
    await expect(openImage('docker-daemon:Corpus!', engines())).rejects.toMatchObject({kind: 'reference-malformed'})
    await expect(openImage('docker-daemon:', engines())).rejects.toMatchObject({kind: 'reference-malformed'})
    await expect(openImage('corpus/none', engines())).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('has no image corpus/none'),
    })
  })

  it('is exported once, and not at all where the cache knows it', async () => {
    const watched = await watchedSocket(engine().socket)
    const exports = () => watched.requests.filter(line => line.includes('/get'))
    const cacheFolder = temporaryFolder()
    const open = () => openImage('docker-daemon:corpus/steps:1', enginesAt(watched.host))
    const first = await load(await open(), {cacheFolder})
    expect(exports()).toHaveLength(1)
    // Layers are written to the cache behind the answer.
    await expect.poll(() => readdirSync(cacheFolder).filter(name => name.endsWith('.idx')).length).toBeGreaterThan(6)
    const second = await load(await open(), {cacheFolder})
    expect(exports()).toHaveLength(1)
    expect(treeOf(second)).toEqual(treeOf(first))
    expect(second.layers.map(({trust}) => trust)).toEqual(Array(6).fill('unverified'))
    await watched.close()
  })

  it('gives a file of its final tree through a container that is gone at once', async () => {
    const watched = await watchedSocket(engine().socket)
    const loaded = await load(await openImage('docker-daemon:corpus/steps:1', enginesAt(watched.host)))
    watched.requests.length = 0
    expect(await textAt(loaded, '/data/modified')).toBe('changed\n')
    expect(await textAt(loaded, '/data/kept-too')).toBe('sixteen\n')
    expect(watched.requests.filter(line => line.includes('/get'))).toEqual([])
    expect(watched.requests.filter(line => line.startsWith('POST'))).toHaveLength(2)
    expect(await engine().run('ps', '--all', '--quiet')).toBe('')
    expect(await engine().run('volume', 'ls', '--quiet')).toBe('')
    await watched.close()
  })

  it('gives earlier and deleted versions from one export that leaves nothing behind', async () => {
    const watched = await watchedSocket(engine().socket)
    const loaded = await load(await openImage('docker-daemon:corpus/steps:1', enginesAt(watched.host)))
    watched.requests.length = 0
    expect(await textAt(loaded, '/data/modified', 1)).toBe('one\n')
    expect(await textAt(loaded, '/data/later/w', 4)).toBe('thirteen\n')
    expect(await textAt(loaded, '/data/gone/deeper/b', 1)).toBe('eight\n')
    expect(watched.requests.filter(line => line.includes('/get'))).toHaveLength(1)
    expect(spooled()).toEqual([])
    await watched.close()
  })

  it('whose export is stopped leaves nothing in the engine and on the disk', async () => {
    const controller = new AbortController()
    const image = await openImage('docker-daemon:corpus/steps:1', engines())
    const reading = load(image, {
      context: {signal: controller.signal, progress: () => {}},
      onEvent: event => {
        if (event.type === 'layer-indexed') controller.abort()
      },
    })
    await expect(reading).rejects.toMatchObject({kind: 'cancelled'})
    const leftover = () => readdirSync(join(engine().socket, '../data/tmp'))
    await expect.poll(leftover).toEqual([])
    expect(await engine().run('ps', '--all', '--quiet')).toBe('')
    expect(spooled()).toEqual([])
  })

  it('whose engine is gone in the middle says so of the layers that did not come', async () => {
    const watched = await watchedSocket(engine().socket)
    // Layers come in the order of their IDs, which no build makes twice; the two large ones have 2.0 and 2.3 MB.
    watched.cutAfter('/get', 2_500_000)
    const image = await openImage('docker-daemon:corpus/steps:1', enginesAt(watched.host))
    const {layers} = await load(image)
    const failures = layers.flatMap(({failure}) => failure ?? [])
    expect(failures.length).toBeGreaterThan(0)
    expect(failures.length).toBeLessThan(6)
    expect(new Set(failures.map(({kind}) => kind))).toEqual(new Set(['engine-lost']))
    await watched.close()
  })

  it('can be stopped while a file is read, and the container goes all the same', async () => {
    const loaded = await load(await openImage('docker-daemon:corpus/steps:1', engines()))
    const controller = new AbortController()
    const {bundle} = loaded.image.layers[0]!.content!
    const {size} = statSync(findCommand('busybox')!)
    const stream = await bundle!.file('bin/busybox', size, {...context, signal: controller.signal})
    const reading = (async () => {
      for await (const _ of stream!) controller.abort()
    })()
    await expect(reading).rejects.toThrow()
    await expect.poll(() => engine().run('ps', '--all', '--quiet')).toBe('')
  })
})

describe('an image of Podman', requires('podman', 'dockerd'), () => {
  const engine = podmanEngine(withCorpus)
  const engines = () => enginesAt(engine().host)

  it('is the one that docker saved', async () => {
    const fromEngine = await load(await openImage('podman:corpus/steps:1', engines()))
    const fromFile = await load(await openImage(`docker-archive:${await archive()}:corpus/steps:1`))
    expect(layersOf(fromEngine)).toEqual(layersOf(fromFile))
    expect(treeOf(fromEngine)).toEqual(treeOf(fromFile))
    expect([fromEngine.image.transport, fromEngine.image.id]).toEqual(['podman', fromFile.image.id])
  })

  it('is the same for somebody who watches', async () => {
    const kept = new Spools()
    const image = await openImage('podman:corpus/steps:1', engines(), context.signal, kept)
    const fromEngine = await load(image, {partial: true})
    const fromFile = await load(await openImage(`docker-archive:${await archive()}:corpus/steps:1`))
    expect(layersOf(fromEngine)).toEqual(layersOf(fromFile))
    expect(treeOf(fromEngine)).toEqual(treeOf(fromFile))
    expect(await textAt(fromEngine, '/data/modified', 1)).toBe('one\n')
    await kept.close()
  })

  it('gives its files, old and new', async () => {
    const loaded = await load(await openImage('corpus/steps:1', engines()))
    expect(loaded.image.transport).toBe('podman')
    expect(await textAt(loaded, '/data/modified')).toBe('changed\n')
    expect(await textAt(loaded, '/data/modified', 1)).toBe('one\n')
    expect(await engine().run('ps', '--all', '--quiet')).toBe('')
  })
})
