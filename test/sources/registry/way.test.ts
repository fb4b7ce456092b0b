import {readFileSync} from 'node:fs'
import type {IncomingMessage, ServerResponse} from 'node:http'
import {createServer as createTlsServer} from 'node:https'
import {Readable} from 'node:stream'
import {afterAll, describe, expect, it} from 'vitest'
import {digestOf} from '../../../src/image/oci/content-digest.ts'
import {readRange} from '../../../src/sources/registry/blobs.ts'
import type {Endpoint} from '../../../src/sources/registry/endpoint.ts'
import {Http} from '../../../src/sources/registry/http.ts'
import type {HttpRequest} from '../../../src/sources/registry/http-request.ts'
import type {HttpResponse} from '../../../src/sources/registry/http-response.ts'
import {fetchManifest} from '../../../src/sources/registry/manifests.ts'
import {NetworkError} from '../../../src/sources/registry/network-failure.ts'
import type {NetworkFault} from '../../../src/sources/registry/network-fault.ts'
import {addressOf} from '../../../src/sources/registry/place.ts'
import {RegistryClient} from '../../../src/sources/registry/registry-client.ts'
import {pushBlob, tryPush} from '../../../src/sources/registry/upload.ts'
import {requires} from '../../corpus/real/tools.ts'
import {failing, loginConfig, never, QuickClock, registriesOf} from './clients.ts'
import {sendRange, startFaultServer} from './fault-server.ts'
import {PrivateAuthority} from './private-authority.ts'

const LOGIN = {username: 'me', password: 'pa55-word'}
const BYTES = Buffer.from('some bytes of a blob')

describe('a login for one namespace', () => {
  it.each([
    ['team/a', 'registry-denied'],
    ['other/a', 'registry-unauthorized'],
  ])('tells of %s what it is: %s', async (path, kind) => {
    const server = await startFaultServer((request, response) => {
      if (request.url?.startsWith('/token')) response.end('{"token":"t"}')
      else response.writeHead(401, {'www-authenticate': `Bearer realm="http://${server.host}/token",service="s"`}).end()
    })
    const files = {'.docker/config.json': loginConfig(`${server.host}/team`, LOGIN)}
    const client = registriesOf({files, clock: new QuickClock()}).clientOf(server.host)
    const failure = await failing(fetchManifest(client, {host: server.host, path}, '1', never))
    expect(failure.kind).toBe(kind)
  })
})

describe('a connection', () => {
  it('to a registry that keeps its blobs elsewhere is kept', async () => {
    // Over a network what stands beside the way comes after it.
    let end = () => {}
    const store = await startFaultServer((request, response) => {
      end()
      sendRange(request, response, BYTES)
    })
    const registry = await startFaultServer((_, response) => {
      response.writeHead(307, {location: `http://${store.host}/blob`, 'content-length': 9}).flushHeaders()
      end = () => void response.end('elsewhere')
    })
    let connections = 0
    registry.server.on('connection', () => connections++)
    const client = registriesOf({clock: new QuickClock()}).clientOf(registry.host)
    const repository = {host: registry.host, path: 'a'}
    const blob = {client, repository, digest: digestOf(BYTES), size: BYTES.length}
    for (let n = 0; n < 10; n++) expect(await readRange(blob, 0, 4, never)).toEqual(BYTES.subarray(0, 4))
    expect(connections).toBeLessThan(10)
  })

  it('is not waited for where what stands beside the way does not end', async () => {
    const store = await startFaultServer((request, response) => sendRange(request, response, BYTES))
    const registry = await startFaultServer((_, response) => {
      response.writeHead(307, {location: `http://${store.host}/blob`}).write('<a href=')
    })
    const client = registriesOf({clock: new QuickClock()}).clientOf(registry.host)
    const repository = {host: registry.host, path: 'a'}
    const blob = {client, repository, digest: digestOf(BYTES), size: BYTES.length}
    expect(await readRange(blob, 0, 4, never)).toEqual(BYTES.subarray(0, 4))
  })
})

describe('a token server that has moved', () => {
  it('is followed, and is told who we are where it is still the same', async () => {
    const server = await startFaultServer((request, response) => {
      if (request.url?.startsWith('/token?')) response.writeHead(308, {location: `/new${request.url}`}).end()
      else if (request.url?.startsWith('/new')) response.end('{"token":"t"}')
      else if (request.headers.authorization === 'Bearer t') response.end('{"schemaVersion":2}')
      else response.writeHead(401, {'www-authenticate': `Bearer realm="http://${server.host}/token",service="s"`}).end()
    })
    const files = {'.docker/config.json': loginConfig(server.host, LOGIN)}
    const client = registriesOf({files, clock: new QuickClock()}).clientOf(server.host)
    await fetchManifest(client, {host: server.host, path: 'a'}, '1', never)
    const at = server.asked.findIndex(asked => asked.includes('/new'))
    expect(server.headers[at]?.authorization).toMatch(/^Basic /)
  })

  it('to somebody else is not told who we are', async () => {
    const other = await startFaultServer((_, response) => response.end('{"token":"t"}'))
    const server = await startFaultServer((request, response) => {
      if (request.url?.startsWith('/token'))
        response.writeHead(302, {location: `http://${other.host}${request.url}`}).end()
      else if (request.headers.authorization === 'Bearer t') response.end('{"schemaVersion":2}')
      else response.writeHead(401, {'www-authenticate': `Bearer realm="http://${server.host}/token",service="s"`}).end()
    })
    const files = {'.docker/config.json': loginConfig(server.host, LOGIN)}
    const client = registriesOf({files, clock: new QuickClock()}).clientOf(server.host)
    await fetchManifest(client, {host: server.host, path: 'a'}, '1', never)
    expect(other.headers.map(headers => headers.authorization)).toEqual([undefined])
  })
})

describe('an upload to a registry with TLS', requires('docker-registry'), () => {
  /** A registry with TLS that answers uploads with this location, and what it was asked. */
  async function encrypted(locationOf: (host: string) => string) {
    const authority = await PrivateAuthority.make()
    const {certificate, key} = await authority.issue('one', ['IP:127.0.0.1'])
    const asked: string[] = []
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      asked.push(`${request.method} ${request.url}`)
      if (request.url === '/v2/') response.end('{}')
      else if (request.method === 'POST') response.writeHead(202, {location: locationOf(host)}).end()
      else response.writeHead(request.method === 'DELETE' ? 204 : 404).end()
    }
    const server = createTlsServer({cert: readFileSync(certificate), key: readFileSync(key)}, answer)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    afterAll(() => {
      server.closeAllConnections()
      server.close()
    })
    const address = server.address()
    const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
    const files = {[`.config/containers/certs.d/${host}/ca.crt`]: authority.pem}
    const client = registriesOf({files, clock: new QuickClock()}).clientOf(host)
    return {asked, client, repository: {host, path: 'a'}}
  }

  it('does not go on without it', async () => {
    const plain = await startFaultServer((request, response) =>
      request.resume().on('end', () => response.writeHead(201).end()),
    )
    const {client, repository} = await encrypted(() => `http://${plain.host}/upload`)
    const blob = {client, repository, digest: digestOf(BYTES), size: BYTES.length}
    const open = async () => Readable.from([BYTES])
    const failure = await failing(pushBlob({...blob, open, mountFrom: null, signal: never, progress: () => {}}))
    expect([failure.kind, failure.message]).toEqual(['registry-failed', expect.stringContaining('plain HTTP')])
    expect(plain.asked).toEqual([])
  })

  it('may be tried where the registry does not know of its TLS', async () => {
    const {asked, ...upload} = await encrypted(host => `http://${host}/v2/a/blobs/uploads/1`)
    await tryPush(upload, never)
    expect(asked.at(-1)).toBe('DELETE /v2/a/blobs/uploads/1')
  })
})

describe('a registry that may be asked without TLS', () => {
  class Answers extends Http {
    readonly asked: string[] = []
    private readonly faults: Readonly<Record<string, NetworkFault>>

    constructor(faults: Readonly<Record<string, NetworkFault>>) {
      super({home: '/nowhere', environment: {}})
      this.faults = faults
    }

    override async send({place}: HttpRequest): Promise<HttpResponse> {
      const url = addressOf(place)
      this.asked.push(url.href)
      const fault = this.faults[url.protocol]
      if (fault !== undefined) throw new NetworkError(fault, url.host, null)
      const body = Readable.from([])
      const rest = {body, read: async () => Buffer.from('{}'), brokenBy: () => new NetworkError('broken', '', null)}
      return {status: 200, url, header: () => null, answeringProxy: null, ...rest}
    }
  }
  const clientOf = (http: Http, authority: string) => {
    const endpoint: Endpoint = {host: authority, authority, schemes: ['https', 'http']}
    return new RegistryClient({endpoint, http, clock: new QuickClock(), credentials: async () => null})
  }

  it.each([
    ['lan', {'https:': 'not-tls', 'http:': 'refused'}, 'not-tls'],
    ['lan', {'https:': 'refused', 'http:': 'refused'}, 'refused'],
    ['lan:5000', {'https:': 'not-tls', 'http:': 'broken'}, 'broken'],
    ['lan', {'https:': 'untrusted'}, 'untrusted'],
  ] as const)('tells of %s, %j, that it is %s', async (authority, faults, fault) => {
    const failure = await failing(clientOf(new Answers(faults), authority).introduce(never))
    expect(failure).toMatchObject({fault})
  })

  it('is also looked for where plain HTTP has its own port', async () => {
    const http = new Answers({'https:': 'refused'})
    await clientOf(http, 'lan').introduce(never)
    expect(http.asked).toEqual(['https://lan/v2/', 'http://lan/v2/', 'http://lan/v2/'])
    const refused = new Answers({'https:': 'refused'})
    await failing(clientOf(refused, 'lan:5000').introduce(never))
    expect(refused.asked).toEqual(['https://lan:5000/v2/'])
  })
})
