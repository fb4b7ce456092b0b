import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {dockerSave, LayoutBuilder, layerTar} from '../corpus/archives.ts'
import {bytesOf, context, failureOf, open, resolve, temporaryFolder, writeTar} from './opening.ts'
import {QuickClock, registriesOf} from './registry/clients.ts'

const folder = temporaryFolder()
let tar: Buffer

beforeAll(async () => {
  tar = await layerTar({a: 'x'})
})

function layout(name: string, ...tags: string[]): string {
  const builder = new LayoutBuilder()
  const image = builder.image([tar])
  for (const tag of tags) builder.list(image, tag)
  return builder.writeFolder(join(folder, name))
}

describe('a reference', () => {
  it('says what it was taken for', async () => {
    const path = layout('took', '1')
    const resolved = await resolve(path)
    expect(resolved.kind === 'image' && resolved.took).toBe(`oci ${path}`)
  })

  it('may name a path with a colon or a digest mark in it', async () => {
    for (const name of ['with:colon', 'with@sha256:mark', 'a:b:c']) {
      const path = layout(name, 'tag')
      for (const reference of [path, `${path}:tag`, `${path}:@0`, `oci:${path}`, `oci:${path}:tag`]) {
        expect((await open(reference)).tags, reference).toEqual(['tag'])
      }
    }
  })

  it('takes the longest path that is there', async () => {
    layout('pair', 'x')
    layout('pair:x', 'y')
    expect((await open(join(folder, 'pair:x'))).tags).toEqual(['y'])
    expect((await open(`${join(folder, 'pair:x')}:y`)).tags).toEqual(['y'])
  })

  it('of a transport that a path is not, is refused with the right one', async () => {
    const path = layout('wrong-transport', '1')
    const failure = await failureOf(`docker-archive:${path}`)
    expect(failure.message).toContain('an OCI layout folder')
    expect(failure.advice).toContain(`oci:${path}`)
  })

  it.each([
    ['docker-daemon:app:1', 'docker save app:1 -o image.tar'],
    ['podman:app:1', 'podman save app:1 -o image.tar'],
    ['docker://registry.example/app:1', 'skopeo copy docker://registry.example/app:1 oci:FOLDER'],
    ['store:app', 'layout'],
    ['container:work', 'docker commit work'],
  ])('%s is not there yet, and says what is', async (reference, advice) => {
    const failure = await failureOf(reference)
    expect(failure.kind).toBe('reference-unsupported')
    expect(failure.advice).toContain(advice)
  })

  it.each(['alpine', 'alpine:3.20', 'registry.example:5000/shop/api:1.4'])(
    '%s is not found, with advice',
    async name => {
      const failure = await failureOf(name)
      expect(failure.kind).toBe('not-found')
      expect(failure.advice).toContain(`docker save ${name}`)
    },
  )

  it('is asked of Docker Hub where nothing else has that name; where that has not either, all are named', async () => {
    // A proxy where nobody listens: the answer is the same with a network and without.
    const registries = registriesOf({environment: {HTTPS_PROXY: 'http://127.0.0.1:1'}, clock: new QuickClock()})
    const failure = await failureOf('layerlens/none:1', {registries})
    expect(failure.kind).toBe('registry-unreachable')
    expect(failure.message).toMatch(
      /^There is no image file layerlens\/none:1 here\. Docker Hub: Nobody answers at 127\.0\.0\.1:1, the proxy that HTTPS_PROXY names for registry-1/,
    )
    expect((await failureOf('Not A Name', {registries})).message).not.toContain('Docker Hub')
  })

  it.each(['', '  ', 'oci:', 'docker-archive:'])('%j is malformed', async reference => {
    expect((await failureOf(reference)).kind).toBe('reference-malformed')
  })

  it('with nothing or a bad digest after the place is malformed', async () => {
    const path = layout('malformed', '1')
    expect((await failureOf(`${path}:`)).kind).toBe('reference-malformed')
    expect((await failureOf(`${path}@sha256:123`)).kind).toBe('digest-malformed')
  })

  it('is not shadowed by a folder of that name that holds no image', async () => {
    const name = 'test'
    const failure = await failureOf(name)
    expect(failure.kind).toBe('not-found')
    expect(failure.message).toContain('no OCI layout')
    mkdirSync(join(folder, 'plain'))
    expect((await failureOf(join(folder, 'plain'))).kind).toBe('not-an-image')
  })
})

describe('several images and no name', () => {
  it('are choices, each with a reference that opens it', async () => {
    const path = await writeTar(
      join(folder, 'several.tar'),
      dockerSave([
        {tags: ['a:1'], tars: [tar]},
        {tags: ['b:1'], tars: [tar, tar]},
      ]),
    )
    const resolved = await resolve(path)
    if (resolved.kind !== 'choices') throw new Error('opened one')
    expect(resolved.message).toContain('@0 a:1')
    expect(resolved.choices.map(choice => choice.reference)).toEqual([
      `docker-archive:${path}:a:1`,
      `docker-archive:${path}:b:1`,
    ])
    for (const choice of resolved.choices) expect((await open(choice.reference)).tags).toEqual(choice.tags)
  })
})

describe('a layer', () => {
  it('is opened afresh each time, and stops when told', async () => {
    const [layer] = (await open(layout('fresh', '1'))).layers
    expect(await bytesOf(layer!)).toEqual(tar)
    expect(await bytesOf(layer!)).toEqual(tar)
    const stopped = new AbortController()
    stopped.abort()
    await expect(layer!.content!.open({...context, signal: stopped.signal})).rejects.toThrow()
  })
})
