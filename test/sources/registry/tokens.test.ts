import {readFileSync} from 'node:fs'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {createServer as createTlsServer} from 'node:https'
import {Readable} from 'node:stream'
import {afterAll, describe, expect, it} from 'vitest'
import {digestOf} from '../../../src/image/oci/content-digest.ts'
import {cancelled, LensError} from '../../../src/image/oci/error.ts'
import {readRange} from '../../../src/sources/registry/blobs.ts'
import {SYSTEM_CLOCK} from '../../../src/sources/registry/clock.ts'
import {Http} from '../../../src/sources/registry/http.ts'
import {deleteManifest, fetchManifest} from '../../../src/sources/registry/manifests.ts'
import {RegistryClient} from '../../../src/sources/registry/registry-client.ts'
import {fetchToken} from '../../../src/sources/registry/token-server.ts'
import {hasBlob, pushBlob} from '../../../src/sources/registry/upload.ts'
import {requires} from '../../corpus/real/tools.ts'
import {failing, loginConfig, never, QuickClock, registriesOf} from './clients.ts'
import {type FaultServer, type Handler, startFaultServer} from './fault-server.ts'
import {PrivateAuthority} from './private-authority.ts'

const LOGIN = {username: 'me', password: 'pa55-word'}
const BYTES = Buffer.from('some bytes of a blob')

/** Asks for a token where none of `accepts` is shown; `needs` stands in the challenge. */
function challenge(server: FaultServer, response: ServerResponse, needs: string, host = server.host): void {
  const header = `Bearer realm="http://${host}/token",service="s",scope="${needs}"`
  response.writeHead(401, {'www-authenticate': header}).end()
}

const scopesOf = (request: IncomingMessage) => new URL(request.url ?? '', 'http://x').searchParams.getAll('scope')
const isToken = (request: IncomingMessage) => request.url?.startsWith('/token') === true
const bearer = (request: IncomingMessage) => /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null

async function setOf(handler: (server: FaultServer, ...rest: Parameters<Handler>) => void) {
  const server: FaultServer = await startFaultServer((...rest) => handler(server, ...rest))
  const files = {'.docker/config.json': loginConfig(server.host, LOGIN)}
  const client = registriesOf({clock: new QuickClock(), files}).clientOf(server.host)
  const repository = {host: server.host, path: 'a'}
  const blob = {client, repository, digest: digestOf(BYTES), size: BYTES.length}
  const tokens = () => server.asked.filter(asked => asked.startsWith('GET /token')).length
  return {server, client, repository, blob, tokens}
}

describe('a token', () => {
  it.each(['a\r\nb', 'tok\u0001en', 'tök€n'])('that no header can hold is none: %j', async token => {
    const set = await setOf((server, request, response) => {
      if (isToken(request)) response.end(JSON.stringify({token}))
      else challenge(server, response, 'repository:a:pull')
    })
    const failure = await failing(fetchManifest(set.client, set.repository, '1', never))
    expect(failure.kind).toBe('registry-failed')
    expect(failure.message).toContain('gave no token')
  })

  it('that the registry takes no more is asked for anew, though it was for more than is asked now', async () => {
    let given = 0
    let valid = ''
    const set = await setOf((server, request, response) => {
      if (isToken(request)) {
        valid = `t${++given}`
        response.end(JSON.stringify({token: valid}))
      } else if (bearer(request) !== valid) challenge(server, response, 'repository:a:pull')
      else response.writeHead(200).end('{"schemaVersion":2}')
    })
    await hasBlob(set.blob, never)
    valid = 'another'
    await fetchManifest(set.client, set.repository, '1', never)
    expect(set.tokens()).toBe(2)
  })

  it('is asked for again after a credential helper failed: by then the keyring may be open', async () => {
    const server = await startFaultServer((request, response) => {
      if (isToken(request)) response.end('{"token":"t"}')
      else if (bearer(request) === null) challenge(server, response, 'repository:a:pull')
      else response.writeHead(200).end('{"schemaVersion":2}')
    })
    let locked = true
    const credentials = async () => {
      if (locked) throw new LensError('credentials-failed', 'the keyring is locked')
      return null
    }
    const http = new Http({home: '/none', environment: {}})
    const endpoint = {host: server.host, authority: server.host, schemes: ['http']} as const
    const client = new RegistryClient({endpoint, http, clock: new QuickClock(), credentials})
    const fetching = () => fetchManifest(client, {host: server.host, path: 'a'}, '1', never)
    expect((await failing(fetching())).kind).toBe('credentials-failed')
    locked = false
    await fetching()
    await http.close()
  })

  it('that ended is asked for once by all who need it', async () => {
    let valid = ''
    let given = 0
    const set = await setOf((server, request, response) => {
      if (isToken(request)) {
        valid = `t${++given}`
        setTimeout(() => response.end(JSON.stringify({token: valid})), 20)
      } else if (bearer(request) !== valid) challenge(server, response, 'repository:a:pull')
      else response.writeHead(200).end('{"schemaVersion":2}')
    })
    await fetchManifest(set.client, set.repository, '1', never)
    valid = 'another'
    await Promise.all(['1', '2', '3', '4', '5'].map(tag => fetchManifest(set.client, set.repository, tag, never)))
    expect(set.tokens()).toBe(2)
  })

  it('is asked for once by all who need the first one, however long the credentials take', async () => {
    let given = 0
    const waiting: ServerResponse[] = []
    const server = await startFaultServer((request, response) => {
      if (isToken(request)) response.end(JSON.stringify({token: `t${++given}`}))
      else if (bearer(request) !== null) response.writeHead(200).end('{"schemaVersion":2}')
      // All are told at once, so that all of them ask who they are while the first still looks.
      else if (waiting.push(response) === 5) for (const each of waiting) challenge(server, each, 'repository:a:pull')
    })
    const credentials = () => new Promise<null>(resolve => setTimeout(() => resolve(null), 20))
    const http = new Http({home: '/none', environment: {}})
    const endpoint = {host: server.host, authority: server.host, schemes: ['http']} as const
    const client = new RegistryClient({endpoint, http, clock: new QuickClock(), credentials})
    const repository = {host: server.host, path: 'a'}
    await Promise.all(['1', '2', '3', '4', '5'].map(tag => fetchManifest(client, repository, tag, never)))
    expect(given).toBe(1)
    await http.close()
  })

  it('server that wants to be waited for too long is told of, not taken for cancelled', async () => {
    const set = await setOf((server, request, response) => {
      if (isToken(request)) response.writeHead(429, {'retry-after': '50'}).end()
      else challenge(server, response, 'repository:a:pull')
    })
    const clock = new QuickClock()
    const sleep = async (ms: number) => {
      await clock.sleep(ms)
      // As the system's clock does it, for whatever reason the signal was aborted.
      if (clock.waits.length > 1) throw cancelled()
    }
    const http = new Http({home: '/none', environment: {}})
    const endpoint = {host: set.server.host, authority: set.server.host, schemes: ['http']} as const
    const slow = {now: () => clock.now(), random: () => 0.5, sleep}
    const client = new RegistryClient({endpoint, http, clock: slow, credentials: async () => null})
    const failure = await failing(fetchManifest(client, set.repository, '1', never))
    expect([failure.kind, failure.message]).toEqual(['registry-failed', expect.stringContaining('too many requests')])
    await http.close()
  })

  it('server that does not answer in time is told of, not taken for cancelled', async () => {
    const server = await startFaultServer(() => {})
    const http = new Http({home: '/none', environment: {}})
    const asking = fetchToken({realm: `http://${server.host}/token`, service: null, scopes: []}, null, {
      http,
      clock: SYSTEM_CLOCK,
      host: server.host,
      authority: server.host,
      signal: AbortSignal.timeout(50),
      plain: true,
    })
    const failure = await failing(asking)
    expect([failure.kind, failure.message]).toEqual(['registry-unreachable', expect.stringContaining('in time')])
    await http.close()
  })

  it('is asked for what the registry says it takes, where that is more than is usual', async () => {
    const needs = 'repository:a:*'
    const set = await setOf((server, request, response) => {
      if (isToken(request)) response.end(JSON.stringify({token: scopesOf(request).join(' ')}))
      else if (bearer(request)?.includes(needs)) response.writeHead(202).end()
      else challenge(server, response, needs)
    })
    await deleteManifest(set.client, set.repository, '1', never)
    expect(set.tokens()).toBe(2)
  })

  it('server that stumbles is asked again', async () => {
    let stumbles = 0
    const set = await setOf((server, request, response) => {
      if (isToken(request)) {
        stumbles++
        if (stumbles === 1) response.writeHead(503).end()
        else if (stumbles === 2) response.writeHead(429, {'retry-after': '1'}).end()
        else if (stumbles === 3)
          response.writeHead(200, {'content-length': '100'}).write('{"tok', () => response.destroy())
        else response.end('{"token":"t"}')
      } else if (bearer(request) === null) challenge(server, response, 'repository:a:pull')
      else response.writeHead(200).end('{"schemaVersion":2}')
    })
    await fetchManifest(set.client, set.repository, '1', never)
    expect(stumbles).toBe(4)
  })

  it('server that never answers is not waited for by who is told to stop', async () => {
    const stop = new AbortController()
    const set = await setOf((server, request, response) => {
      if (isToken(request)) stop.abort()
      else challenge(server, response, 'repository:a:pull')
    })
    expect((await failing(fetchManifest(set.client, set.repository, '1', stop.signal))).kind).toBe('cancelled')
  })

  it('is shown to nobody else: not where blobs lie, nor to a token server that such a place names', async () => {
    const evil = await startFaultServer((request, response) => {
      if (isToken(request)) response.end('{"token":"stolen"}')
      else {
        const header = `Bearer realm="http://${evil.host}/token",service="s", Basic realm="x"`
        response.writeHead(401, {'www-authenticate': header}).end()
      }
    })
    const set = await setOf((server, request, response) => {
      if (isToken(request)) response.end('{"token":"t"}')
      else if (bearer(request) === null) challenge(server, response, 'repository:a:pull')
      else if (request.method === 'HEAD') response.writeHead(404).end()
      else if (request.method === 'POST') response.writeHead(202, {location: `http://${evil.host}/upload`}).end()
      else response.writeHead(307, {location: `http://${evil.host}/blob`}).end()
    })
    const read = await failing(readRange(set.blob, 0, 5, never))
    expect([read.kind, read.message]).toEqual(['registry-failed', expect.stringContaining(evil.host)])
    const open = async () => Readable.from([BYTES])
    await failing(pushBlob({...set.blob, open, mountFrom: null, signal: never, progress: () => {}}))
    expect(evil.asked.filter(asked => asked.includes('/token'))).toEqual([])
    expect(evil.headers.map(headers => headers.authorization).filter(Boolean)).toEqual([])
  })

  it('that is not given for the repository that is mounted from is no reason not to send', async () => {
    const received: Buffer[] = []
    const set = await setOf((server, request, response) => {
      const location = '/v2/a/blobs/uploads/1'
      if (isToken(request)) {
        if (scopesOf(request).some(scope => scope.includes(':b:'))) response.writeHead(403).end()
        else response.end('{"token":"t"}')
      } else if (bearer(request) === null) challenge(server, response, 'repository:a:pull,push')
      else if (request.method === 'HEAD') response.writeHead(404).end()
      else if (request.method === 'POST') response.writeHead(202, {location}).end()
      else {
        request.on('data', chunk => received.push(chunk))
        request.on('end', () => response.writeHead(201).end())
      }
    })
    const open = async () => Readable.from([BYTES], {objectMode: false})
    const upload = {...set.blob, open, mountFrom: 'b', signal: never, progress: () => {}}
    expect(await pushBlob(upload)).toBe('sent')
    expect(Buffer.concat(received)).toEqual(BYTES)
  })
})

describe('a token server and a blob store of the same private authority', requires('docker-registry'), () => {
  it('are trusted as the registry is, as docker does it', async () => {
    const authority = await PrivateAuthority.make()
    const {certificate, key} = await authority.issue('many', ['IP:127.0.0.1'])
    const serve = async (handler: (request: IncomingMessage, response: ServerResponse) => void) => {
      const server = createTlsServer({cert: readFileSync(certificate), key: readFileSync(key)}, handler)
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
      afterAll(() => {
        server.closeAllConnections()
        server.close()
      })
      const address = server.address()
      return `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
    }
    const tokens = await serve((_, response) => response.end('{"token":"t"}'))
    const store = await serve((_, response) => response.end(BYTES))
    const registry = await serve((request, response) => {
      const realm = `Bearer realm="https://${tokens}/token",service="s"`
      if (request.url === '/v2/') response.end('{}')
      else if (bearer(request) === null) response.writeHead(401, {'www-authenticate': realm}).end()
      else response.writeHead(307, {location: `https://${store}/blob`}).end()
    })
    const files = {[`.config/containers/certs.d/${registry}/ca.crt`]: authority.pem}
    const client = registriesOf({files, clock: new QuickClock()}).clientOf(registry)
    const {raw} = await fetchManifest(client, {host: registry, path: 'a'}, '1', never)
    expect(Buffer.from(raw)).toEqual(BYTES)
  })
})
