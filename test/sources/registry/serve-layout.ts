import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {type FaultServer, sendRange, startFaultServer} from './fault-server.ts'

export interface ServedLayout extends FaultServer {
  /** bytes of blobs and manifests that were sent, by digest */
  readonly sent: Map<string, number>
}

/** Serves the first image of an OCI layout as `HOST/app`, whatever the tag, with ranges, and counts what it sends. */
export async function serveLayout(folder: string, ranges = true): Promise<ServedLayout> {
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {manifests: {digest: string}[]}
  const sent = new Map<string, number>()
  const server = await startFaultServer((request, response) => {
    const [, reference = ''] = /\/v2\/app\/(?:manifests|blobs)\/(.+)$/.exec(request.url ?? '') ?? []
    const digest = reference.startsWith('sha256:') ? reference : index.manifests[0]!.digest
    const path = join(folder, 'blobs', digest.replace(':', '/'))
    if (!existsSync(path)) {
      response.writeHead(404).end()
      return
    }
    const bytes = readFileSync(path)
    const {write, end} = response
    const count = (chunk: unknown) => {
      if (chunk instanceof Uint8Array) sent.set(digest, (sent.get(digest) ?? 0) + chunk.length)
    }
    response.write = ((chunk: never, ...rest: never[]) => {
      count(chunk)
      return write.call(response, chunk, ...(rest as [never]))
    }) as typeof write
    response.end = ((chunk: never, ...rest: never[]) => {
      count(chunk)
      return end.call(response, chunk, ...(rest as [never]))
    }) as typeof end
    if (ranges) sendRange(request, response, bytes)
    else response.writeHead(200, {'content-length': String(bytes.length)}).end(bytes)
  })
  return Object.assign(server, {sent})
}
