import {request as ask, createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import {afterAll, beforeAll} from 'vitest'
import {lacks} from '../corpus/real/tools.ts'
import type {TestRegistry} from './registry.ts'

/** What a registry says instead of doing it (distribution-spec, "Error codes"). */
export interface RegistryRefusal {
  readonly status: number
  readonly code: string
  readonly message: string
}

/** A real registry with a say in front of it. */
export interface FrontedRegistry extends TestRegistry {
  /** `METHOD /path` of all that was asked */
  readonly asked: readonly string[]
  /** what the next requests get: a refusal, now or later; null: what the real registry says */
  judge: (line: string) => RegistryRefusal | null | Promise<RegistryRefusal | null>
}

/** As `registry`, of which what it answers can be changed while the tests of a file run. */
export function frontedRegistry(behind: () => TestRegistry): () => FrontedRegistry {
  let fronted: FrontedRegistry | null = null
  const asked: string[] = []
  const server = createServer((request, response) => {
    const line = `${request.method} ${request.url}`
    asked.push(line)
    void Promise.resolve(fronted!.judge(line)).then(refusal => {
      if (refusal === null) passOn(behind().host, request, response)
      else refuse(refusal, request, response)
    })
  })
  beforeAll(async () => {
    if (lacks('docker-registry') !== null) return
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const {port} = server.address() as {port: number}
    fronted = {host: `127.0.0.1:${port}`, get: path => behind().get(path), asked, judge: () => null}
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return () => fronted!
}

/** The registry behind makes its links of the Host that it was asked by: uploads come back here. */
function passOn(host: string, request: IncomingMessage, response: ServerResponse): void {
  const {method, url, headers} = request
  const port = Number(host.split(':')[1])
  const onward = ask({host: '127.0.0.1', port, method, path: url, headers, agent: false}, answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  onward.on('error', () => response.destroy())
  request.pipe(onward)
  response.on('close', () => onward.destroy())
}

function refuse({status, code, message}: RegistryRefusal, request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  const body = JSON.stringify({errors: [{code, message, detail: null}]})
  response.writeHead(status, {'content-type': 'application/json', 'content-length': Buffer.byteLength(body)}).end(body)
}
