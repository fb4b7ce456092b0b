import {mkdtempSync, rmSync} from 'node:fs'
import {createConnection, createServer, type Socket} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** A socket that passes everything on to an engine's, and knows what was asked. */
export interface WatchedSocket {
  readonly host: string
  /** such as 'GET /v1.41/images/json?', in the order they came */
  readonly requests: string[]
  /** ends every connection once the answer to a request whose line includes `text` has this many bytes */
  cutAfter(text: string, bytes: number): void
  /** keeps requests whose line includes `text` from the engine until what it gives is called */
  hold(text: string): () => void
  close(): Promise<void>
}

export async function watchedSocket(engine: string): Promise<WatchedSocket> {
  const folder = mkdtempSync(join(tmpdir(), 'llw-'))
  const path = join(folder, 's')
  const requests: string[] = []
  const open = new Set<Socket>()
  let cut: {text: string; bytes: number} | null = null
  let held: {text: string; letGo: Promise<void>} | null = null
  const server = createServer(client => {
    const upstream = createConnection(engine)
    let answered = 0
    let cutting = false
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', chunk => {
      const line = /^(GET|HEAD|POST|PUT|DELETE) \S+/.exec(chunk.toString('latin1'))?.[0]
      if (line !== undefined) {
        requests.push(line)
        cutting = cut !== null && line.includes(cut.text)
        answered = 0
      }
      if (held !== null && line?.includes(held.text)) void held.letGo.then(() => upstream.write(chunk))
      else upstream.write(chunk)
    })
    upstream.on('data', chunk => {
      answered += chunk.length
      if (cutting && answered > cut!.bytes) {
        client.end(chunk.subarray(0, Math.max(0, chunk.length - (answered - cut!.bytes))), () => client.destroy())
        return
      }
      if (!client.write(chunk)) {
        upstream.pause()
        client.once('drain', () => upstream.resume())
      }
    })
  })
  await new Promise<void>(resolve => server.listen(path, resolve))
  return {
    host: `unix://${path}`,
    requests,
    cutAfter: (text, bytes) => {
      cut = {text, bytes}
    },
    hold: text => {
      let letGo = () => {}
      held = {
        text,
        letGo: new Promise(resolve => {
          letGo = resolve
        }),
      }
      return () => letGo()
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise(resolve => server.close(resolve))
      rmSync(folder, {recursive: true, force: true})
    },
  }
}
