import {mkdirSync, statSync, truncateSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {outgoing} from '../../../src/operations/copy/outgoing.ts'
import {layerTar, type OldLayer, oldDockerSave, oldId} from '../../corpus/archives.ts'
import {command} from '../../corpus/real/command.ts'
import {corpusImage} from '../../corpus/real/corpus.ts'
import {requires} from '../../corpus/real/tools.ts'
import {bytesOf, failureOf, list, open, resolve, temporaryFolder, writeTar} from '../opening.ts'

const folder = temporaryFolder()
const [BASE, APP, TOOLS] = [oldId('base'), oldId('app'), oldId('tools')]
let layers: OldLayer[]
let made = 0

beforeAll(async () => {
  layers = [
    {
      id: APP,
      parent: BASE,
      tar: await layerTar({'app/main': 'one'}),
      json: {
        author: 'somebody',
        container_config: {Cmd: ['/bin/sh', '-c', '#(nop) CMD ["main"]']},
        config: {Cmd: ['main'], Env: ['A=1'], Entrypoint: null, ExposedPorts: {'80/tcp': {}}},
      },
    },
    {id: BASE, tar: await layerTar({'bin/sh': '#!'}), json: {container_config: {Cmd: ['/bin/sh', '-c', 'make base']}}},
    {id: TOOLS, parent: BASE, tar: await layerTar({'bin/tool': 'x'})},
  ]
})

function save(...parameters: Parameters<typeof oldDockerSave>): Promise<string> {
  return writeTar(join(folder, `${made++}.tar`), oldDockerSave(...parameters))
}

describe('what Docker saved before 1.10', () => {
  it('gives its layers base first by following parents, with what each says of itself', async () => {
    const image = await open(await save(layers.slice(0, 2), {'shop/app': {1: APP, latest: APP}}))
    expect(image).toMatchObject({
      transport: 'docker-archive',
      id: null,
      digest: null,
      tags: ['shop/app:1', 'shop/app:latest'],
      platform: {os: 'linux', architecture: 'amd64'},
      warnings: [],
    })
    expect(image.config).toMatchObject({cmd: ['main'], env: ['A=1'], exposedPorts: ['80/tcp'], author: 'somebody'})
    expect(await Promise.all(image.layers.map(bytesOf))).toEqual([layers[1]!.tar, layers[0]!.tar])
    expect(image.layers.map(layer => [layer.diffId, layer.digest, layer.history?.createdBy])).toEqual([
      [null, null, '/bin/sh -c make base'],
      [null, null, '/bin/sh -c #(nop) CMD ["main"]'],
    ])
    expect(JSON.parse(new TextDecoder().decode(image.rawConfig))).toMatchObject({id: APP})
  })

  it('may hold several images that share layers, each with a reference that opens it', async () => {
    const path = await save(layers, {app: {1: APP}, tools: {1: TOOLS}})
    expect((await resolve(path)).kind).toBe('choices')
    const summaries = await list(path)
    expect(summaries.map(({tags, layerCount}) => [tags, layerCount])).toEqual([
      [['app:1'], 2],
      [['tools:1'], 2],
    ])
    for (const summary of summaries) expect((await open(summary.reference)).tags).toEqual(summary.tags)
    expect((await open(`${path}:${TOOLS}`)).tags).toEqual(['tools:1'])
    expect((await open(`${path}:${APP.slice(0, 12)}`)).tags).toEqual(['app:1'])
  })

  it('has no names where it was saved by ID: its images are those that are nobody’s parent', async () => {
    for (const repositories of [null, {}]) {
      const path = await save(layers, repositories)
      expect((await list(path)).map(summary => summary.reference)).toEqual([
        `docker-archive:${path}:@0`,
        `docker-archive:${path}:@1`,
      ])
      expect(await bytesOf((await open(`${path}:@1`)).layers[1]!)).toEqual(layers[2]!.tar)
    }
  })

  it('is not copied: its config names no layers, so nothing could unpack what would come of it', async () => {
    const id = oldId('alone')
    const image = await open(await save([{id, tar: await layerTar({a: 'x'})}], {app: {1: id}}))
    expect(() => outgoing(image)).toThrow('does not name its layers')
  })

  it('is incomplete where a parent is not there, and says so', async () => {
    const image = await open(await save([layers[0]!], {app: {1: APP}}))
    expect(image.layers.map(layer => layer.content === null)).toEqual([true, false])
    expect(image.warnings.join(' ')).toContain(`${BASE}/json is not in the archive`)
    expect(image.warnings.join(' ')).toContain('incomplete: 1 of its 2 layers')
  })

  it('shows the rest of a file that was cut, where the names came along', async () => {
    const members = oldDockerSave(layers.slice(0, 2), {app: {1: APP}})
    const path = await writeTar(join(folder, 'first.tar'), [members.at(-1)!, ...members.slice(0, -1)])
    truncateSync(path, statSync(path).size - 2000)
    expect((await open(path)).warnings.join(' ')).toContain('cut short')
  })
})

describe('a real save without its manifest.json and its config', () => {
  // Docker kept writing the old files beside the new ones until version 25.
  it('has the same layers and names', requires('dockerd', 'busybox', 'gnu-tar'), async () => {
    const {path, reference} = await corpusImage('docker save')
    const unpacked = join(folder, 'unpacked')
    mkdirSync(unpacked)
    await command('tar', ['-xf', path, '-C', unpacked])
    const left = ['--exclude=./manifest.json', '--exclude=./*.json']
    await command('tar', ['-cf', join(folder, 'real.tar'), '-C', unpacked, ...left, '.'])
    const original = await open(reference)
    const image = await open(join(folder, 'real.tar'))
    expect(image.tags).toEqual(original.tags)
    expect(image.config.cmd).toEqual(original.config.cmd)
    expect(image.layers).toHaveLength(original.layers.length)
    for (const [i, layer] of image.layers.entries()) {
      expect((await bytesOf(layer)).equals(await bytesOf(original.layers[i]!)), `layer ${i}`).toBe(true)
    }
  })
})

describe('what Docker saved before 1.10, damaged or made to do harm', () => {
  it.each([
    ['null', 'null'],
    ['a text', '"x"'],
    ['a list', '[]'],
    ['names without tags', '{"app":null}'],
    ['an ID of another type', '{"app":{"1":7}}'],
    ['no JSON', '{"app":'],
  ])('repositories: %s', async (_, content) => {
    const path = await writeTar(join(folder, `${made++}.tar`), [
      ...oldDockerSave(layers, null),
      {name: 'repositories', content},
    ])
    const failure = await failureOf(path)
    expect(failure.kind).toBe('manifest-malformed')
    expect(failure.advice).toBeDefined()
  })

  it.each(['../../../../etc/passwd', '/etc', '..', '', 'nobody'])('never leads out by the ID %j', async id => {
    const failure = await failureOf(await save(layers, {app: {1: id}}))
    expect(failure.kind).toBe('blob-missing')
    expect(failure.message).toMatch(/outside of the archive|not in the archive|no file/)
  })

  it('refuses parents that lead in a circle', async () => {
    const circle = [
      {...layers[0]!, parent: TOOLS},
      {...layers[2]!, parent: APP},
    ]
    expect((await failureOf(await save(circle, {app: {1: APP}}))).message).toContain('in a circle')
    expect((await failureOf(await save(circle, null))).message).toContain('none of its layers is the topmost')
  })

  it.each(['null', '"x"', '[]', 'no json', '{"container_config":7}', '{"parent":{}}'])(
    'a json that is %s',
    async text => {
      const failure = await failureOf(await save([{...layers[1]!, json: text}], {app: {1: BASE}})).catch(() => null)
      if (failure !== null) expect(['config-malformed', 'manifest-malformed']).toContain(failure.kind)
      const parent = await open(await save([layers[0]!, {...layers[1]!, json: text}], {app: {1: APP}}))
      expect(parent.warnings.join(' ')).toContain('What lies below layer 0 is not known')
      expect(await bytesOf(parent.layers[0]!)).toEqual(layers[1]!.tar)
    },
  )

  it('opens 500 layers, and refuses 10,001', async () => {
    const stack = (count: number) =>
      Array.from({length: count}, (_, i): OldLayer => {
        const own = {id: oldId(`layer ${i}`), tar: new Uint8Array(0)}
        return i === 0 ? own : {...own, parent: oldId(`layer ${i - 1}`)}
      })
    const deep = await open(await save(stack(500), {app: {1: oldId('layer 499')}}))
    expect(deep.layers).toHaveLength(500)
    const failure = await failureOf(await save(stack(10_001), {app: {1: oldId('layer 10000')}}))
    expect(failure.kind).toBe('limit-exceeded')
  })
})
