import {spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {
  closeSync,
  createReadStream,
  createWriteStream,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {pipeline} from 'node:stream/promises'
import {createGzip} from 'node:zlib'
import {TarWriter} from './tar-writer.mjs'

const CREATED = '2024-01-01T00:00:00Z'

/** Packs layers as `docker save` of Docker 20 does: manifest.json, the config, and a folder a layer. */
export function writeDockerArchive(path, layers, tag) {
  const mtime = Date.parse(CREATED) / 1000
  const tar = new TarWriter(path)
  const config = configOf(layers)
  const configName = `${sha256(config).slice('sha256:'.length)}.json`
  const text = (name, content) => tar.file(name, {mtime}, Buffer.from(content))
  const members = layers.map(({path: layer, diffId, bytes}, index) => {
    // Docker names the folder by a v1 ID of its own; any 64 hex digits do.
    const folder = sha256(`${index} ${diffId}`).slice('sha256:'.length)
    tar.directory(folder, mtime)
    text(`${folder}/VERSION`, '1.0')
    text(`${folder}/json`, JSON.stringify({id: folder, created: CREATED, os: 'linux'}))
    tar.fileHeader(`${folder}/layer.tar`, bytes, mtime)
    copyInto(tar, layer)
    return `${folder}/layer.tar`
  })
  text(configName, config)
  text('manifest.json', JSON.stringify([{Config: configName, RepoTags: [tag], Layers: members}]))
  tar.close()
}

/** Packs layers as an OCI layout; `compress` is 'gzip' or 'zstd' (the latter needs the zstd program). Two layers at a time. */
export async function writeLayout(folder, layers, compress, tag) {
  const blobs = join(folder, 'blobs', 'sha256')
  mkdirSync(blobs, {recursive: true})
  const descriptors = new Array(layers.length)
  const waiting = layers.entries()
  const work = async () => {
    for (const [index, layer] of waiting) {
      const temporary = join(blobs, `making-${index}`)
      await (compress === 'gzip' ? gzip(layer.path, temporary) : zstd(layer.path, temporary))
      const digest = await digestOfFile(temporary)
      renameSync(temporary, join(blobs, digest.slice('sha256:'.length)))
      const size = statSync(join(blobs, digest.slice('sha256:'.length))).size
      descriptors[index] = {mediaType: `application/vnd.oci.image.layer.v1.tar+${compress}`, digest, size}
    }
  }
  await Promise.all([work(), work()])
  const put = (mediaType, content) => {
    const digest = sha256(content)
    writeFileSync(join(blobs, digest.slice('sha256:'.length)), content)
    return {mediaType, digest, size: Buffer.byteLength(content)}
  }
  const config = put('application/vnd.oci.image.config.v1+json', configOf(layers))
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const manifest = put(mediaType, JSON.stringify({schemaVersion: 2, mediaType, config, layers: descriptors}))
  const named = {...manifest, annotations: {'org.opencontainers.image.ref.name': tag}}
  writeFileSync(join(folder, 'index.json'), JSON.stringify({schemaVersion: 2, manifests: [named]}))
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
}

function configOf(layers) {
  return JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    created: CREATED,
    config: {Env: ['PATH=/usr/bin'], Cmd: ['sh']},
    rootfs: {type: 'layers', diff_ids: layers.map(({diffId}) => diffId)},
    history: layers.map((_, index) => ({created: CREATED, created_by: `RUN /bin/sh -c make-layer ${index}`})),
  })
}

function copyInto(tar, path) {
  const fd = openSync(path, 'r')
  const chunk = Buffer.alloc(4 * 1024 * 1024)
  for (let read = readSync(fd, chunk); read > 0; read = readSync(fd, chunk)) tar.raw(chunk.subarray(0, read))
  closeSync(fd)
}

function gzip(from, to) {
  return pipeline(
    createReadStream(from, {highWaterMark: 1 << 20}),
    createGzip({chunkSize: 1 << 18}),
    createWriteStream(to),
  )
}

function zstd(from, to) {
  return new Promise((resolve, reject) => {
    const child = spawn('zstd', ['-q', '-3', '-o', to, from], {stdio: ['ignore', 'ignore', 'inherit']})
    child.on('error', reject)
    child.on('close', code => (code === 0 ? resolve() : reject(new Error(`zstd ended with ${code}`))))
  })
}

async function digestOfFile(path) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, {highWaterMark: 1 << 20}), hash)
  return `sha256:${hash.digest('hex')}`
}

function sha256(content) {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}
