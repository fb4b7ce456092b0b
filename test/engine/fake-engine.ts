import {createHash} from 'node:crypto'
import {mkdtempSync, rmSync} from 'node:fs'
import {createServer, type ServerResponse} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {packTar} from '../corpus/archives.ts'

export interface FakeLayer {
  readonly tar: Uint8Array
  /** what the image says of it; by default the truth */
  readonly diffId?: string
  /** its name in the export; by default as Docker 20.10 has it, which says nothing of its bytes */
  readonly name?: string
}

/** An engine with one image, `fake:1`, which answers as Docker does, and whose export is sent as a test wants it. */
export interface FakeEngine {
  readonly host: string
  readonly socket: string
  /** the bytes of the export */
  readonly saved: Uint8Array
  /** such as 'GET /images/…/get' */
  readonly requests: readonly string[]
  /** sends the export; by default all of it at once */
  send: (response: ServerResponse, saved: Uint8Array) => void
  close(): Promise<void>
}

const sha256 = (bytes: Uint8Array | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

export interface FakeOptions {
  readonly architecture?: string
  /** the version of its API */
  readonly api?: string
  /** its images are in containerd's store: the ID is that of the manifest */
  readonly containerdStore?: boolean
  /** what stands in the names of images that it has not; by default it has its one by every name */
  readonly lacks?: string
}

export async function fakeEngine(
  layers: readonly FakeLayer[],
  {architecture = 'amd64', api = '1.41', containerdStore = false, lacks}: FakeOptions = {},
): Promise<FakeEngine> {
  const diffIds = layers.map(({tar, diffId}) => diffId ?? sha256(tar))
  const config = JSON.stringify({
    architecture,
    os: 'linux',
    rootfs: {type: 'layers', diff_ids: diffIds},
    history: layers.map(() => ({created_by: 'RUN something'})),
  })
  const id = sha256(config)
  const names = layers.map(
    ({name}, i) =>
      name ??
      `${String(layers.length - i)
        .repeat(64)
        .slice(0, 64)}/layer.tar`,
  )
  const manifest = [{Config: `${id.slice(7)}.json`, RepoTags: ['fake:1'], Layers: names}]
  const saved = await packTar([
    ...layers.map(({tar}, i) => ({name: names[i]!, content: tar})).sort((a, b) => (a.name < b.name ? -1 : 1)),
    {name: `${id.slice(7)}.json`, content: config},
    {name: 'manifest.json', content: JSON.stringify(manifest)},
  ])
  const size = layers.reduce((sum, {tar}) => sum + tar.length, 0)
  const target = sha256(`the manifest of ${id}`)
  const descriptor = {mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: target, size: 1}
  const inspected = {
    ...(containerdStore ? {Id: target, Descriptor: descriptor} : {Id: id}),
    RepoTags: ['fake:1'],
    Os: 'linux',
    Architecture: architecture,
    Size: size,
    Config: {},
    RootFS: {Type: 'layers', Layers: diffIds},
  }
  const history = layers.map(({tar}) => ({Id: '<missing>', Created: 1, CreatedBy: 'RUN something', Size: tar.length}))
  const requests: string[] = []
  const folder = mkdtempSync(join(tmpdir(), 'llf-'))
  const socket = join(folder, 's')
  const server = createServer((request, response) => {
    const path = request.url!.replace(/^\/v[\d.]+/, '').replace(/\?.*/, '')
    requests.push(`${request.method} ${path}`)
    const json = (value: unknown) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify(value))
    response.on('error', () => {})
    if (path === '/_ping') response.setHeader('Api-Version', api).setHeader('Server', 'Docker/20.10.0').end('OK')
    else if (path === '/images/json') json([{...inspected, Created: 1}])
    else if (path === '/containers/json') json([])
    else if (path.endsWith('/history')) json(history)
    else if (lacks !== undefined && path.includes(lacks)) response.writeHead(404).end('{"message":"No such image"}')
    else if (path.endsWith('/json')) json(inspected)
    else if (request.method === 'DELETE') json([{Untagged: decodeURIComponent(path.slice('/images/'.length))}])
    else if (path.endsWith('/push')) response.end(`{"status":"1: digest: ${id} size: 1"}\n`)
    else if (path.endsWith('/get')) engine.send(response, saved)
    else response.writeHead(404).end('{"message":"no such thing"}')
  })
  await new Promise<void>(resolve => server.listen(socket, resolve))
  const engine: FakeEngine = {
    host: `unix://${socket}`,
    socket,
    saved,
    requests,
    send: (response, bytes) => void response.end(bytes),
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      rmSync(folder, {recursive: true, force: true})
    },
  }
  return engine
}
