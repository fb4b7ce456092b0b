import {describe, expect, it} from 'vitest'
import {listedVersion} from '../../src/cli/format/listed.ts'
import {ownerNamesAt} from '../../src/image/filesystem/owner-names.ts'
import {walkChanged} from '../../src/image/filesystem/walk.ts'
import {instructionOf} from '../../src/image/oci/image-history.ts'
import type {LoadedImage} from '../../src/operations/load-image.ts'
import {layerlens} from '../cli/program.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {requires} from '../corpus/real/tools.ts'
import {dockerEngine, enginesAt, podmanEngine, type TestEngine} from '../engine/engines.ts'
import {load, openImage, textAt, treeOf} from '../engine/loading.ts'

const withCorpus = async ({run}: TestEngine) =>
  void (await run('load', '--quiet', '--input', (await corpusImage('docker save of several, the commit')).path))

/** What somebody does in a container: every kind of change, and a link between two new files. */
const CHANGES = [
  'cd /data && echo more >> modified && rm kept && rm -rf opaque && mkdir opaque && echo n > opaque/n && chmod 700 sticky',
  'mv swap swapped && ln -s a /opt/link && mkfifo /opt/fifo && mkdir -p /home/deep/er && echo x > /home/deep/er/x',
  'ln /home/deep/er/x /home/deep/er/y && chown 5:6 /home/deep && echo hidden > /var/volume/in-the-volume',
].join(' && ')

const changes = ({union}: LoadedImage) => {
  const top = union.layerCount - 1
  return [...walkChanged(union, 0, top)].map(({node, version}) =>
    listedVersion(union, node, version, ownerNamesAt(union, top), top),
  )
}

/** Podman commits the places that it mounts over, which its own diff leaves out. */
const withoutMounts = <T extends {path: string}>(listed: readonly T[]) =>
  listed.filter(({path}) => !/^(etc|run|dev|proc|sys|tmp)(\/|$)/.test(path))

/** `options`: what the engine's own run needs on a machine like this. */
function describeContainers(engine: () => TestEngine, image: string, ...options: string[]): void {
  const name = 'a container'
  const network = 'none'
  const engines = () => enginesAt(engine().host)
  const run = (name: string, script: string) =>
    engine().run(
      ...['run', '--network', network, '--user', '0', '--name', name, '--entrypoint', '/bin/sh', ...options],
      ...[image, '-c', script],
    )
  const open = async (name: string) => load(await openImage(`container:${name}`, engines()))

  it(`${name} shows exactly what its commit stores`, async () => {
    await run('work', CHANGES)
    await engine().run('commit', 'work', 'localhost/committed-here:1')
    const container = await open('work')
    const committed = await load(await openImage('localhost/committed-here:1', engines()))
    expect(container.faults).toEqual([])
    expect(withoutMounts(treeOf(container))).toEqual(withoutMounts(treeOf(committed)))
    expect(withoutMounts(changes(container))).toEqual(withoutMounts(changes(committed)))
    expect(changes(container).length).toBeGreaterThan(15)
    expect(container.image).toMatchObject({transport: 'container', reference: 'container:work', id: null, tags: []})
    const {verb, text} = instructionOf(container.image.layers.at(-1)!.history)
    expect([verb, text]).toEqual(['container', expect.stringContaining('work: its writable layer, ')])
    expect(await textAt(container, '/data/modified')).toBe('changed\nmore\n')
    expect(await textAt(container, '/data/modified', 5)).toBe('changed\n')
    expect(await textAt(container, '/home/deep/er/y')).toBe('x\n')
  })

  it(`${name} shows thousands of changes too`, async () => {
    const many =
      'cd /data && for i in 1 2 3 4; do for j in 0 1 2 3 4 5 6 7 8 9; do for k in 0 1 2 3 4 5 6 7 8 9; do echo $i > $i$j$k; done; done; done'
    await run('many', `${many}; rm modified`)
    const container = await open('many')
    const added = changes(container).filter(({change}) => change === 'added')
    expect(added).toHaveLength(400)
    expect(
      changes(container)
        .filter(({change}) => change === 'removed')
        .map(({path}) => path),
    ).toEqual(['data/modified'])
    expect(await textAt(container, '/data/317')).toBe('3\n')
  })

  it(`${name} without changes has an empty layer on top`, async () => {
    await engine().run('create', '--network', network, '--name', 'untouched', image)
    const container = await open('untouched')
    expect(container.faults).toEqual([])
    expect(changes(container)).toEqual([])
    expect(container.layers).toHaveLength(7)
  })

  it(`${name} that is not there is told so`, async () => {
    await expect(open('nobody')).rejects.toMatchObject({kind: 'not-found', message: expect.stringContaining('nobody')})
    await expect(openImage('container:', engines())).rejects.toMatchObject({kind: 'reference-malformed'})
  })
}

describe('containers of Docker', requires('dockerd'), () => {
  const engine = dockerEngine(withCorpus)
  describeContainers(engine, 'corpus/steps:1')

  it('are read again at each opening', async () => {
    await engine().run('create', '--network', 'none', '--name', 'again', 'corpus/steps:1')
    const before = await load(await openImage('container:again', enginesAt(engine().host)))
    await engine().run('cp', import.meta.filename, 'again:/opt/new')
    const after = await load(await openImage('container:again', enginesAt(engine().host)))
    expect(changes(before)).toEqual([])
    expect(changes(after).map(({path}) => path)).toContain('opt/new')
  })

  it('are listed by the commands that read', async () => {
    await engine().run('create', '--network', 'none', '--name', 'listed', 'corpus/steps:1')
    await engine().run('cp', import.meta.filename, 'listed:/opt/new')
    const {stdout, code} = await layerlens(['ls', 'container:listed', '--changes', '-H', engine().host])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\+ .* opt\/new$/m)])
  })
})

describe('containers of Podman', requires('podman', 'dockerd'), () => {
  // Podman wants more open files than a shell may have.
  describeContainers(
    podmanEngine(withCorpus),
    'localhost/corpus/steps:1',
    '--ulimit',
    'nofile=1024:1024',
    '--ulimit',
    'nproc=1024:1024',
  )
})
