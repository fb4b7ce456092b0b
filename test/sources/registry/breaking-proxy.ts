import {connect, createServer, type Socket} from 'node:net'
import {afterAll} from 'vitest'

export interface BreakingProxy {
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** bytes that came through, from whoever asks and to them */
  readonly passed: {up: number; down: number}
  /** after so many more bytes of one direction the connection is reset, each of them once; `of`: from a request of this method on */
  cuts: {readonly direction: 'up' | 'down'; readonly after: number; readonly of?: string}[]
}

/** A way to a real server on this machine that breaks when a test says so. */
export async function startBreakingProxy(target: string): Promise<BreakingProxy> {
  const port = Number(target.split(':').at(-1))
  const state: BreakingProxy = {host: '', passed: {up: 0, down: 0}, cuts: []}
  const counts = {up: 0, down: 0}
  const server = createServer(client => {
    const onward = connect(port, '127.0.0.1')
    let method = ''
    const pass = (from: Socket, to: Socket, direction: 'up' | 'down') => {
      from.on('data', (chunk: Buffer) => {
        state.passed[direction] += chunk.length
        counts[direction] += chunk.length
        method =
          direction === 'up' ? (/^[A-Z]{3,6}(?= \/)/.exec(chunk.toString('latin1', 0, 8))?.[0] ?? method) : method
        const cut = state.cuts[0]
        if (cut?.of !== undefined && cut.of !== method) counts[direction] = 0
        else if (cut?.direction === direction && counts[direction] >= cut.after) {
          state.cuts.shift()
          const arrives = chunk.length - (counts[direction] - cut.after)
          counts[direction] = 0
          // What came until then arrives; only then the way is gone.
          to.write(chunk.subarray(0, arrives), () => {
            for (const end of [client, onward]) end.resetAndDestroy()
          })
          return
        }
        if (!to.write(chunk)) from.pause()
      })
      to.on('drain', () => from.resume())
      from.on('end', () => to.end())
      from.on('error', () => to.destroy())
    }
    pass(client, onward, 'up')
    pass(onward, client, 'down')
  })
  const open = new Set<Socket>()
  server.on('connection', socket => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  const address = server.address()
  return Object.assign(state, {host: `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`})
}
