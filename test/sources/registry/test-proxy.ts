import {createServer, type IncomingMessage, request as send} from 'node:http'
import {connect} from 'node:net'
import {afterAll} from 'vitest'

/**
 * A proxy that knows no name: whatever is asked for lies on this machine, at the port that is asked for. `refuses`: what it
 * answers instead of letting anything through.
 */
export async function startProxy({
  refuses = null,
}: {
  refuses?: number | null
} = {}): Promise<{url: string; asked: string[]}> {
  const asked: string[] = []
  const server = createServer((request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    asked.push(`${request.method} ${url.host}`)
    if (refuses !== null) {
      response.writeHead(refuses, {'content-type': 'text/html'}).end('<p>no</p>')
      return
    }
    const {method = 'GET', headers} = request
    const onward = send({host: '127.0.0.1', port: url.port, path: url.pathname, method, headers}, answer => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
      // What breaks off behind a proxy breaks off before it too.
      answer.once('close', () => void (answer.complete || response.destroy()))
    })
    request.pipe(onward)
  })
  server.on('connect', (request, socket, head) => {
    asked.push(`CONNECT ${request.url}`)
    socket.on('error', () => {})
    if (refuses !== null) {
      socket.end(`HTTP/1.1 ${refuses} No\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    const onward = connect(Number(request.url?.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    for (const end of [onward, socket]) end.on('error', () => {})
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return {url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, asked}
}

/** The port of HOST:PORT. */
export const portOf = (host: string) => host.split(':').at(-1)
