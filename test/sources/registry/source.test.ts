import {randomBytes} from 'node:crypto'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {beforeAll, describe, expect, it} from 'vitest'
import {openBlob} from '../../../src/sources/registry/blobs.ts'
import type {Registries} from '../../../src/sources/registry/registries.ts'
import {remoteLayer} from '../../../src/sources/registry/remote-layer.ts'
import {type ResolveOptions, resolvePlace, resolveReference} from '../../../src/sources/resolve.ts'
import {KeptBlobs} from '../../../src/sources/spool/kept-blobs.ts'
import {TemporaryFile} from '../../../src/sources/spool/temporary-file.ts'
import {configOf, digestOf, json, LayoutBuilder, layerTar} from '../../corpus/archives.ts'
import {command} from '../../corpus/real/command.ts'
import {requires} from '../../corpus/real/tools.ts'
import {bytesOf, context, temporaryFolder} from '../opening.ts'
import {failing, registriesOf} from './clients.ts'
import {type FaultServer, startFaultServer, startOf} from './fault-server.ts'
import {type RealRegistry, startRegistry} from './real-registry.ts'

const folder = temporaryFolder()

function opening(reference: string, registries: Registries, more: Partial<ResolveOptions> = {}) {
  return resolveReference(reference, {hostArchitecture: 'amd64', context, registries, keeper: new KeptBlobs(), ...more})
}

async function imageOf(reference: string, registries: Registries, more: Partial<ResolveOptions> = {}) {
  const resolved = await opening(reference, registries, more)
  if (resolved.kind === 'image') return resolved.image
  throw new Error(`a choice instead of an image: ${resolved.message}`)
}

describe('an image in a registry', requires('docker-registry', 'skopeo'), () => {
  let registry: RealRegistry
  let tars: Buffer[]

  beforeAll(async () => {
    registry = await startRegistry()
    tars = [await layerTar({base: 'x'.repeat(3000)}), await layerTar({app: 'y'.repeat(5000)})]
    const builder = new LayoutBuilder()
    const platforms = (['amd64', 'arm64'] as const).map(architecture => ({
      ...builder.image(tars, {architecture}),
      platform: {os: 'linux', architecture},
    }))
    const attestation = {
      ...builder.image([tars[0]!]),
      platform: {os: 'unknown', architecture: 'unknown'},
      annotations: {'vnd.docker.reference.type': 'attestation-manifest'},
    }
    builder.list(builder.index([...platforms, attestation]), 'several').list(builder.image(tars), 'one')
    const layout = builder.writeFolder(join(folder, 'layout'))
    const skopeo = (...args: string[]) =>
      command('skopeo', ['--insecure-policy', 'copy', '--quiet', '--dest-tls-verify=false', ...args])
    await skopeo(`oci:${layout}:one`, `docker://${registry.host}/one:1`)
    await skopeo('--format', 'v2s2', `oci:${layout}:one`, `docker://${registry.host}/docker:1`)
    await skopeo('--all', `oci:${layout}:several`, `docker://${registry.host}/several:1`)
  })

  it.each(['one', 'docker'])('opens by tag, by digest, and without transport: %s', async repository => {
    const name = `${registry.host}/${repository}:1`
    const image = await imageOf(`docker://${name}`, registriesOf())
    expect([image.transport, image.reference, image.tags, image.warnings]).toEqual([
      'docker',
      `docker://${name}`,
      [name],
      [],
    ])
    expect(image.layers.map(layer => layer.diffId)).toEqual(tars.map(digestOf))
    const {gunzipSync} = await import('node:zlib')
    expect((await Promise.all(image.layers.map(bytesOf))).map(bytes => gunzipSync(bytes))).toEqual(tars)
    const byDigest = await imageOf(`docker://${registry.host}/${repository}@${image.digest}`, registriesOf())
    expect([byDigest.id, byDigest.tags]).toEqual([image.id, []])
    const bare = await opening(name, registriesOf())
    expect(bare.kind === 'image' && bare.took).toBe(`registry ${name}`)
  })

  it('of several platforms is chosen from, or the one of this machine is taken', async () => {
    const reference = `docker://${registry.host}/several:1`
    expect((await imageOf(reference, registriesOf())).platform.architecture).toBe('amd64')
    expect((await imageOf(reference, registriesOf(), {platform: 'linux/arm64'})).platform.architecture).toBe('arm64')
    expect((await failing(opening(reference, registriesOf(), {platform: 'linux/s390x'}))).kind).toBe(
      'platform-not-found',
    )
    const asked = await opening(reference, registriesOf(), {askPlatform: true})
    if (asked.kind !== 'choices') throw new Error('opened one')
    expect(asked.choices.map(choice => choice.platform?.architecture)).toEqual(['amd64', 'arm64'])
    expect((await imageOf(asked.choices[1]!.reference, registriesOf())).platform.architecture).toBe('arm64')
    const listed: unknown[] = []
    for await (const {platform} of (await resolvePlace(reference, {context, registries: registriesOf()})).source.list(
      context,
    ))
      listed.push(platform?.architecture)
    expect(listed).toEqual(['amd64', 'arm64'])
  })
})

/** A registry of our own, so that every request can be counted. */
async function countingRegistry(blobs: readonly Buffer[], manifest: Buffer): Promise<FaultServer> {
  const byDigest = new Map(blobs.map(blob => [digestOf(blob), blob]))
  return startFaultServer((request, response) => {
    const [, kind, reference] = /\/v2\/app\/(manifests|blobs)\/(.+)$/.exec(request.url ?? '') ?? []
    const found = kind === 'blobs' ? byDigest.get(reference!) : manifest
    if (found === undefined) response.writeHead(404).end()
    else response.writeHead(200, {'content-length': String(found.length)}).end(found)
  })
}

describe('a layer of a registry', () => {
  it('is fetched once, whoever asks, as long as there is room for it', async () => {
    const tar = await layerTar({a: 'x'.repeat(3000)})
    const stored = gzipSync(tar)
    const config = configOf([tar])
    const described = (bytes: Buffer, mediaType: string) => ({mediaType, digest: digestOf(bytes), size: bytes.length})
    const manifest = json({
      schemaVersion: 2,
      config: described(config, 'application/vnd.oci.image.config.v1+json'),
      layers: [described(stored, 'application/vnd.oci.image.layer.v1.tar+gzip')],
    })
    const server = await countingRegistry([config, stored], manifest)
    const reference = `docker://${server.host}/app`
    const keeper = new KeptBlobs()
    const image = await imageOf(reference, registriesOf(), {keeper})
    // Manifest and config: nothing else before the first screen.
    expect(server.asked).toHaveLength(2)
    const content = image.layers[0]!.content!
    expect([content.region, content.size]).toEqual([undefined, stored.length])
    expect(await Promise.all([content.bring!(context), content.bring!(context)])).toEqual([true, true])
    expect(content.region).toMatchObject({offset: 0, size: stored.length})
    expect(await bytesOf(image.layers[0]!)).toEqual(stored)
    const again = await imageOf(reference, registriesOf(), {keeper})
    expect(await again.layers[0]!.content!.bring!(context)).toBe(true)
    expect(server.asked.filter(asked => asked.includes(digestOf(stored)))).toHaveLength(1)
    await keeper.close()
    const full = await imageOf(reference, registriesOf(), {keeper: new KeptBlobs(() => 10)})
    expect(await full.layers[0]!.content!.bring!(context)).toBe(false)
    expect(await bytesOf(full.layers[0]!)).toEqual(stored)
  })

  it('goes on where one was told to stop: nothing is fetched twice', async () => {
    const bytes = randomBytes(3_000_000)
    let sent = 0
    const server = await startFaultServer((request, response, count) => {
      const from = startOf(request)
      const rest = bytes.subarray(from, count === 1 ? 1_000_000 : undefined)
      sent += rest.length
      const headers = {'content-length': bytes.length - from, 'content-range': `bytes ${from}-2999999/3000000`}
      response.writeHead(from === 0 ? 200 : 206, headers).write(rest)
    })
    const client = registriesOf().clientOf(server.host)
    const blob = {
      client,
      repository: {host: server.host, path: 'app'},
      digest: digestOf(bytes) as never,
      size: bytes.length,
    }
    const content = remoteLayer(
      {...blob, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', annotations: {}, urls: []} as never,
      blob,
      new KeptBlobs(),
    ).content!
    const stop = new AbortController()
    const told: number[] = []
    const progress = ({fetched = 0}: {fetched?: number}) => {
      told.push(fetched)
      if (fetched >= 500_000) stop.abort()
    }
    expect((await failing(content.bring!({signal: stop.signal, progress}))).kind).toBe('cancelled')
    const before = told.at(-1)!
    expect(await content.bring!({...context, progress})).toBe(true)
    expect(startOf({headers: server.headers.at(-1)!} as never)).toBeGreaterThanOrEqual(500_000)
    expect(told.find(bytes => bytes > before)).toBeGreaterThan(before)
    expect(sent).toBeLessThan(3_600_000)
    expect((await bytesOf({content} as never)).equals(bytes)).toBe(true)
  })

  it('that does not fit on the disk after all flows by', async () => {
    class Full extends TemporaryFile {
      override async write(bytes: Uint8Array): Promise<void> {
        if (this.size > 1000) throw Object.assign(new Error('ENOSPC: no space left on device, write'), {code: 'ENOSPC'})
        return super.write(bytes)
      }
    }
    const bytes = randomBytes(2_000_000)
    const server = await startFaultServer((_, response) => response.writeHead(200).end(bytes))
    const client = registriesOf().clientOf(server.host)
    const blob = {
      client,
      repository: {host: server.host, path: 'app'},
      digest: digestOf(bytes) as never,
      size: bytes.length,
    }
    const keeper = new KeptBlobs(undefined, () => new Full())
    expect(await keeper.keep(blob, ({signal}) => openBlob(blob, signal), context)).toBeNull()
  })

  it('whose bytes are others is refused and not kept', async () => {
    const right = gzipSync('right')
    const server = await startFaultServer((_, response) => response.writeHead(200).end(Buffer.alloc(right.length)))
    const client = registriesOf().clientOf(server.host)
    const blob = {
      client,
      repository: {host: server.host, path: 'app'},
      digest: digestOf(right) as never,
      size: right.length,
    }
    const keeper = new KeptBlobs()
    const keep = () => keeper.keep(blob, ({signal}) => openBlob(blob, signal), context)
    expect((await failing(keep())).kind).toBe('digest-mismatch')
    expect((await failing(keep())).kind).toBe('digest-mismatch')
  })
})

describe('the first screen of an image for several platforms', () => {
  it('takes three round trips: index, manifest, config', async () => {
    const tar = await layerTar({a: 'x'})
    const config = configOf([tar])
    const described = (bytes: Buffer, mediaType: string) => ({mediaType, digest: digestOf(bytes), size: bytes.length})
    const manifest = json({
      schemaVersion: 2,
      config: described(config, 'application/vnd.oci.image.config.v1+json'),
      layers: [described(gzipSync(tar), 'application/vnd.oci.image.layer.v1.tar+gzip')],
    })
    const platform = {os: 'linux', architecture: 'amd64'}
    const entry = {...described(manifest, 'application/vnd.oci.image.manifest.v1+json'), platform}
    const attestation = {
      ...entry,
      digest: digestOf(Buffer.from('x')),
      platform: {os: 'unknown', architecture: 'unknown'},
    }
    const index = json({schemaVersion: 2, manifests: [entry, attestation]})
    const server = await startFaultServer((request, response) => {
      const found = [index, manifest, config].find(bytes => request.url?.endsWith(digestOf(bytes)))
      response.end(request.url?.endsWith('/latest') ? index : found)
    })
    const image = await imageOf(`docker://${server.host}/app`, registriesOf())
    expect(image.layers).toHaveLength(1)
    expect(server.asked).toHaveLength(3)
  })
})

describe('what is no image', () => {
  it.each([
    [{schemaVersion: 1, fsLayers: [], name: 'a', tag: '1'}, 'manifest-malformed', 'schema 1'],
    [
      {
        schemaVersion: 2,
        config: {mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: digestOf(Buffer.from('x')), size: 1},
        layers: [],
      },
      'not-an-image',
      'a Helm chart',
    ],
    [{schemaVersion: 2, manifests: []}, 'not-an-image', 'only attestations'],
    [[], 'manifest-malformed', 'wrong shape'],
  ])('is told for what it is: %j', async (document, kind, words) => {
    const server = await countingRegistry([], json(document))
    const failure = await failing(opening(`docker://${server.host}/app:1`, registriesOf()))
    expect([failure.kind, failure.message]).toEqual([kind, expect.stringContaining(words)])
  })
})
