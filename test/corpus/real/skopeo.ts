import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {command} from './command.ts'

/** `skopeo copy`; no signature policy of the machine is asked. */
export function copyImage(source: string, destination: string, ...options: string[]): Promise<string> {
  return command('skopeo', ['--insecure-policy', 'copy', '--quiet', ...options, source, destination])
}

/**
 * Fills a folder with `corpus/steps:1` of a docker-archive as skopeo writes it: layouts with gzip, zstd, zstd:chunked and plain
 * layers, one layout of two tags, an oci-archive and a docker-archive.
 */
export async function makeSkopeoImages(folder: string, dockerFolder: string): Promise<void> {
  const steps = `docker-archive:${join(dockerFolder, 'steps.tar')}:corpus/steps:1`
  const committed = `docker-archive:${join(dockerFolder, 'committed.tar')}:corpus/committed:1`
  const to = (name: string) => join(folder, name)
  await copyImage(steps, `oci:${to('gzip')}:steps`)
  await copyImage(steps, `oci:${to('zstd')}:steps`, '--dest-compress-format', 'zstd')
  await copyImage(steps, `oci:${to('zstd-chunked')}:steps`, '--dest-compress-format', 'zstd:chunked')
  await copyImage(steps, `oci:${to('plain')}:steps`, '--dest-oci-accept-uncompressed-layers')
  await copyImage(steps, `oci:${to('two-tags')}:steps`)
  await copyImage(committed, `oci:${to('two-tags')}:committed`)
  await copyImage(steps, `oci-archive:${to('archive.oci.tar')}:steps`)
  await copyImage(steps, `docker-archive:${to('archive.docker.tar')}:skopeo/steps:1`)
}

interface Descriptor {
  readonly digest: string
}

/**
 * Packs a layout the way Docker 25 and later save an image: the layout's own files plus a `manifest.json` that names its blobs.
 * Composed by us, since no such engine is in Debian 12; the layout inside is skopeo's.
 */
export async function composeDocker25(folder: string, skopeoFolder: string): Promise<void> {
  const layout = join(folder, 'layout')
  mkdirSync(layout)
  await command('cp', ['-r', `${join(skopeoFolder, 'plain')}/.`, layout])
  const readJson = (path: string) => JSON.parse(readFileSync(join(layout, path), 'utf8'))
  const blobPath = ({digest}: Descriptor) => `blobs/${digest.replace(':', '/')}`
  const index = readJson('index.json') as {manifests: (Descriptor & {annotations: Record<string, string>})[]}
  const [described] = index.manifests
  const manifest = readJson(blobPath(described!)) as {config: Descriptor; layers: Descriptor[]}
  described!.annotations = {
    'io.containerd.image.name': 'docker.io/corpus/steps:1',
    'org.opencontainers.image.ref.name': '1',
  }
  writeFileSync(join(layout, 'index.json'), JSON.stringify(index))
  const entry = {Config: blobPath(manifest.config), RepoTags: ['corpus/steps:1'], Layers: manifest.layers.map(blobPath)}
  writeFileSync(join(layout, 'manifest.json'), JSON.stringify([entry]))
  await command('tar', [
    '-cf',
    join(folder, 'docker25.tar'),
    '-C',
    layout,
    'blobs',
    'index.json',
    'manifest.json',
    'oci-layout',
  ])
  rmSync(layout, {recursive: true})
}
