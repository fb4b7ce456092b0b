import {createHash} from 'node:crypto'
import {MEDIA_TYPE} from '../../src/image/oci/media-type.ts'
import {type PackEntry, packTar} from './pack-tar.ts'
import {stepTime, story} from './story.ts'

const TAG = 'shop/tea:1.4'

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The demo image as Docker 25 and later save one: an OCI layout with a manifest.json, in one tar. */
export async function demoArchive(): Promise<Buffer> {
  const steps = story()
  const layers: Buffer[] = []
  for (const step of steps) if (step.entries !== null) layers.push(await packTar(step.entries))
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      created: stepTime(steps.length),
      author: 'The layerlens authors',
      config: {
        User: 'app',
        ExposedPorts: {'8080/tcp': {}},
        Env: ['PATH=/usr/bin:/bin', 'SHOP_PORT=8080'],
        Cmd: ['node', 'server.js'],
        WorkingDir: '/opt/shop',
        Labels: {
          'org.opencontainers.image.title': 'tea shop',
          'org.opencontainers.image.description': 'A demo: built with the habits that make images big.',
        },
      },
      rootfs: {type: 'layers', diff_ids: layers.map(layer => `sha256:${sha256(layer)}`)},
      history: steps.map((step, i) => ({
        created: stepTime(i),
        created_by: step.command,
        ...(step.command.endsWith('# buildkit') ? {comment: 'buildkit.dockerfile.v0'} : {}),
        ...(step.entries === null ? {empty_layer: true} : {}),
      })),
    }),
  )
  const describe = (mediaType: string, bytes: Buffer) => ({
    mediaType,
    digest: `sha256:${sha256(bytes)}`,
    size: bytes.length,
  })
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA_TYPE.ociManifest,
      config: describe(MEDIA_TYPE.ociConfig, config),
      layers: layers.map(layer => describe(MEDIA_TYPE.ociLayer, layer)),
    }),
  )
  const index = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociIndex,
    manifests: [
      {
        ...describe(MEDIA_TYPE.ociManifest, manifest),
        platform: {architecture: 'amd64', os: 'linux'},
        annotations: {'io.containerd.image.name': `docker.io/${TAG}`, 'org.opencontainers.image.ref.name': '1.4'},
      },
    ],
  }
  const blob = (bytes: Buffer) => `blobs/sha256/${sha256(bytes)}`
  const dockerManifest = [{Config: blob(config), RepoTags: [TAG], Layers: layers.map(blob)}]
  const file = (path: string, content: Buffer): PackEntry => ({
    path,
    type: 'file',
    mode: 0o644,
    uid: 0,
    gid: 0,
    mtime: 0,
    content,
  })
  const folder = (path: string): PackEntry => ({path, type: 'directory', mode: 0o755, uid: 0, gid: 0, mtime: 0})
  return packTar([
    folder('blobs'),
    folder('blobs/sha256'),
    ...[...layers, config, manifest].map(bytes => file(blob(bytes), bytes)),
    file('index.json', Buffer.from(JSON.stringify(index))),
    file('manifest.json', Buffer.from(JSON.stringify(dockerManifest))),
    file('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}')),
  ])
}
