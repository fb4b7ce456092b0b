import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import {digestOf} from '../../../src/image/oci/content-digest.ts'
import {parseManifestOrIndex} from '../../../src/image/oci/manifest.ts'
import {parseRemoteName} from '../../../src/image/oci/remote-name.ts'
import {openBlob, readRange} from '../../../src/sources/registry/blobs.ts'
import {listRepositories, listTags} from '../../../src/sources/registry/listing.ts'
import {deleteManifest, fetchManifest, headManifest} from '../../../src/sources/registry/manifests.ts'
import type {Registries} from '../../../src/sources/registry/registries.ts'
import {LayoutBuilder, layerTar} from '../../corpus/archives.ts'
import {command} from '../../corpus/real/command.ts'
import {requires} from '../../corpus/real/tools.ts'
import {failing, loginConfig, never, QuickClock, registriesOf} from './clients.ts'
import {PrivateAuthority} from './private-authority.ts'
import {LOGIN, type RealRegistry, startRegistry} from './real-registry.ts'
import {startTokenServer, type TokenServer} from './token-server.ts'

const tools = requires('docker-registry', 'skopeo')
let layout: string
let authority: PrivateAuthority

/** Lets skopeo push the test's image. */
async function push(host: string, name: string, ...options: string[]): Promise<void> {
  await command('skopeo', [
    ...['--insecure-policy', 'copy', '--quiet', ...options],
    ...[`oci:${layout}:one`, `docker://${host}/${name}`],
  ])
}

async function pagesOf(pages: AsyncIterable<readonly string[]>): Promise<string[]> {
  const all: string[] = []
  for await (const page of pages) all.push(...page)
  return all
}

/** Reads one image's manifest and every blob of it, and lists its tags. */
async function readAll(registries: Registries, name: string): Promise<{tags: string[]; bytes: Buffer[]}> {
  const remote = parseRemoteName(name)
  const client = registries.clientOf(remote.host)
  const {raw, digest} = await fetchManifest(client, remote, remote.tag ?? 'latest', never)
  const manifest = parseManifestOrIndex(raw, 'it')
  if (manifest.kind !== 'manifest') throw new Error('an index')
  expect(digest).toBe(digestOf(raw))
  const bytes: Buffer[] = []
  for (const {digest, size} of [manifest.config, ...manifest.layers]) {
    const chunks: Buffer[] = []
    for await (const chunk of openBlob({client, repository: remote, digest, size}, never)) chunks.push(chunk as Buffer)
    bytes.push(Buffer.concat(chunks))
    expect(digestOf(bytes.at(-1)!)).toBe(digest)
  }
  return {tags: await pagesOf(listTags(client, remote, never)), bytes}
}

beforeAll(async () => {
  if (tools.skip) return
  authority = await PrivateAuthority.make()
  const builder = new LayoutBuilder()
  const image = builder.image([await layerTar({a: 'x'.repeat(3000)}), await layerTar({b: 'y'.repeat(200_000)})])
  layout = builder.list(image, 'one').writeFolder(join(authority.folder, 'layout'))
})

describe('a registry in plain HTTP on this machine', tools, () => {
  let registry: RealRegistry
  beforeAll(async () => {
    registry = await startRegistry()
    for (const name of ['shop/api:1.4', 'shop/api:1.5', 'tools:1']) {
      await push(registry.host, name, '--dest-tls-verify=false')
    }
  })

  it('gives what skopeo pushed, byte for byte', async () => {
    const {tags, bytes} = await readAll(registriesOf(), `${registry.host}/shop/api:1.4`)
    expect(tags.sort()).toEqual(['1.4', '1.5'])
    expect(bytes).toHaveLength(3)
  })

  it('lists its repositories', async () => {
    const client = registriesOf().clientOf(registry.host)
    expect(await pagesOf(listRepositories(client, never))).toEqual(['shop/api', 'tools'])
    expect([client.isPlain, client.authorizer.scheme]).toEqual([true, 'none'])
  })

  it('gives a part of a blob', async () => {
    const remote = parseRemoteName(`${registry.host}/shop/api:1.4`)
    const client = registriesOf().clientOf(registry.host)
    const {raw} = await fetchManifest(client, remote, '1.4', never)
    const manifest = parseManifestOrIndex(raw, 'it')
    if (manifest.kind !== 'manifest') throw new Error('an index')
    const blob = {client, repository: remote, ...manifest.layers[1]!}
    const whole: Buffer[] = []
    for await (const chunk of openBlob(blob, never)) whole.push(chunk as Buffer)
    expect(await readRange(blob, 10, 30, never)).toEqual(Buffer.concat(whole).subarray(10, 40))
  })

  it('says what is not there, and how to see what is', async () => {
    const registries = registriesOf()
    const client = registries.clientOf(registry.host)
    const name = parseRemoteName(`${registry.host}/shop/api:9`)
    const tag = await failing(fetchManifest(client, name, '9', never))
    expect([tag.kind, tag.message, tag.advice]).toEqual([
      'not-found',
      expect.stringContaining(`does not have ${registry.host}/shop/api:9`),
      expect.stringContaining('layerlens tags'),
    ])
    expect(await headManifest(client, name, '9', never)).toBeNull()
    const unknown = await failing(pagesOf(listTags(client, {host: registry.host, path: 'none'}, never)))
    expect([unknown.kind, unknown.advice]).toEqual(['not-found', expect.stringContaining('layerlens catalog')])
  })

  it('deletes a manifest and with it its tags', async () => {
    const registry = await startRegistry()
    await push(registry.host, 'gone:1', '--dest-tls-verify=false')
    const client = registriesOf().clientOf(registry.host)
    const name = {host: registry.host, path: 'gone'}
    const head = await headManifest(client, name, '1', never)
    await deleteManifest(client, name, head!.digest!, never)
    expect(await headManifest(client, name, '1', never)).toBeNull()
    expect((await failing(deleteManifest(client, name, head!.digest!, never))).kind).toBe('not-found')
  })

  it('that does not run is told so', async () => {
    const registry = await startRegistry()
    await registry.close()
    const failure = await failing(
      fetchManifest(registriesOf().clientOf(registry.host), parseRemoteName('a/b'), 'c', never),
    )
    expect([failure.kind, failure.message]).toEqual([
      'registry-unreachable',
      `Nobody answers at ${registry.host}: the connection was refused.`,
    ])
  })
})

describe('a registry with names and passwords', tools, () => {
  let registry: RealRegistry
  beforeAll(async () => {
    registry = await startRegistry({htpasswd: true})
    await push(
      registry.host,
      'mine:1',
      '--dest-tls-verify=false',
      '--dest-creds',
      `${LOGIN.username}:${LOGIN.password}`,
    )
  })

  it('is read with what docker login left', async () => {
    const registries = registriesOf({files: {'.docker/config.json': loginConfig(registry.host, LOGIN)}})
    expect((await readAll(registries, `${registry.host}/mine:1`)).tags).toEqual(['1'])
    expect(registries.clientOf(registry.host).authorizer.scheme).toBe('basic')
  })

  it('is read with what podman login left', async () => {
    const registries = registriesOf({files: {'.config/containers/auth.json': loginConfig(registry.host, LOGIN)}})
    expect((await readAll(registries, `${registry.host}/mine:1`)).tags).toEqual(['1'])
  })

  it('without a login says how to log in, with a wrong one that it is wrong, and never which', async () => {
    const name = parseRemoteName(`${registry.host}/mine:1`)
    const unknown = await failing(fetchManifest(registriesOf().clientOf(name.host), name, '1', never))
    expect([unknown.kind, unknown.advice]).toEqual([
      'registry-unauthorized',
      expect.stringContaining(`layerlens login ${registry.host}`),
    ])
    const wrong = {username: LOGIN.username, password: 'wr0ng-word'}
    const registries = registriesOf({files: {'.docker/config.json': loginConfig(registry.host, wrong)}})
    const refused = await failing(fetchManifest(registries.clientOf(name.host), name, '1', never))
    expect([refused.kind, refused.message]).toEqual([
      'registry-unauthorized',
      expect.stringContaining('does not accept'),
    ])
    expect(`${refused.message}${refused.advice}${refused.stack}`).not.toContain('wr0ng-word')
  })
})

describe('a registry behind TLS by a private authority', tools, () => {
  let registry: RealRegistry
  let strict: RealRegistry
  let client: {certificate: string; key: string}
  const certs = (host: string, name: string) => `.config/containers/certs.d/${host}/${name}`

  beforeAll(async () => {
    const tls = await authority.issue('registry', ['IP:127.0.0.1'])
    registry = await startRegistry({tls})
    await push(registry.host, 'secure:1', '--dest-cert-dir', authority.trust)
    client = await authority.issue('somebody', ['DNS:somebody'])
    strict = await startRegistry({tls: {...tls, clientAuthority: authority.certificate}})
  })

  it('is read where certs.d has the authority', async () => {
    const registries = registriesOf({files: {[certs(registry.host, 'ca.crt')]: authority.pem}})
    expect((await readAll(registries, `${registry.host}/secure:1`)).tags).toEqual(['1'])
    expect(registries.clientOf(registry.host).isPlain).toBe(false)
  })

  it('is not trusted without, and says where to put the authority', async () => {
    const failure = await failing(readAll(registriesOf(), `${registry.host}/secure:1`))
    expect([failure.kind, failure.advice]).toEqual([
      'registry-unreachable',
      expect.stringContaining(`/etc/docker/certs.d/${registry.host}/ca.crt`),
    ])
  })

  it('with a certificate for another name, or an old one, is told so', async () => {
    const other = await startRegistry({tls: await authority.issue('other', ['DNS:registry.example'])})
    const files = {[certs(other.host, 'ca.crt')]: authority.pem}
    expect((await failing(readAll(registriesOf({files}), `${other.host}/a:1`))).message).toContain('another name')
    const old = await startRegistry({tls: await authority.issue('old', ['IP:127.0.0.1'], -1)})
    const filesOfOld = {[certs(old.host, 'ca.crt')]: authority.pem}
    expect((await failing(readAll(registriesOf({files: filesOfOld}), `${old.host}/a:1`))).message).toContain(
      'not valid now',
    )
  })

  it('may want to know who connects: certs.d has the client’s certificate and key', async () => {
    const {readFileSync} = await import('node:fs')
    const ca = {[certs(strict.host, 'ca.crt')]: authority.pem}
    const mine = {
      [certs(strict.host, 'client.cert')]: readFileSync(client.certificate),
      [certs(strict.host, 'client.key')]: readFileSync(client.key),
    }
    const known = registriesOf({files: {...ca, ...mine}}).clientOf(strict.host)
    expect(await pagesOf(listRepositories(known, never))).toEqual([])
    const unknown = registriesOf({files: ca, clock: new QuickClock()}).clientOf(strict.host)
    const failure = await failing(pagesOf(listRepositories(unknown, never)))
    expect([failure.kind, failure.advice]).toEqual(['registry-unreachable', expect.stringContaining('client.cert')])
  })
})

describe('a registry with tokens', tools, () => {
  let registry: RealRegistry
  let tokens: TokenServer
  const allow = (user: string | null, path: string) =>
    user === LOGIN.username ? ['*', 'pull', 'push', 'delete'] : path.startsWith('public/') ? ['pull'] : []

  beforeAll(async () => {
    const signer = await authority.issue('signer', ['DNS:signer'])
    const given = {service: 'test-registry', issuer: 'test-issuer'}
    tokens = await startTokenServer({...given, signer, allow, login: LOGIN, refreshToken: 'ref-resh'})
    registry = await startRegistry({token: {...given, realm: tokens.realm, bundle: authority.certificate}})
    for (const name of ['public/app:1', 'private/app:1']) {
      await push(registry.host, name, '--dest-tls-verify=false', '--dest-creds', `${LOGIN.username}:${LOGIN.password}`)
    }
  })

  it('gives what everybody may have to somebody it does not know, with one token a repository', async () => {
    tokens.asked.length = 0
    const registries = registriesOf()
    await readAll(registries, `${registry.host}/public/app:1`)
    await readAll(registries, `${registry.host}/public/app:1`)
    expect(tokens.asked.map(({scopes, service, account}) => [scopes, service, account])).toEqual([
      [['repository:public/app:pull'], 'test-registry', null],
    ])
  })

  it('gives the rest to who logged in, by password or by identity token', async () => {
    const password = registriesOf({files: {'.docker/config.json': loginConfig(registry.host, LOGIN)}})
    expect((await readAll(password, `${registry.host}/private/app:1`)).tags).toEqual(['1'])
    const identity = JSON.stringify({auths: {[registry.host]: {identitytoken: 'ref-resh'}}})
    tokens.asked.length = 0
    const oauth = registriesOf({files: {'.docker/config.json': identity}})
    expect((await readAll(oauth, `${registry.host}/private/app:1`)).tags).toEqual(['1'])
    expect(tokens.asked[0]).toMatchObject({method: 'POST', authorization: null, refreshToken: 'ref-resh'})
    expect(await pagesOf(listRepositories(oauth.clientOf(registry.host), never))).toEqual(['private/app', 'public/app'])
  })

  it('denies what is not for us, and says whether to log in or to ask', async () => {
    const anonymous = await failing(readAll(registriesOf(), `${registry.host}/private/app:1`))
    expect([anonymous.kind, anonymous.advice]).toEqual(['registry-unauthorized', expect.stringContaining('Log in')])
    const wrong = loginConfig(registry.host, {...LOGIN, password: 'wr0ng-word'})
    const refused = await failing(
      readAll(registriesOf({files: {'.docker/config.json': wrong}}), `${registry.host}/private/app:1`),
    )
    expect([refused.kind, refused.message]).toEqual([
      'registry-unauthorized',
      expect.stringContaining('does not accept'),
    ])
    expect(`${refused.message}${refused.advice}${refused.stack}`).not.toContain('wr0ng-word')
  })

  it('is asked for a new token when the old one has ended, and when the registry finds that it has', async () => {
    const registries = registriesOf()
    tokens.asked.length = 0
    tokens.lifetime = 60
    // Ended already, by the registry's clock: a 401 in the middle of the work.
    tokens.backdated = 3600
    const first = failing(readAll(registries, `${registry.host}/public/app:1`))
    expect((await first).kind).toBe('registry-unauthorized')
    expect(tokens.asked.length).toBeLessThanOrEqual(3)
    tokens.backdated = 0
    await readAll(registries, `${registry.host}/public/app:1`)
  })
})
