// A registry of a thousand repositories of one image each, served from memory on loopback. Runs in a worker thread; tells its
// port, and the paths of all its documents.
import {createHash} from 'node:crypto'
import {createServer} from 'node:http'
import {parentPort} from 'node:worker_threads'

const digestOf = text => `sha256:${createHash('sha256').update(text).digest('hex')}`
const names = Array.from({length: 1000}, (_, i) => `team-${i % 20}/image-${i}`)
const documents = new Map([['/v2/_catalog', JSON.stringify({repositories: names})]])
const places = Array.from({length: 20}, (_, place) => place)

for (const [image, name] of names.entries()) {
  const config = JSON.stringify({
    architecture: 'amd64',
    os: 'linux',
    rootfs: {type: 'layers', diff_ids: places.map(place => digestOf(`${image} ${place}`))},
    history: places.map(place => ({created_by: `RUN make ${place}`})),
  })
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(config), size: config.length},
    layers: places.map(place => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      digest: digestOf(place < 6 ? `base ${image % 7} ${place}` : `own ${image} ${place}`),
      size: 1000 + place,
    })),
  })
  documents.set(`/v2/${name}/tags/list`, JSON.stringify({name, tags: ['1']}))
  documents.set(`/v2/${name}/manifests/1`, manifest)
  documents.set(`/v2/${name}/blobs/${digestOf(config)}`, config)
}

const server = createServer((request, response) => {
  const body = request.url === '/v2/' ? '{}' : documents.get(new URL(request.url, 'http://registry').pathname)
  if (body === undefined) response.writeHead(404).end()
  else response.writeHead(200, {'content-length': Buffer.byteLength(body)}).end(body)
})
server.listen(0, '127.0.0.1', () => {
  parentPort.postMessage({port: server.address().port, paths: [...documents.keys()], repositories: names.length})
})
