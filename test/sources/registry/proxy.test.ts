import {createServer} from 'node:http'
import {afterAll, describe, expect, it} from 'vitest'
import {digestOf} from '../../../src/image/oci/content-digest.ts'
import {readBlob} from '../../../src/sources/registry/blobs.ts'
import {fetchManifest} from '../../../src/sources/registry/manifests.ts'
import {placeOf} from '../../../src/sources/registry/place.ts'
import {proxyFor} from '../../../src/sources/registry/proxies.ts'
import {requires} from '../../corpus/real/tools.ts'
import {failing, never, QuickClock, registriesOf} from './clients.ts'
import {startFaultServer} from './fault-server.ts'
import {PrivateAuthority} from './private-authority.ts'
import {startRegistry} from './real-registry.ts'
import {portOf, startProxy} from './test-proxy.ts'

describe('a registry behind a proxy', () => {
  it('is asked through it, unless NO_PROXY names it or it lies on this machine', async () => {
    const server = await startFaultServer((_, response) => response.end('{"schemaVersion":2}'))
    const proxy = await startProxy()
    const host = `registry.invalid:${portOf(server.host)}`
    const clientOf = (name: string, environment: Record<string, string>) =>
      registriesOf({
        environment: {HTTP_PROXY: proxy.url, ...environment},
        plainHttp: true,
        clock: new QuickClock(),
      }).clientOf(name)
    await fetchManifest(clientOf(host, {}), {host, path: 'a'}, '1', never)
    expect(proxy.asked).toEqual([`GET ${host}`])
    const named = await failing(
      fetchManifest(clientOf(host, {NO_PROXY: 'registry.invalid'}), {host, path: 'a'}, '1', never),
    )
    expect(named.message).toContain('no host named registry.invalid')
    await fetchManifest(clientOf(server.host, {}), {host: server.host, path: 'a'}, '1', never)
    expect(proxy.asked).toHaveLength(1)
  })

  it('keeps its TLS to itself', requires('docker-registry'), async () => {
    const authority = await PrivateAuthority.make()
    const registry = await startRegistry({tls: await authority.issue('proxied', ['DNS:registry.invalid'])})
    const proxy = await startProxy()
    const host = `registry.invalid:${portOf(registry.host)}`
    const files = {[`.config/containers/certs.d/${host}/ca.crt`]: authority.pem}
    const client = registriesOf({files, environment: {https_proxy: proxy.url}}).clientOf(host)
    expect((await failing(fetchManifest(client, {host, path: 'a'}, '1', never))).kind).toBe('not-found')
    expect(proxy.asked).toEqual([`CONNECT ${host}`])
    const untrusted = registriesOf({environment: {https_proxy: proxy.url}}).clientOf(host)
    expect((await failing(fetchManifest(untrusted, {host, path: 'a'}, '1', never))).message).toContain('does not know')
  })
})

describe('a proxy that is in the way', () => {
  /** What asking a registry through a proxy at this address ends in. */
  const through = async (environment: Record<string, string>, {plainHttp = false} = {}) => {
    const clock = new QuickClock()
    const client = registriesOf({environment, plainHttp, clock}).clientOf('registry.invalid:5000')
    const {kind, message, advice} = await failing(
      fetchManifest(client, {host: 'registry.invalid:5000', path: 'a'}, '1', never),
    )
    return {kind, message, advice}
  }

  it.each([
    ['HTTPS_PROXY', false],
    ['http_proxy', true],
  ])('is named where nobody answers there, with %s, and what to do', async (variable, plainHttp) => {
    const proxy = await closedPort()
    const {kind, message, advice} = await through({[variable]: `http://user:hidden@${proxy}`}, {plainHttp})
    expect(kind).toBe('registry-unreachable')
    expect(message).toBe(
      `Nobody answers at ${proxy}, the proxy that ${variable} names for registry.invalid:5000: the connection was refused.`,
    )
    expect(advice).toContain(`Check ${variable}`)
    expect(advice).toContain('export NO_PROXY="$NO_PROXY,registry.invalid"')
    expect(message + advice).not.toContain('hidden')
  })

  it('is named where there is no such host', async () => {
    const {message} = await through({HTTPS_PROXY: 'http://proxy.invalid:3128'})
    // On a machine without a network nobody says that there is none.
    expect(message).toMatch(
      /^(?:There is no host named proxy\.invalid|The name proxy\.invalid can't be looked up just now): it is the proxy that HTTPS_PROXY names for registry\.invalid:5000\.$/,
    )
  })

  it.each([
    [407, 'wants to know who asks', 'HTTPS_PROXY=http://NAME:PASSWORD@'],
    [403, 'does not let us through to registry.invalid:5000 (HTTP 403)', 'Ask who keeps the proxy'],
    [502, 'could not reach registry.invalid:5000 (HTTP 502)', 'can be reached from the proxy'],
  ])('is named where it answers %i itself', async (status, message, advice) => {
    const proxy = await startProxy({refuses: status})
    const found = await through({HTTPS_PROXY: proxy.url})
    expect(found.message).toContain(`The proxy ${new URL(proxy.url).host} (HTTPS_PROXY) ${message}`)
    expect(found.advice).toContain(advice)
    const plain = await through({HTTP_PROXY: proxy.url}, {plainHttp: true})
    const named = `proxy ${new URL(proxy.url).host} (HTTP_PROXY)`
    // Whose a plain 502 is nobody can tell.
    const other = `registry.invalid:5000, or the ${named} before it, is in trouble (HTTP ${status})`
    expect(plain.message).toContain(status < 500 ? `The ${named} ${message}` : other)
  })

  it('is named where it breaks off in the middle of a blob', async () => {
    const blob = Buffer.alloc(1 << 20, 7)
    const server = await startFaultServer((_, response) => {
      response.writeHead(200, {'content-length': String(blob.length)})
      response.write(blob.subarray(0, 1000), () => response.destroy())
    })
    const proxy = await startProxy()
    const host = `registry.invalid:${portOf(server.host)}`
    const registries = registriesOf({environment: {HTTP_PROXY: proxy.url}, plainHttp: true, clock: new QuickClock()})
    const claim = {client: registries.clientOf(host), repository: {host, path: 'a'}, size: blob.length}
    const failure = await failing(readBlob({...claim, digest: digestOf(blob)}, blob.length, never))
    expect(failure.message).toBe(
      `The connection to ${host} broke off, at the proxy ${new URL(proxy.url).host} (HTTP_PROXY) or behind it.`,
    )
  })

  it('is told from a registry that refuses in its own words', async () => {
    const server = await startFaultServer((_, response) => {
      response.writeHead(403).end('{"errors":[{"code":"DENIED","message":"not yours"}]}')
    })
    const proxy = await startProxy()
    const host = `registry.invalid:${portOf(server.host)}`
    const client = registriesOf({environment: {HTTP_PROXY: proxy.url}, plainHttp: true}).clientOf(host)
    const failure = await failing(fetchManifest(client, {host, path: 'a'}, '1', never))
    expect([failure.kind, failure.message]).toEqual(['registry-denied', expect.stringContaining('not yours')])
  })

  it.each(['ftp://proxy:21', 'http://me:50%off@proxy:3128', 'http://%zz@proxy:3128'])(
    'is no address: says which variable to mend, %s',
    async address => {
      const {kind, message, advice} = await through({HTTPS_PROXY: address})
      expect([kind, message, advice]).toEqual([
        'usage',
        'HTTPS_PROXY names no proxy: it is no address.',
        expect.stringContaining('unset HTTPS_PROXY'),
      ])
    },
  )
})

describe('the proxy for an address', () => {
  const variables = {HTTPS_PROXY: 'http://secure:1', HTTP_PROXY: 'plain:2'}
  it.each([
    ['https://registry.lan/', variables, 'secure:1'],
    ['http://registry.lan/', variables, 'plain:2'],
    ['http://registry.lan/', {HTTP_PROXY: 'http://proxy'}, 'proxy:80'],
    // As curl, docker and skopeo have it: the one for plain HTTP is not asked for more.
    ['https://registry.lan/', {HTTP_PROXY: 'http://plain:2'}, null],
    ['https://localhost:5000/', variables, null],
    ['https://127.0.0.1:5000/', variables, null],
    ['https://registry.lan/', {...variables, NO_PROXY: '*'}, null],
    ['https://registry.lan/', {...variables, NO_PROXY: 'other.lan, registry.lan'}, null],
    ['https://registry.lan/', {...variables, no_proxy: 'lan'}, null],
    ['https://registry.lan/', {...variables, NO_PROXY: '.lan'}, null],
    ['https://registry.lan/', {...variables, NO_PROXY: '*.lan'}, null],
    ['https://registry.lan/', {...variables, NO_PROXY: 'gistry.lan'}, 'secure:1'],
    // Go's x/net/http/httpproxy: what begins with a dot is all below a name, not that name.
    ['https://registry.lan/', {...variables, NO_PROXY: '.registry.lan'}, 'secure:1'],
    ['https://registry.lan/', {...variables, NO_PROXY: '*.registry.lan'}, 'secure:1'],
    ['https://registry.lan/', {...variables, https_proxy: 'http://small:1'}, 'secure:1'],
    ['https://registry.lan/', {https_proxy: 'http://small:1'}, 'small:1'],
    ['https://registry.lan/', {...variables, NO_PROXY: 'other.lan', no_proxy: 'registry.lan'}, 'secure:1'],
    ['https://registry.lan:5000/', {...variables, NO_PROXY: 'registry.lan:5000'}, null],
    ['https://registry.lan/', {...variables, NO_PROXY: 'registry.lan:5000'}, 'secure:1'],
    ['https://registry.lan/', {...variables, NO_PROXY: 'registry.lan:443'}, null],
    ['https://10.1.2.3/', {...variables, NO_PROXY: '10.0.0.0/8'}, null],
    ['https://11.1.2.3/', {...variables, NO_PROXY: '10.0.0.0/8'}, 'secure:1'],
    ['https://10.1.2.3/', {...variables, NO_PROXY: '10.1.2.3'}, null],
    ['https://[fd00::1]:5000/', {...variables, NO_PROXY: 'fd00::/8'}, null],
    ['https://[fd00::1]:5000/', {...variables, NO_PROXY: 'fd00::1'}, null],
    ['https://registry.lan/', {...variables, NO_PROXY: '10.0.0.0/99,/8,nonsense/8'}, 'secure:1'],
  ])('%s with %o is %s', (url, environment, expected) => {
    expect(proxyFor(new URL(url), environment as Record<string, string>)?.authority ?? null).toBe(expected)
  })
})

/** An address on this machine where nobody listens. */
async function closedPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

describe('a registry that does not answer in time', () => {
  it('is told so, not taken for cancelled', async () => {
    const server = createServer(() => {})
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    afterAll(() => server.closeAllConnections())
    const {Http} = await import('../../../src/sources/registry/http.ts')
    const http = new Http({home: '/', environment: {}})
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const place = placeOf(new URL(`http://127.0.0.1:${port}/`))
    const failure = await failing(http.send({method: 'GET', place, signal: AbortSignal.timeout(50)}))
    expect([failure.kind, failure.message]).toEqual(['registry-unreachable', expect.stringContaining('in time')])
    await http.close()
    server.close()
  })
})
