import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http'
import {afterAll} from 'vitest'

export type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void

export interface FaultServer {
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** `METHOD /path` of every request but the first look for TLS */
  readonly asked: string[]
  /** headers of these requests */
  readonly headers: IncomingMessage['headers'][]
  /** what the next requests get; `count` is 1 for the first of this path */
  handler: Handler
  readonly server: Server
}

/** A registry that does whatever a test wants it to do wrong. */
export async function startFaultServer(handler: Handler): Promise<FaultServer> {
  const counts = new Map<string, number>()
  const asked: string[] = []
  const headers: IncomingMessage['headers'][] = []
  const server = createServer((request, response) => {
    if (request.url === '/v2/') {
      response.writeHead(200).end('{}')
      return
    }
    const key = `${request.method} ${request.url}`
    asked.push(key)
    headers.push(request.headers)
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    state.handler(request, response, count)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const state: FaultServer = {host: `127.0.0.1:${port}`, asked, headers, handler, server}
  return state
}

/** Sends `bytes[from, to)` of a body that claims to be whole, then breaks the connection. */
export function breakAfter(response: ServerResponse, bytes: Uint8Array, from: number, to: number): void {
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': String(bytes.length - from),
    ...(from > 0 ? {'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`} : {}),
  })
  response.write(bytes.subarray(from, to), () => setTimeout(() => response.destroy(), 20))
}

/** Answers a request with or without Range as a good registry does. */
export function sendRange(request: IncomingMessage, response: ServerResponse, bytes: Uint8Array): void {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
  if (range === null) {
    response.writeHead(200, {'content-length': String(bytes.length)}).end(bytes)
    return
  }
  const from = Number(range[1])
  const to = range[2] === '' ? bytes.length : Number(range[2]) + 1
  const headers = {'content-range': `bytes ${from}-${to - 1}/${bytes.length}`}
  response.writeHead(206, headers).end(bytes.subarray(from, to))
}

/** The first byte that a Range asks for; 0 without one. */
export function startOf(request: IncomingMessage): number {
  return Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
}
