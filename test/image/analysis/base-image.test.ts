import {describe, expect, it} from 'vitest'
import {type BaseCandidate, baseOf, baseOfImage, baseOfLayers, basesOf} from '../../../src/image/analysis/base-image.ts'
import {type Digest, parseDigest} from '../../../src/image/oci/digest.ts'
import type {Image} from '../../../src/image/oci/image.ts'

type Step = readonly [createdBy: string, more?: {empty?: boolean; comment?: string; created?: string}]

const id = (n: number): Digest => parseDigest(`sha256:${String(n).padStart(64, '0')}`)

/** An image of these steps; its diffIDs are 0, 1, 2 … */
function image(
  steps: readonly Step[],
  annotations: Readonly<Record<string, string>> = {},
  labels = {},
  tags: readonly string[] = [],
): Image {
  const history = steps.map(([createdBy, {empty = false, comment, created} = {}]) => {
    return {createdBy, created: created ?? null, author: null, comment: comment ?? null, emptyLayer: empty}
  })
  const layers = history.filter(({emptyLayer}) => !emptyLayer).map((_, index) => ({index, diffId: id(index)}))
  return {annotations, config: {history, labels}, tags, layers} as unknown as Image
}

/** An image at hand, by its only name or by several. */
function at(
  names: string | readonly string[],
  diffIds: readonly (Digest | null)[],
  digest: Digest | null = null,
): BaseCandidate {
  const all = [names].flat()
  return {name: all[0] ?? 'abc', names: all, digest, diffIds}
}

const empty = {empty: true}
const debian: Step[] = [['ADD file:1 in / '], ['CMD ["bash"]', empty]]
const own: Step[] = [['RUN make'], ['COPY . /app'], ['CMD ["app"]', empty]]

describe('the base of an image', () => {
  it.each<[string, readonly Step[], number, string]>([
    ['ends with the CMD that other steps follow', [...debian, ...own], 1, 'history'],
    [
      'is the last of several',
      [...debian, ['RUN node'], ['ENTRYPOINT ["x"]', empty], ['CMD ["node"]', empty], ...own],
      2,
      'history',
    ],
    ['is none where the only CMD is the last word', own, 0, 'none'],
    ['is none of an image without history', [], 0, 'none'],
    ['is none of a base itself', debian, 0, 'none'],
    ['is a root file system that was added', [['ADD rootfs.tar.xz / # buildkit'], ['RUN make']], 1, 'history'],
    ['is what was imported', [['', {comment: 'Imported from -'}], ['RUN make']], 1, 'history'],
    ['is none of an import itself', [['', {comment: 'Imported from -'}]], 0, 'none'],
    ['is no file that was added somewhere', [['ADD app.tar /srv'], ['RUN make']], 0, 'none'],
    [
      'ends where buildah says FROM',
      [['ADD x /'], ['RUN y'], ['RUN make', {comment: 'FROM docker.io/library/debian:12'}]],
      2,
      'history',
    ],
    ['is none where buildah says FROM scratch', [['RUN y'], ['COPY x /', {comment: 'FROM scratch'}]], 0, 'none'],
    [
      'does not end at a CMD of the same build',
      [
        ['RUN a', {created: '2026-01-01T00:00:00Z'}],
        ['CMD ["a"]', {empty: true, created: '2026-01-02T00:00:00Z'}],
        ['RUN b', {created: '2026-01-02T00:05:00Z'}],
      ],
      0,
      'none',
    ],
    [
      'ends at a CMD that is days older',
      [
        ['RUN a', {created: '2026-01-01T00:00:00Z'}],
        ['CMD ["a"]', {empty: true, created: '2026-01-02T00:00:00Z'}],
        ['RUN b', {created: '2026-02-02T00:05:00Z'}],
      ],
      1,
      'history',
    ],
  ])('%s', (_, steps, layers, source) => {
    expect(baseOf(image(steps))).toMatchObject({layers, source})
  })

  // What `buildah bud --layers` writes: an ID of an image in between at every step but the first.
  const layered: Step[] = [
    ['ADD root.tar in /'],
    ['RUN one', {comment: 'FROM f2e788984063'}],
    ['CMD ["sh"]', {empty: true, comment: 'FROM 837e006c5062'}],
    ['RUN two', {comment: 'FROM localhost/toy/base:1'}],
    ['ENV A=b', {empty: true, comment: 'FROM d08f83119819'}],
    ['RUN three', {comment: `FROM ${'24956e86f375'.padEnd(64, '0')}`}],
    ['RUN four', {comment: 'FROM localhost/toy/app:1'}],
    ['RUN five', {comment: `FROM sha256:${'6b267cfc1ff5'.padEnd(64, '0')}`}],
    ['CMD ["sh"]', {empty: true, comment: 'FROM d0b4ac8cc049'}],
  ]

  it('ends where a name was built upon, not at a step that names the image before it', () => {
    const app = {layers: 4, name: 'localhost/toy/app:1', source: 'history'}
    expect(baseOf(image(layered))).toMatchObject(app)
    expect(baseOf(image(layered)).reason).toBe('its history says FROM localhost/toy/app:1 there')
    const annotations = {'org.opencontainers.image.base.name': 'localhost/toy/app:1'}
    expect(baseOf(image(layered, annotations))).toMatchObject({...app, source: 'annotation'})
    expect(baseOf(image(layered.slice(0, 6)))).toMatchObject({layers: 2, name: 'localhost/toy/base:1'})
    // What was committed of a container of it stands on what it stands on itself.
    expect(baseOf(image(layered, {}, {}, ['localhost/toy/app:2']))).toMatchObject({
      layers: 2,
      name: 'localhost/toy/base:1',
    })
    // Only IDs: nothing but the steps of one build.
    expect(baseOf(image([['COPY a /'], ...layered.slice(1, 3)]))).toMatchObject({layers: 0, source: 'none'})
  })

  it('can be chosen from all that were built upon, the nearest first', () => {
    expect(basesOf(image(layered)).map(({layers, name}) => [layers, name])).toEqual([
      [4, 'localhost/toy/app:1'],
      [2, 'localhost/toy/base:1'],
      [0, null],
    ])
  })

  it('is told by the longest image at hand that it begins with', () => {
    const candidates = [
      at('debian:12', [id(0)]),
      at('node:20', [id(0), id(1)]),
      at('other', [id(1)]),
      at('itself', [id(0), id(1), id(2)]),
      at('unknown', [null]),
      at('empty', []),
    ]
    const found = baseOf(image([['RUN a'], ['RUN b'], ['RUN c']]), candidates)
    expect(found).toMatchObject({layers: 2, name: 'node:20', source: 'prefix'})
    expect(found.reason).toContain('2 layers of node:20')
  })

  it.each<[string, readonly string[]]>([
    ['the same repository', ['shop/api:1.0']],
    ['the same repository, Podman’s way', ['localhost/shop/api:1.0']],
    ['another name as well', ['other:1', 'shop/api:1.0']],
    ['no name any more', []],
  ])('is no earlier build of the same image: one with %s; but may be chosen', (_, names) => {
    const candidates = [at(names, [id(0), id(1), id(2)]), at('debian:12', [id(0)])]
    const built = image([['RUN a'], ['RUN b'], ['RUN c'], ['RUN d']], {}, {}, ['shop/api:1.1'])
    expect(baseOf(built, candidates)).toMatchObject({layers: 1, name: 'debian:12'})
    expect(basesOf(built, candidates).map(({layers}) => layers)).toEqual([1, 3, 0])
    const elsewhere = image([['RUN a'], ['RUN b'], ['RUN c'], ['RUN d']], {}, {}, ['registry.lan/shop/api:1.1'])
    expect(baseOf(elsewhere, candidates).layers).toBe(names.length === 0 ? 1 : 3)
  })

  it('is the one that an annotation names, where that is at hand', () => {
    const digest = id(77)
    const named = {
      'org.opencontainers.image.base.name': 'docker.io/library/debian:12',
      'org.opencontainers.image.base.digest': digest,
    }
    const candidates = [at('node:20', [id(0), id(1)]), at('debian', [id(0)], digest)]
    const steps: Step[] = [['RUN a'], ['RUN b'], ['RUN c']]
    const expected = {layers: 1, name: 'docker.io/library/debian:12', source: 'annotation'}
    expect(baseOf(image(steps, named), candidates)).toMatchObject(expected)
    expect(baseOf(image(steps, {}, named), candidates)).toMatchObject(expected)
    // Without it the history says where the named base ends, or nothing does.
    expect(baseOf(image([...debian, ...own], named))).toMatchObject(expected)
    expect(baseOf(image(steps, named))).toMatchObject({layers: 0, name: expected.name, source: 'none'})
  })

  it('may be given', () => {
    const given = image([['RUN a'], ['RUN b']])
    expect(baseOfLayers(1, given)).toMatchObject({layers: 1, source: 'given'})
    expect(baseOfLayers(3, given)).toBe(null)
    expect(baseOfImage(at('x', [id(0)]), given)).toMatchObject({layers: 1, name: 'x'})
    expect(baseOfImage(at('x', [id(1)]), given)).toBe(null)
    expect(baseOfImage(at('x', [id(0), id(1), id(2)]), given)).toBe(null)
  })
})
