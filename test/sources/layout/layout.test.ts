import {mkdirSync, renameSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {beforeAll, describe, expect, it} from 'vitest'
import type {Image} from '../../../src/image/oci/image.ts'
import {resolveReference} from '../../../src/sources/resolve.ts'
import {type Descriptor, digestOf, hexOf, json, LayoutBuilder, layerTar} from '../../corpus/archives.ts'
import {bytesOf, context, failureOf, list, open, resolve, temporaryFolder, writeTar} from '../opening.ts'

const folder = temporaryFolder()
let base: Buffer
let app: Buffer
let arm: Buffer

beforeAll(async () => {
  base = await layerTar({'etc/os-release': 'ID=test'})
  app = await layerTar({'app/main': 'one'})
  arm = await layerTar({'app/main': 'for arm'})
})

const AMD64 = {os: 'linux', architecture: 'amd64'}
const ARM64 = {os: 'linux', architecture: 'arm64', variant: 'v8'}
const ARMV7 = {os: 'linux', architecture: 'arm', variant: 'v7'}
const ATTESTATION = {
  platform: {os: 'unknown', architecture: 'unknown'},
  annotations: {'vnd.docker.reference.type': 'attestation-manifest'},
}

/** The same layout as a folder and as a tar, with the transport's name. */
async function places(name: string, layout: LayoutBuilder): Promise<[string, string][]> {
  const path = layout.writeFolder(join(folder, name))
  return [
    ['oci', path],
    ['oci-archive', await writeTar(join(folder, `${name}.tar`), layout.members())],
  ]
}

/** An index of two platforms with the attestations that BuildKit adds, under one tag. */
function twoPlatforms(): LayoutBuilder {
  const layout = new LayoutBuilder()
  const index = layout.index([
    {...layout.image([base, app], {architecture: 'amd64'}), platform: AMD64},
    {...layout.image([base, arm], {architecture: 'arm64'}), platform: ARM64},
    {...layout.image([], {os: 'unknown', architecture: 'unknown'}), ...ATTESTATION},
  ])
  return layout.list(index, '1.0')
}

describe('an OCI layout, as a folder and as a tar', () => {
  it('gives digests, sizes and the very bytes of its layers', async () => {
    const layout = new LayoutBuilder()
    const stored = gzipSync(app)
    const type = 'application/vnd.oci.image.layer.v1.tar+gzip'
    // The media type lies about the first layer, which is stored plain.
    layout.list(layout.image([base, app], {stored: [base, stored], layerType: type}), 'latest')
    for (const [transport, path] of await places('plain', layout)) {
      const image = await open(path)
      expect(image).toMatchObject({transport, reference: `${transport}:${path}`, tags: ['latest'], warnings: []})
      expect(image.digest).toBe(digestOf(image.rawManifest))
      expect(image.id).toBe(digestOf(image.rawConfig))
      expect(image.layers.map(layer => layer.digest)).toEqual([digestOf(base), digestOf(stored)])
      expect(image.layers.map(layer => layer.diffId)).toEqual([digestOf(base), digestOf(app)])
      expect(image.layers.map(layer => layer.compressedSize)).toEqual([null, stored.length])
      expect(image.layers.map(layer => layer.mediaType)).toEqual([type, type])
      expect(await Promise.all(image.layers.map(bytesOf))).toEqual([base, stored])
    }
  })

  it('offers several images by tag, and opens each by tag, number and digest', async () => {
    const layout = new LayoutBuilder()
    const one = layout.image([base])
    const two = layout.image([base, app])
    layout
      .list(one, 'one')
      .list(two, 'two')
      .list(one, 'uno')
      .list(layout.image([app]))
    for (const [transport, path] of await places('several', layout)) {
      expect((await resolve(path)).kind).toBe('choices')
      const summaries = await list(path)
      expect(summaries.map(summary => summary.tags)).toEqual([['one', 'uno'], ['two'], []])
      expect(summaries[2]!.reference).toBe(`${transport}:${path}@${layout.entries[3]!.digest}`)
      for (const summary of summaries) expect((await open(summary.reference)).id).toBe(summary.id)
      for (const [selector, wanted] of [
        [':one', one],
        [':uno', one],
        [':two', two],
        [':@1', two],
        [':@2', one],
        [`@${two.digest}`, two],
      ] as const) {
        for (const reference of [`${path}${selector}`, `${transport}:${path}${selector}`]) {
          expect((await open(reference)).digest, reference).toBe(wanted.digest)
        }
      }
    }
  })

  it('knows an image by the name that containerd writes', async () => {
    const layout = new LayoutBuilder()
    const annotations = {
      'io.containerd.image.name': 'docker.io/library/app:1.2',
      'org.opencontainers.image.ref.name': '1.2',
    }
    layout.list(layout.image([base]), '', {annotations}).list(layout.image([app]), 'other')
    for (const [, path] of await places('containerd', layout)) {
      for (const name of ['app:1.2', '1.2', 'docker.io/library/app:1.2']) {
        expect((await open(`${path}:${name}`)).tags).toEqual(['app:1.2'])
      }
    }
  })
})

describe('platforms', () => {
  it('are a choice for who can ask, the host’s first, and each choice opens just that one', async () => {
    for (const [, path] of await places('platforms-asked', twoPlatforms())) {
      const asking = {context, hostArchitecture: 'arm64', askPlatform: true}
      const asked = await resolveReference(path, asking)
      if (asked.kind !== 'choices') throw new Error('nothing was asked')
      expect(asked.choices.map(choice => choice.platform?.architecture)).toEqual(['amd64', 'arm64'])
      expect(asked.preferred).toBe(1)
      for (const choice of asked.choices) {
        const chosen = await resolveReference(choice.reference, asking)
        expect(chosen.kind === 'image' && chosen.image.platform).toEqual(choice.platform)
      }
      const named = await resolveReference(path, {...asking, platform: 'linux/amd64'})
      expect(named.kind).toBe('image')
    }
  })

  it("are chosen by --platform, else by the host's, else the first is taken", async () => {
    for (const [, path] of await places('platforms', twoPlatforms())) {
      const opened = async (options: Parameters<typeof open>[1]) => (await open(path, options)).platform
      expect(await opened({hostArchitecture: 'arm64'})).toEqual({...ARM64})
      expect(await opened({hostArchitecture: 'amd64'})).toMatchObject(AMD64)
      expect(await opened({hostArchitecture: 'riscv64'})).toMatchObject(AMD64)
      expect(await opened({platform: 'linux/arm64'})).toEqual({...ARM64})
      expect(await opened({platform: 'linux/arm64/v8'})).toEqual({...ARM64})
    }
  })

  it('each have a line of the list that opens exactly this one; attestations have none', async () => {
    for (const [transport, path] of await places('platform-list', twoPlatforms())) {
      const summaries = await list(path)
      expect(summaries.map(summary => summary.platform?.architecture)).toEqual(['amd64', 'arm64'])
      for (const summary of summaries) {
        expect(summary.reference).toMatch(new RegExp(`^${transport}:${path}@sha256:`))
        expect((await open(summary.reference)).platform).toEqual(summary.platform)
      }
    }
  })

  it('that are not there are refused with those that are', async () => {
    const [[, path]] = (await places('platform-absent', twoPlatforms())) as [[string, string]]
    const failure = await failureOf(path, {platform: 'linux/s390x'})
    expect(failure.kind).toBe('platform-not-found')
    expect(failure.advice).toContain('linux/amd64, linux/arm64/v8')
    expect((await failureOf(path, {platform: 'linux'})).kind).toBe('usage')
  })

  it('listed flat in index.json under one name are one image', async () => {
    const layout = new LayoutBuilder()
    layout.list({...layout.image([base, app]), platform: AMD64})
    layout.list({...layout.image([base, arm], {architecture: 'arm', variant: 'v7'}), platform: ARMV7})
    for (const [, path] of await places('flat', layout)) {
      expect((await open(path, {hostArchitecture: 'arm'})).platform).toEqual(ARMV7)
    }
  })

  it('whose manifests never came along are passed over, and named when asked for', async () => {
    const layout = new LayoutBuilder()
    const there = {...layout.image([base]), platform: AMD64}
    const absent = {...layout.image([arm], {architecture: 'arm64'}), platform: ARM64}
    layout.files.delete(layout.path(absent))
    layout.list(layout.index([absent, there]), '1')
    for (const [, path] of await places('part', layout)) {
      expect((await open(path, {hostArchitecture: 'arm64'})).platform).toMatchObject(AMD64)
      expect(await list(path)).toHaveLength(1)
      expect((await failureOf(path, {platform: 'linux/arm64'})).kind).toBe('blob-missing')
    }
  })

  it('whose layers never came along are passed over, unless no platform is here', async () => {
    const layout = new LayoutBuilder()
    const absent = {...layout.image([arm], {architecture: 'arm64'}), platform: ARM64}
    const there = {...layout.image([base]), platform: AMD64}
    layout.files.delete(`blobs/sha256/${hexOf(arm)}`)
    layout.list(layout.index([absent, there]), 'some').list(layout.index([absent]), 'none')
    for (const [, path] of await places('no-layers', layout)) {
      expect((await open(`${path}:some`, {hostArchitecture: 'arm64'})).platform).toMatchObject(AMD64)
      expect((await open(`${path}:some`, {platform: 'linux/arm64'})).warnings.join()).toContain('incomplete')
      expect((await open(`${path}:none`)).warnings.join()).toContain('incomplete')
      expect((await list(path)).map(summary => summary.tags)).toEqual([['some'], ['none']])
    }
  })

  it('may be there twice, differently compressed', async () => {
    const layout = new LayoutBuilder()
    const plain = {...layout.image([base]), platform: AMD64}
    const gzipped = {...layout.image([base], {stored: [gzipSync(base)]}), platform: AMD64}
    layout.list(layout.index([plain, gzipped]), 'twice')
    for (const [, path] of await places('compressed-twice', layout)) {
      const [first, second] = await list(path)
      expect([first!.id, (await open(path)).digest]).toEqual([second!.id, plain.digest])
      expect((await open(second!.reference)).digest).toBe(gzipped.digest)
    }
  })

  it('come from the index where the config knows no variant, with a warning where they disagree', async () => {
    const layout = new LayoutBuilder()
    layout.list({...layout.image([base], {architecture: 'arm64'}), platform: ARM64}, 'variant')
    layout.list({...layout.image([app], {architecture: 'amd64'}), platform: ARM64}, 'lie')
    const [[, path]] = (await places('variants', layout)) as [[string, string]]
    expect((await open(`${path}:variant`)).platform).toEqual(ARM64)
    const lie = await open(`${path}:lie`)
    expect(lie.platform.architecture).toBe('amd64')
    expect(lie.warnings.join()).toContain('linux/arm64/v8')
  })
})

describe('nested indexes', () => {
  const nest = (layout: LayoutBuilder, inner: Descriptor, depth: number): Descriptor =>
    depth === 0 ? inner : nest(layout, layout.index([inner]), depth - 1)

  it('are followed', async () => {
    const layout = new LayoutBuilder()
    layout.list(nest(layout, layout.image([base]), 5), 'deep')
    for (const [, path] of await places('nested', layout)) expect((await open(`${path}:deep`)).layers).toHaveLength(1)
  })

  it('that are 2,000 deep are refused', async () => {
    const layout = new LayoutBuilder()
    layout.list(nest(layout, layout.image([base]), 2000), 'deep')
    const failure = await failureOf(layout.writeFolder(join(folder, 'too-deep')))
    expect(failure.kind).toBe('limit-exceeded')
  })

  it('that say they contain themselves are caught lying by their digest', async () => {
    const layout = new LayoutBuilder()
    const loop = layout.index([])
    const bytes = json({schemaVersion: 2, manifests: [loop]})
    layout.files.set(layout.path(loop), bytes)
    layout.list({...loop, size: bytes.length}, 'loop')
    expect((await failureOf(layout.writeFolder(join(folder, 'loop')))).kind).toBe('digest-mismatch')
  })

  it('that double at each level cost no more than their documents', async () => {
    const layout = new LayoutBuilder()
    let at = layout.image([base])
    for (let i = 0; i < 15; i++) at = layout.index(Array.from({length: 50}, () => at))
    layout.list(at, 'wide')
    expect((await open(layout.writeFolder(join(folder, 'wide')))).layers).toHaveLength(1)
  })
})

describe('what is not whole', () => {
  it('is shown with the missing layer named, and marked incomplete', async () => {
    const layout = new LayoutBuilder()
    layout.list(layout.image([base, app]), '1')
    layout.files.delete(`blobs/sha256/${hexOf(base)}`)
    for (const [, path] of await places('missing-layer', layout)) {
      const image = await open(path)
      expect(image.layers[0]).toMatchObject({content: null, diffId: digestOf(base), compressedSize: null})
      expect(image.layers[0]!.missing).toContain(hexOf(base))
      expect(await bytesOf(image.layers[1]!)).toEqual(app)
      expect(image.warnings.join()).toContain('incomplete: 1 of its 2 layers')
    }
  })

  it('is missing a layer whose blob is shorter than the manifest says', async () => {
    const layout = new LayoutBuilder()
    layout.list(layout.image([base, app]), '1')
    layout.files.set(`blobs/sha256/${hexOf(app)}`, app.subarray(0, 100))
    const [[, path]] = (await places('short-layer', layout)) as [[string, string]]
    const image = await open(path)
    expect(image.layers[1]!.content).toBeNull()
    expect(image.layers[1]!.missing).toContain(`Only 100 of the ${app.length} bytes`)
  })

  it.each([
    ['the manifest', (layout: LayoutBuilder, manifest: Descriptor) => layout.path(manifest)],
    ['the config', (layout: LayoutBuilder) => [...layout.files.keys()].find(path => path.startsWith('blobs'))!],
  ])('is refused where %s is missing or was changed', async (what, pathOf) => {
    const make = () => {
      const layout = new LayoutBuilder()
      const manifest = layout.image([base])
      layout.list(manifest, '1')
      return {layout, path: pathOf(layout, manifest)}
    }
    const gone = make()
    gone.layout.files.delete(gone.path)
    for (const [, path] of await places(`gone-${what}`, gone.layout)) {
      expect((await failureOf(path)).kind).toBe('blob-missing')
    }
    const changed = make()
    changed.layout.files.set(changed.path, Buffer.from('{}'))
    for (const [, path] of await places(`changed-${what}`, changed.layout)) {
      const failure = await failureOf(path)
      expect(failure.kind).toBe('digest-mismatch')
      expect(failure.advice).toBeDefined()
    }
  })

  it('does not keep others from being opened, and says what is wrong with it in the list', async () => {
    const layout = new LayoutBuilder()
    const broken = layout.image([base])
    layout.list(broken, 'broken').list(layout.image([app]), 'whole')
    layout.files.set(layout.path(broken), Buffer.from('{}'))
    for (const [, path] of await places('one-broken', layout)) {
      expect((await open(`${path}:whole`)).tags).toEqual(['whole'])
      expect((await resolve(path)).kind).toBe('choices')
      expect((await list(path)).map(summary => summary.problem === undefined)).toEqual([false, true])
    }
  })

  it('is told where foreign and encrypted layers are meant to be absent or unreadable', async () => {
    const layout = new LayoutBuilder()
    const urls = ['https://publisher.example/layer']
    const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'
    const encrypted = 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted'
    const withUrls = (manifest: Record<string, unknown>) => {
      return {...manifest, layers: (manifest.layers as Descriptor[]).map(layer => ({...layer, urls}))}
    }
    layout.list(layout.image([base], {layerType: foreign, manifest: withUrls}), 'foreign')
    layout.list(layout.image([app], {layerType: encrypted}), 'encrypted')
    layout.files.delete(`blobs/sha256/${hexOf(base)}`)
    const [[, path]] = (await places('foreign', layout)) as [[string, string]]
    expect((await open(`${path}:foreign`)).layers[0]!.missing).toContain(
      `foreign: its publisher hands it out only from ${urls[0]}`,
    )
    expect((await open(`${path}:encrypted`)).layers[0]!.missing).toContain('encrypted')
  })

  it('reads a foreign layer that is stored all the same', async () => {
    const layout = new LayoutBuilder()
    layout.list(layout.image([base], {layerType: 'application/vnd.oci.image.layer.nondistributable.v1.tar'}), '1')
    for (const [, path] of await places('foreign-stored', layout)) {
      expect(await bytesOf((await open(path)).layers[0]!)).toEqual(base)
    }
  })

  it('names a layer that xz or bzip2 compressed, and shows the rest', async () => {
    const layout = new LayoutBuilder()
    const xz = Buffer.from('fd377a585a000004e6d6b446', 'hex')
    const bzip2 = Buffer.from('425a6839314159265359', 'hex')
    layout.list(layout.image([base, app, arm], {stored: [xz, bzip2, arm]}), '1')
    for (const [, path] of await places('xz-layer', layout)) {
      const image = await open(path)
      expect(image.layers.map(layer => layer.missing)).toEqual([
        expect.stringContaining('compressed by xz'),
        expect.stringContaining('compressed by bzip2'),
        null,
      ])
      expect(image.warnings.join()).toContain('2 of its 3 layers')
    }
  })

  it('warns how paths read in a Windows image', async () => {
    const layout = new LayoutBuilder()
    layout.list(layout.image([base], {os: 'windows'}), '1')
    for (const [, path] of await places('windows', layout)) {
      const image = await open(path)
      expect(image.platform.os).toBe('windows')
      expect(image.warnings).toEqual([expect.stringContaining('Files/')])
    }
  })
})

describe('artifacts', () => {
  const artifact = (layout: LayoutBuilder, configType: string, layerType: string): Descriptor =>
    layout.image([base], {
      layerType,
      manifest: manifest => ({...manifest, config: {...(manifest.config as Descriptor), mediaType: configType}}),
    })

  it.each([
    ['a Helm chart', 'application/vnd.cncf.helm.config.v1+json', 'application/vnd.cncf.helm.chart.content.v1.tar+gzip'],
    [
      'a cosign signature',
      'application/vnd.oci.image.config.v1+json',
      'application/vnd.dev.cosign.simplesigning.v1+json',
    ],
    ['an in-toto attestation', 'application/vnd.oci.image.config.v1+json', 'application/vnd.in-toto+json'],
    ['a list of software (SBOM)', 'application/vnd.oci.empty.v1+json', 'application/spdx+json'],
    ['a WebAssembly module', 'application/vnd.wasm.config.v0+json', 'application/wasm'],
    ['an artifact', 'application/vnd.example.thing+json', 'application/octet-stream'],
  ])('are named: %s', async (name, configType, layerType) => {
    const layout = new LayoutBuilder()
    layout.list(artifact(layout, configType, layerType), '1')
    const failure = await failureOf(layout.writeFolder(join(folder, `artifact-${name}`)))
    expect(failure.kind).toBe('not-an-image')
    expect(failure.message).toContain(name)
  })

  it('are named by their artifactType where config and layers are bare', async () => {
    const layout = new LayoutBuilder()
    const image = layout.image([base], {
      layerType: 'application/octet-stream',
      manifest: manifest => ({
        ...manifest,
        artifactType: 'application/vnd.cncf.openpolicyagent.policy.v1',
        config: {...(manifest.config as Descriptor), mediaType: 'application/vnd.oci.empty.v1+json'},
      }),
    })
    const failure = await failureOf(layout.list(image, '1').writeFolder(join(folder, 'artifact-type')))
    expect(failure.message).toContain('is a policy (application/vnd.cncf.openpolicyagent.policy.v1)')
  })

  it('that only attest an image are named so', async () => {
    const layout = new LayoutBuilder()
    layout.list({...layout.image([]), ...ATTESTATION}, undefined, ATTESTATION)
    expect((await failureOf(layout.writeFolder(join(folder, 'attestations')))).message).toContain('only attestations')
  })

  it('are out of sight beside images', async () => {
    const layout = new LayoutBuilder()
    layout
      .list(artifact(layout, 'application/vnd.cncf.helm.config.v1+json', 'x/y'), 'chart')
      .list(layout.image([app]), 'image')
    const path = layout.writeFolder(join(folder, 'beside'))
    expect((await open(path)).tags).toEqual(['image'])
    expect((await list(path)).map(({tags}) => tags)).toEqual([['image']])
    expect((await failureOf(`oci:${path}:none`)).advice).not.toContain('chart')
  })

  it('are named for what they are where one of them is asked for, by name, number or digest', async () => {
    const layout = new LayoutBuilder()
    const chart = artifact(layout, 'application/vnd.cncf.helm.config.v1+json', 'x/y')
    layout.list(layout.image([app]), 'image').list(chart, 'chart')
    const path = layout.writeFolder(join(folder, 'asked-for'))
    for (const selector of [':chart', ':@1', `@${chart.digest}`]) {
      const failure = await failureOf(`oci:${path}${selector}`)
      expect([failure.kind, failure.message], selector).toEqual([
        'not-an-image',
        expect.stringContaining('is a Helm chart'),
      ])
    }
  })
})

describe('a layout folder', () => {
  it('may have its blobs behind symbolic links, as build tools lay them out', async () => {
    const layout = new LayoutBuilder()
    layout.list(layout.image([base]), '1')
    const path = layout.writeFolder(join(folder, 'linked'))
    const blob = join(path, `blobs/sha256/${hexOf(base)}`)
    renameSync(blob, join(folder, 'elsewhere'))
    symlinkSync(join(folder, 'elsewhere'), blob)
    expect(await bytesOf((await open(path)).layers[0]!)).toEqual(base)
  })

  it('never leads out of itself by a digest that is none', async () => {
    const layout = new LayoutBuilder()
    const digest = 'sha256:../../../../etc/passwd'
    layout.list({mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 10}, '1')
    expect((await failureOf(layout.writeFolder(join(folder, 'traversal')))).kind).toBe('digest-malformed')
    const inner = new LayoutBuilder()
    const image = inner.image([base], {
      manifest: manifest => ({...manifest, layers: [{mediaType: 'x/tar', digest, size: 10}]}),
    })
    inner.list(image, '1')
    expect((await failureOf(inner.writeFolder(join(folder, 'inner-traversal')))).kind).toBe('digest-malformed')
  })

  it('is read again by the reference that the image gives', async () => {
    const path = twoPlatforms().writeFolder(join(folder, 'again'))
    const image: Image = await open(path, {platform: 'linux/arm64'})
    expect((await open(image.reference)).digest).toBe(image.digest)
  })

  it('is told apart from what only looks like one', async () => {
    const make = (name: string, files: Record<string, string>): string => {
      const path = join(folder, name)
      mkdirSync(path)
      for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text)
      return path
    }
    const empty = await failureOf(make('empty', {}))
    expect(empty.message).toContain('no OCI layout')
    expect((await failureOf(make('half', {'oci-layout': '{}'}))).message).toContain('without its index.json')
    expect((await failureOf(make('unpacked', {'manifest.json': '[]'}))).advice).toContain('tar -cf')
    expect((await failureOf(make('root', {bin: '', etc: '', usr: ''}))).message).toContain('file tree')
  })
})
