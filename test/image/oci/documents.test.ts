import {describe, expect, it} from 'vitest'
import {digestAlgorithm, digestHex, isDigest, parseDigest, shortDigest} from '../../../src/image/oci/digest.ts'
import {LensError} from '../../../src/image/oci/error.ts'
import {type HistoryEntry, historyOfLayers, parseImageConfig} from '../../../src/image/oci/image-config.ts'
import {isAttestation, parseManifestOrIndex} from '../../../src/image/oci/manifest.ts'
import {MEDIA_TYPE} from '../../../src/image/oci/media-type.ts'
import {architectureOfHost, formatPlatform, parsePlatform, platformMatches} from '../../../src/image/oci/platform.ts'
import {parseReference, withoutSharedTransport} from '../../../src/image/oci/reference.ts'

const HEX = '0123456789abcdef'.repeat(4)
const DIGEST = `sha256:${HEX}`
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))

function failureOf(act: () => unknown): LensError {
  try {
    act()
  } catch (error) {
    if (error instanceof LensError) return error
    throw error
  }
  throw new Error('it was taken')
}

describe('digests', () => {
  it('are sha256 or sha512 in small hexadecimal digits', () => {
    expect(parseDigest(DIGEST)).toBe(DIGEST)
    expect(isDigest(`sha512:${HEX}${HEX}`)).toBe(true)
    const digest = parseDigest(DIGEST)
    expect([digestHex(digest), digestAlgorithm(digest), shortDigest(digest)]).toEqual([HEX, 'sha256', '0123456789ab'])
  })

  it.each([
    [''],
    [HEX],
    [`sha256:${HEX.slice(1)}`],
    [`sha256:${HEX}0`],
    [`sha256:${HEX.toUpperCase()}`],
    [`sha512:${HEX}`],
    [`md5:${HEX.slice(32)}`],
    [`sha256:${HEX}\n`],
    [`sha256:../../${HEX.slice(6)}`],
    [undefined],
    [null],
    [7],
    [{}],
    [[DIGEST]],
    // The low byte of its code is that of an "a".
    [`sha256:${HEX.slice(1)}\u0161`],
    [`sha256:${HEX.slice(1)}\u00e1`],
  ])('are not %j', text => {
    expect(failureOf(() => parseDigest(text)).kind).toBe('digest-malformed')
  })
})

describe('references', () => {
  it.each([
    ['image.tar', null, 'image.tar'],
    ['./docker-archive:x', null, './docker-archive:x'],
    ['alpine:3', null, 'alpine:3'],
    ['localhost:5000/a:1', null, 'localhost:5000/a:1'],
    ['docker-archive:a.tar:name:tag', 'docker-archive', 'a.tar:name:tag'],
    ['docker-archive:a.tar:@1', 'docker-archive', 'a.tar:@1'],
    ['oci:dir@sha256:12', 'oci', 'dir@sha256:12'],
    ['oci-archive:', 'oci-archive', ''],
    ['docker-daemon:a', 'docker-daemon', 'a'],
    ['podman:a', 'podman', 'a'],
    ['store:a', 'store', 'a'],
    ['container:a', 'container', 'a'],
    ['docker://host/repo:tag', 'docker', 'host/repo:tag'],
    ['docker:dind', null, 'docker:dind'],
    [':x', null, ':x'],
    ['-', null, '-'],
  ] as const)('%s', (text, transport, rest) => {
    expect(parseReference(text)).toEqual({transport, rest, text})
  })

  it.each([[''], ['  ']])('can’t be empty: %j', text => {
    expect(failureOf(() => parseReference(text)).kind).toBe('reference-malformed')
  })
})

describe('platforms', () => {
  it.each(['linux/amd64', 'linux/arm64/v8', 'windows/386'])('%s is read and written alike', text => {
    expect(formatPlatform(parsePlatform(text)!)).toBe(text)
  })

  it.each(['', 'linux', 'linux/', '/amd64', 'linux/arm/', 'linux/arm/v7/x'])('%j is none', text => {
    expect(parsePlatform(text)).toBeNull()
  })

  it.each([
    ['linux/amd64', 'linux/amd64', true],
    ['linux/arm/v6', 'linux/arm', true],
    ['linux/arm/v6', 'linux/arm/v7', false],
    ['linux/arm64', 'linux/arm64/v8', true],
    ['linux/arm64/v8', 'linux/arm64', true],
    ['linux/arm64', 'linux/arm64/v9', false],
    ['linux/arm', 'linux/arm/v7', true],
    ['linux/amd64', 'windows/amd64', false],
    ['linux/amd64', 'linux/386', false],
  ])('what is for %s serves %s: %s', (offered, wanted, served) => {
    expect(platformMatches(parsePlatform(offered)!, parsePlatform(wanted)!)).toBe(served)
  })

  it('of a host are named as image-spec names them', () => {
    expect(['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64'].map(architectureOfHost)).toEqual([
      'amd64',
      'arm64',
      'arm',
      '386',
      'ppc64le',
      's390x',
      'riscv64',
    ])
  })
})

describe('an image config', () => {
  const parse = (value: unknown) => parseImageConfig(bytes(value))

  it('gives empty lists and texts for what is absent, null or empty', () => {
    const empty = parse({})
    expect(empty).toMatchObject({
      created: null,
      author: null,
      platform: {os: 'linux', architecture: 'unknown', variant: null},
      env: [],
      cmd: [],
      workingDir: '',
      diffIds: [],
      history: [],
    })
    const nulls = {Env: null, Cmd: null, Entrypoint: null, Labels: null, ExposedPorts: null, Volumes: null, User: null}
    expect(parse({config: nulls, rootfs: null, history: null, author: '', variant: ''})).toEqual(empty)
    expect(parse({config: null})).toEqual(empty)
  })

  it('takes a text for a list of one, and labels that are no texts for none', () => {
    const {entrypoint, labels} = parse({config: {Entrypoint: 'run me', Labels: {a: 'b', c: 7, __proto__: 'x'}}})
    expect(entrypoint).toEqual(['run me'])
    expect({...labels}).toEqual({a: 'b'})
    expect({...parseImageConfig(bytes('{"config":{"Labels":{"__proto__":"x"}}}')).labels}).toEqual(
      JSON.parse('{"__proto__":"x"}'),
    )
  })

  it('begins with a byte order mark where Windows wrote it', () => {
    expect(parseImageConfig(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes({os: 'windows'})])).platform.os).toBe(
      'windows',
    )
  })

  it.each([
    ['', 'is not JSON'],
    ['{', 'is not JSON'],
    ['<html>', 'is not JSON'],
    ['[]', 'it should be an object, but is []'],
    ['null', 'it should be an object, but is null'],
    ['7', 'it should be an object, but is 7'],
    ['{"config":[]}', 'config should be an object'],
    ['{"config":{"Env":{}}}', 'config.Env should be a list'],
    ['{"config":{"Env":[7]}}', 'config.Env[0] should be a text'],
    ['{"config":{"User":7}}', 'config.User should be a text'],
    ['{"config":{"Labels":["a"]}}', 'config.Labels should be an object'],
    ['{"rootfs":7}', 'rootfs should be an object'],
    ['{"rootfs":{"diff_ids":{}}}', 'rootfs.diff_ids should be a list'],
    ['{"history":{}}', 'history should be a list'],
    ['{"history":[null]}', 'history[0] should be an object'],
    ['{"history":[{"created_by":["a"]}]}', 'history[0].created_by should be a text'],
    ['{"os":["linux"]}', 'os should be a text'],
  ])('of the wrong shape is told in words: %s', (text, words) => {
    const error = failureOf(() => parseImageConfig(bytes(text)))
    expect(error.kind).toBe('config-malformed')
    expect(error.message).toContain(words)
    expect(error.advice).toBeTruthy()
  })

  it('tells a diffID that is none, and never at length', () => {
    const error = failureOf(() => parse({rootfs: {diff_ids: ['x'.repeat(100_000)]}}))
    expect(error.kind).toBe('digest-malformed')
    expect(error.message.length).toBeLessThan(200)
  })
})

describe('a manifest', () => {
  const descriptor = {mediaType: MEDIA_TYPE.ociLayer, digest: DIGEST, size: 7}
  const manifest = {schemaVersion: 2, config: {...descriptor, mediaType: MEDIA_TYPE.ociConfig}, layers: [descriptor]}
  const parse = (value: unknown) => parseManifestOrIndex(bytes(value), 'the manifest')

  it('is told from an index by its media type, else by its fields', () => {
    expect(parse(manifest).kind).toBe('manifest')
    expect(parse({manifests: [descriptor]}).kind).toBe('index')
    expect(parse({mediaType: MEDIA_TYPE.dockerList, manifests: null}).kind).toBe('index')
    expect(parse({...manifest, mediaType: MEDIA_TYPE.ociManifest}).mediaType).toBe(MEDIA_TYPE.ociManifest)
  })

  it('may have no layers, and annotations that are no texts are left out', () => {
    expect(parse({...manifest, layers: null, annotations: {a: 'b', c: 1}})).toMatchObject({
      layers: [],
      annotations: {a: 'b'},
    })
  })

  it.each([
    [{}, 'config should be an object, but is missing'],
    [{...manifest, config: null}, 'config should be an object'],
    [{...manifest, layers: {}}, 'layers should be a list'],
    [{...manifest, layers: [null]}, 'layers[0] should be an object'],
    [{...manifest, layers: [{...descriptor, size: -1}]}, 'layers[0].size should be a size in bytes'],
    [{...manifest, layers: [{...descriptor, size: 1.5}]}, 'layers[0].size should be a size in bytes'],
    [{...manifest, layers: [{...descriptor, size: '7'}]}, 'layers[0].size should be a size in bytes'],
    [{...manifest, layers: [{...descriptor, mediaType: 7}]}, 'layers[0].mediaType should be a text'],
    [{...manifest, mediaType: {}}, 'mediaType should be a text'],
    [{manifests: 7}, 'manifests should be a list'],
    [{manifests: [{...descriptor, platform: 'linux'}]}, 'manifests[0].platform should be an object'],
    [{manifests: [{...descriptor, annotations: []}]}, 'manifests[0].annotations should be an object'],
  ])('of the wrong shape is told in words: %j', (value, words) => {
    const error = failureOf(() => parse(value))
    expect(error.kind).toBe('manifest-malformed')
    expect(error.message).toContain(`the manifest has the wrong shape: ${words}`)
  })

  it('names its blobs by digests only', () => {
    expect(failureOf(() => parse({...manifest, layers: [{...descriptor, digest: '../x'}]})).kind).toBe(
      'digest-malformed',
    )
  })

  it('of more layers than their numbers could tell apart is refused', () => {
    const layer = {digest: `sha256:${'ab'.repeat(32)}`, size: 1}
    const bytes = Buffer.from(JSON.stringify({config: layer, layers: Array(70_000).fill(layer)}))
    expect(() => parseManifestOrIndex(bytes, 'it')).toThrow(expect.objectContaining({kind: 'limit-exceeded'}))
  })

  it('that attests something is no image', () => {
    const index = parse({
      manifests: [
        {...descriptor, platform: {os: 'linux', architecture: 'amd64'}},
        {...descriptor, platform: {os: 'unknown', architecture: 'unknown'}},
        {...descriptor, annotations: {'vnd.docker.reference.type': 'attestation-manifest'}},
        descriptor,
      ],
    })
    expect(index.kind === 'index' && index.manifests.map(isAttestation)).toEqual([false, true, true, false])
  })
})

describe('the history of layers', () => {
  const step = (createdBy: string, emptyLayer = false): HistoryEntry => ({
    created: null,
    createdBy,
    author: null,
    comment: null,
    emptyLayer,
  })
  const told = (steps: HistoryEntry[], layers: number) =>
    historyOfLayers(steps, layers).map(found => found?.createdBy ?? null)

  it('passes over steps that left no layer', () => {
    expect(told([step('a'), step('env', true), step('b'), step('cmd', true)], 2)).toEqual(['a', 'b'])
  })

  it('goes as far as it goes where there are more layers, or fewer', () => {
    expect(told([step('a')], 3)).toEqual(['a', null, null])
    expect(told([step('a'), step('b')], 1)).toEqual(['a'])
    expect(told([], 1)).toEqual([null])
    expect(told([step('a')], 0)).toEqual([])
  })
})

describe('references beside each other', () => {
  it.each([
    [
      ['docker-daemon:shop/api:1.3', 'docker-daemon:shop/api:1.4'],
      ['shop/api:1.3', 'shop/api:1.4'],
    ],
    [
      ['docker://lan/a:1', 'docker://lan/a:2'],
      ['lan/a:1', 'lan/a:2'],
    ],
    [
      ['store:a:1', 'docker-daemon:a:1'],
      ['store:a:1', 'docker-daemon:a:1'],
    ],
    [
      ['a.tar', 'b.tar'],
      ['a.tar', 'b.tar'],
    ],
    [
      ['docker-archive:a.tar: layer 1', 'layer 2'],
      ['docker-archive:a.tar: layer 1', 'layer 2'],
    ],
  ] as const)('leave out the transport that both have: %j', (names, told) => {
    expect(withoutSharedTransport(names)).toEqual(told)
  })
})
