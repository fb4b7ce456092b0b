import {spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {afterAll} from 'vitest'
import {findCommand} from '../../corpus/real/tools.ts'

/** The name and password that a registry with `htpasswd` lets in, and the bcrypt line that says so. */
export const LOGIN = {username: 'lens', password: 's3cret-word'}
const HTPASSWD = 'lens:$2y$05$abcdefghijklmnopqrstuuEpHRRKIlpAGo.iP7Bpa.htQEJMAAnRe\n'

export interface RegistryOptions {
  readonly htpasswd?: boolean
  /** PEM files */
  readonly tls?: {readonly certificate: string; readonly key: string; readonly clientAuthority?: string}
  readonly token?: {readonly realm: string; readonly service: string; readonly issuer: string; readonly bundle: string}
}

export interface RealRegistry {
  /** `127.0.0.1:PORT` */
  readonly host: string
  readonly folder: string
  close(): Promise<void>
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** Those of this file's tests, also the ones that a test started while it ran: nobody hears of an afterAll then. */
const started: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of started.splice(0)) await close()
})

/** Starts Docker Registry (Distribution) on a port of its own over an empty folder; it ends with the tests of this file. */
export async function startRegistry(options: RegistryOptions = {}): Promise<RealRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'layerlens-registry-'))
  const port = await freePort()
  const config = join(folder, 'config.yml')
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'htpasswd'), HTPASSWD)
  writeFileSync(config, configOf(folder, port, options))
  const child = spawn(findCommand('docker-registry')!, ['serve', config], {stdio: ['ignore', 'ignore', 'pipe']})
  let said = ''
  child.stderr.setEncoding('utf8').on('data', text => {
    said += text
  })
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    child.kill('SIGKILL')
    await ended
    rmSync(folder, {recursive: true, force: true})
  }
  started.push(close)
  while (!said.includes('listening on')) {
    if (child.exitCode !== null) throw new Error(`docker-registry ended:\n${said.slice(-2000)}`)
    await pause(20)
  }
  return {host: `127.0.0.1:${port}`, folder, close}
}

function configOf(folder: string, port: number, {htpasswd, tls, token}: RegistryOptions): string {
  const lines = [
    'version: 0.1',
    'log: {level: info}',
    'storage:',
    `  filesystem: {rootdirectory: ${JSON.stringify(join(folder, 'data'))}}`,
    '  delete: {enabled: true}',
    'http:',
    `  addr: 127.0.0.1:${port}`,
  ]
  if (tls !== undefined) {
    lines.push('  tls:', `    certificate: ${tls.certificate}`, `    key: ${tls.key}`)
    if (tls.clientAuthority !== undefined) lines.push(`    clientcas: [${tls.clientAuthority}]`)
  }
  if (htpasswd) lines.push('auth:', `  htpasswd: {realm: test, path: ${JSON.stringify(join(folder, 'htpasswd'))}}`)
  if (token !== undefined) {
    lines.push('auth:', '  token:')
    lines.push(`    realm: ${token.realm}`, `    service: ${token.service}`, `    issuer: ${token.issuer}`)
    lines.push(`    rootcertbundle: ${token.bundle}`)
  }
  return `${lines.join('\n')}\n`
}
