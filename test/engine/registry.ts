import {type ChildProcess, spawn} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {afterAll, beforeAll} from 'vitest'
import {findCommand, lacks} from '../corpus/real/tools.ts'

/** A real registry on loopback, in plain HTTP, that lives as long as the tests of a file. */
export interface TestRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** the answer to a GET of its API, as JSON */
  get(path: string): Promise<unknown>
}

export interface OwnRegistry extends TestRegistry {
  /** ends it, and starts it again on the same folder and port */
  restart(meanwhile?: () => Promise<void>): Promise<void>
}

/** `htpasswd`: a line of it; absent: anybody may push. `address`: where it listens, by default on loopback. */
export function registry(htpasswd?: string, address: string | null = '127.0.0.1'): () => OwnRegistry {
  let found: OwnRegistry | null = null
  let child: ChildProcess | null = null
  let folder = ''
  beforeAll(async () => {
    if (lacks('docker-registry') !== null || address === null) return
    folder = mkdtempSync(join(tmpdir(), 'llr-'))
    const port = await freePort(address)
    const host = `${address}:${port}`
    writeFileSync(join(folder, 'config.json'), JSON.stringify(configOf(folder, host, htpasswd)))
    if (htpasswd !== undefined) writeFileSync(join(folder, 'htpasswd'), `${htpasswd}\n`)
    const start = async () => {
      child = spawn(findCommand('docker-registry')!, ['serve', join(folder, 'config.json')], {stdio: 'ignore'})
      await answering(host)
    }
    await start()
    found = {
      host,
      get: async path => (await fetch(`http://${host}${path}`)).json(),
      restart: async meanwhile => {
        await stopped(child!)
        await meanwhile?.()
        await start()
      },
    }
  })
  afterAll(async () => {
    if (child === null) return
    await stopped(child)
    rmSync(folder, {recursive: true, force: true})
  })
  return () => found!
}

async function stopped(child: ChildProcess): Promise<void> {
  const ended = new Promise(resolve => child.once('close', resolve))
  child.kill('SIGTERM')
  await ended
}

/** JSON is YAML too. */
function configOf(folder: string, addr: string, htpasswd: string | undefined): unknown {
  return {
    version: '0.1',
    log: {level: 'error'},
    storage: {filesystem: {rootdirectory: join(folder, 'data')}, delete: {enabled: true}},
    http: {addr},
    ...(htpasswd === undefined ? {} : {auth: {htpasswd: {realm: 'test', path: join(folder, 'htpasswd')}}}),
  }
}

async function freePort(address: string): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, address, resolve))
  const {port} = server.address() as {port: number}
  await new Promise(resolve => server.close(resolve))
  return port
}

async function answering(host: string): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    try {
      await fetch(`http://${host}/v2/`)
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await pause(50)
    }
  }
}
