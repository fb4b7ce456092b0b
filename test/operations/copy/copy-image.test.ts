import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {beforeAll, describe, expect, it} from 'vitest'
import type {Image} from '../../../src/image/oci/image.ts'
import type {CopyEvent} from '../../../src/operations/copy/arrivals.ts'
import {copyImage} from '../../../src/operations/copy/copy-image.ts'
import {destinationOf} from '../../../src/sources/destinations.ts'
import {resolveReference} from '../../../src/sources/resolve.ts'
import {KeptBlobs} from '../../../src/sources/spool/kept-blobs.ts'
import {dockerSave, LayoutBuilder, layerTar, packTar} from '../../corpus/archives.ts'
import {command} from '../../corpus/real/command.ts'
import {requires} from '../../corpus/real/tools.ts'
import {context, temporaryFolder} from '../../sources/opening.ts'
import {failing, registriesOf} from '../../sources/registry/clients.ts'
import {type RealRegistry, startRegistry} from '../../sources/registry/real-registry.ts'

const folder = temporaryFolder()
let archive: string
let layout: string

beforeAll(async () => {
  const tars = [await layerTar({base: 'x'.repeat(30_000)}), await layerTar({app: 'y'.repeat(5000)})]
  archive = join(folder, 'saved.tar')
  writeFileSync(archive, await packTar(dockerSave([{tags: ['a:1'], tars}])))
  const builder = new LayoutBuilder()
  const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip'
  builder.list(builder.image(tars, {stored: tars.map(tar => gzipSync(tar)), layerType}), '1')
  layout = builder.writeFolder(join(folder, 'layout'))
})

async function open(reference: string): Promise<Image> {
  const options = {hostArchitecture: 'amd64', context, registries: registriesOf(), keeper: new KeptBlobs()}
  const resolved = await resolveReference(reference, options)
  if (resolved.kind === 'image') return resolved.image
  throw new Error('a choice')
}

async function copy(from: string, to: string) {
  const image = await open(from)
  const events: CopyEvent[] = []
  const destination = await destinationOf(to, image, {registries: registriesOf()}, context.signal)
  const result = await copyImage(image, destination, {context, onEvent: event => void events.push(event)})
  return {image, result, events, arrivals: result.layers.map(({arrival}) => arrival)}
}

const diffIds = ({layers}: Image) => layers.map(layer => layer.diffId)

describe('an image copied to a registry', requires('docker-registry', 'skopeo'), () => {
  let registry: RealRegistry
  beforeAll(async () => {
    registry = await startRegistry()
  })

  const skopeoReads = async (name: string) => {
    const inspected = await command('skopeo', ['inspect', '--tls-verify=false', `docker://${registry.host}/${name}`])
    // Reading all of it checks every digest.
    const target = join(folder, name.replaceAll(/\W/g, '-'))
    await command('skopeo', [
      ...['--insecure-policy', 'copy', '--quiet', '--src-tls-verify=false'],
      ...[`docker://${registry.host}/${name}`, `dir:${target}`],
    ])
    return JSON.parse(inspected) as {Digest: string; Layers: string[]}
  }

  it('from a layout keeps its digest, and skopeo reads it', async () => {
    const {image, result, events, arrivals} = await copy(`oci:${layout}`, `docker://${registry.host}/kept:1`)
    expect([result.digest, result.keepsDigest, arrivals]).toEqual([image.digest, true, ['sent', 'sent']])
    expect((await skopeoReads('kept:1')).Digest).toBe(image.digest)
    expect(events.filter(({type}) => type === 'layer-arrived')).toHaveLength(2)
    const back = await open(`docker://${registry.host}/kept:1`)
    expect([back.digest, diffIds(back)]).toEqual([image.digest, diffIds(image)])
  })

  it('from what docker saved is packed, the same way each time, and stays the same image', async () => {
    const {image, result, arrivals} = await copy(archive, `docker://${registry.host}/packed:1`)
    expect([result.keepsDigest, arrivals]).toEqual([false, ['sent', 'sent']])
    expect((await skopeoReads('packed:1')).Digest).toBe(result.digest)
    const back = await open(`docker://${registry.host}/packed:1`)
    expect([back.id, diffIds(back)]).toEqual([image.id, diffIds(image)])
    const again = await copy(archive, `docker://${registry.host}/packed:2`)
    expect([again.result.digest, again.arrivals]).toEqual([result.digest, ['there', 'there']])
  })

  it('within the registry is mounted', async () => {
    await copy(`oci:${layout}`, `docker://${registry.host}/from:1`)
    const {arrivals} = await copy(`docker://${registry.host}/from:1`, `docker://${registry.host}/to/there:1`)
    expect(arrivals).toEqual(['mounted', 'mounted'])
    await skopeoReads('to/there:1')
  })

  it('that breaks off leaves no tag', async () => {
    const image = await open(`oci:${layout}`)
    const broken = {
      ...image,
      layers: image.layers.map((layer, i) =>
        i === 0 ? layer : {...layer, content: {open: () => Promise.reject(new Error('gone'))}},
      ),
    }
    const destination = await destinationOf(
      `docker://${registry.host}/broken:1`,
      image,
      {registries: registriesOf()},
      context.signal,
    )
    await expect(copyImage(broken as Image, destination, {context, onEvent: () => {}})).rejects.toThrow('gone')
    expect((await failing(open(`docker://${registry.host}/broken:1`))).kind).toBe('not-found')
  })

  it('and from there to a layout is the same again, for skopeo too', async () => {
    await copy(`oci:${layout}`, `docker://${registry.host}/back:1`)
    const target = join(folder, 'target')
    const {image} = await copy(`docker://${registry.host}/back:1`, `oci:${target}:one`)
    await copy(archive, `oci:${target}:two`)
    const inspected = JSON.parse(await command('skopeo', ['inspect', `oci:${target}:one`])) as {Digest: string}
    expect(inspected.Digest).toBe(image.digest)
    await command('skopeo', ['--insecure-policy', 'copy', '--quiet', `oci:${target}:two`, `dir:${join(folder, 'two')}`])
    expect((await open(`oci:${target}:one`)).digest).toBe(image.digest)
  })
})

describe('an image that has the same layer twice', () => {
  it('sends it once', async () => {
    const tar = await layerTar({same: 'z'.repeat(9000)})
    const builder = new LayoutBuilder()
    const twice = builder.list(builder.image([tar, tar]), '1').writeFolder(join(folder, 'twice'))
    for (const target of [`oci:${join(folder, 'twice-out')}`, `docker-archive:${join(folder, 'twice.tar')}`]) {
      const {arrivals, image} = await copy(`oci:${twice}`, target)
      expect(arrivals.toSorted()).toEqual(['sent', 'there'])
      expect(diffIds(await open(target))).toEqual(diffIds(image))
    }
  })
})

describe('an image copied to a docker-archive', () => {
  it('is one that opens, with the layers as they were and the name it is given', async () => {
    const target = join(folder, 'written.tar')
    const {image} = await copy(`oci:${layout}`, `docker-archive:${target}:shop/api:1.4`)
    const back = await open(target)
    expect([back.tags, back.id, diffIds(back), back.warnings]).toEqual([['shop/api:1.4'], image.id, diffIds(image), []])
    await expect(copy(`oci:${layout}`, `docker-archive:${target}`)).rejects.toMatchObject({kind: 'usage'})
    expect(readdirSync(folder).filter(name => name.endsWith('.tmp'))).toEqual([])
  })

  it('is read by GNU tar and skopeo', requires('gnu-tar', 'skopeo'), async () => {
    const target = join(folder, 'for-others.tar')
    await copy(`oci:${layout}`, `docker-archive:${target}:a:1`)
    expect((await command('tar', ['-tf', target])).trim().split('\n')).toHaveLength(4)
    const inspected = JSON.parse(await command('skopeo', ['inspect', `docker-archive:${target}`])) as {Layers: string[]}
    expect(inspected.Layers).toHaveLength(2)
  })
})

describe('an image copied to a layout', () => {
  it('replaces what had its tag, keeps the rest, and leaves nothing half-written', async () => {
    const target = join(folder, 'own')
    await copy(`oci:${layout}`, `oci:${target}:a`)
    await copy(`oci:${layout}`, `oci:${target}:b`)
    const {arrivals} = await copy(archive, `oci:${target}:a`)
    // Packed by Node's gzip, as the layout's own blobs are.
    expect(arrivals).toEqual(['there', 'there'])
    const index = JSON.parse(readFileSync(join(target, 'index.json'), 'utf8')) as {manifests: object[]}
    expect(index.manifests).toHaveLength(2)
    expect(readdirSync(join(target, 'blobs/sha256')).filter(name => name.endsWith('.tmp'))).toEqual([])
  })

  it('is refused by a folder of something else, and by what can’t be written yet', async () => {
    const image = await open(`oci:${layout}`)
    const destination = (to: string) => destinationOf(to, image, {registries: registriesOf()}, context.signal)
    await expect(destination(`oci:${join(folder, '..')}`)).rejects.toMatchObject({kind: 'usage'})
    await expect(destination('docker-daemon:a:1')).rejects.toMatchObject({kind: 'reference-unsupported'})
    await expect(destination('oci:')).rejects.toMatchObject({kind: 'reference-malformed'})
  })

  it('whose layer has another diffID is refused', async () => {
    const image = await open(archive)
    const layers = image.layers.map(layer => ({...layer, diffId: `sha256:${'0'.repeat(64)}`}))
    const target = join(folder, 'refused')
    const work = copyImage(
      {...image, layers} as unknown as Image,
      await destinationOf(`oci:${target}`, image, {registries: registriesOf()}, context.signal),
      {
        context,
        onEvent: () => {},
      },
    )
    expect((await failing(work)).kind).toBe('digest-mismatch')
    expect(existsSync(join(target, 'index.json'))).toBe(false)
  })
})
