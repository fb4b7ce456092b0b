import {describe, expect, it} from 'vitest'
import type {LensError} from '../../../src/image/oci/error.ts'
import {parseRemoteName} from '../../../src/image/oci/remote-name.ts'
import {examine} from '../../../src/operations/registry/doctor.ts'
import {engineTrustAdvice} from '../../../src/operations/registry/doctor-advice.ts'
import type {Finding} from '../../../src/operations/registry/finding.ts'
import {EngineRefusal} from '../../../src/sources/engine/refusal.ts'
import {registryFailure} from '../../../src/sources/engine/registry-failure.ts'
import type {Registries} from '../../../src/sources/registry/registries.ts'
import {requires} from '../../corpus/real/tools.ts'
import {context} from '../../sources/opening.ts'
import {loginConfig, QuickClock, registriesOf} from '../../sources/registry/clients.ts'
import {type Handler, startFaultServer} from '../../sources/registry/fault-server.ts'
import {LOGIN, startRegistry} from '../../sources/registry/real-registry.ts'
import {portOf, startProxy} from '../../sources/registry/test-proxy.ts'

async function findings(
  registries: Registries,
  host: string,
  name: string | null = null,
  kind: 'docker' | 'podman' | null = null,
): Promise<Finding[]> {
  const found: Finding[] = []
  const image = name === null ? null : parseRemoteName(`${host}/${name}`)
  for await (const finding of examine({host, image, registries, engine: async () => kind, context})) found.push(finding)
  return found
}

const verdicts = (found: readonly Finding[]) => found.map(({name, verdict}) => `${name} ${verdict}`)
const named = (found: readonly Finding[], name: Finding['name']) => found.find(finding => finding.name === name)

describe('the doctor at a registry with names and passwords', requires('docker-registry'), () => {
  it('looks at everything that it shows to a stranger, and says how to log in', async () => {
    const {host} = await startRegistry({htpasswd: true})
    const found = await findings(registriesOf(), host, 'mine:1')
    expect(verdicts(found)).toEqual([
      'name ok',
      'port ok',
      'encryption note',
      'api ok',
      'authentication ok',
      'clock ok',
      'credentials note',
      'pull fault',
      // The same keeps both away.
      'push fault',
    ])
    expect(named(found, 'api')?.message).toBe('answers /v2/ as registry/2.0')
    for (const name of ['credentials', 'pull', 'push'] as const) {
      expect(named(found, name)?.fix).toContain(`layerlens login ${host}`)
    }
  })

  it('tries what is kept: a wrong password is a fault, a right one is believed', async () => {
    const {host} = await startRegistry({htpasswd: true})
    const wrong = loginConfig(host, {...LOGIN, password: 'wr0ng-word'})
    const refused = await findings(registriesOf({files: {'.docker/config.json': wrong}}), host)
    expect(named(refused, 'credentials')).toMatchObject({verdict: 'fault', fix: [`layerlens login ${host}`]})
    expect(JSON.stringify(refused)).not.toContain('wr0ng-word')
    const right = {files: {'.docker/config.json': loginConfig(host, LOGIN)}}
    const found = await findings(registriesOf(right), host, 'mine:1')
    expect(named(found, 'credentials')?.message).toMatch(/^lens, from .*config\.json: the registry believes them$/)
    expect(verdicts(found).slice(-3)).toEqual(['pull note', 'rate limit ok', 'push ok'])
  })
})

/** A registry that answers its root as `handler` says, everything else with 404. */
async function rootServer(handler: Handler) {
  const server = await startFaultServer((_, response) => response.writeHead(404).end())
  server.server.prependListener('request', (request, response) => {
    if (request.url !== '/v2/') return
    handler(request, response, 1)
    // What else listens finds an answer that is given.
    response.writeHead = (() => response) as never
    response.end = (() => response) as never
  })
  return server
}

describe('the doctor where something else than a registry answers', () => {
  it.each([
    ['nothing below /v2/', 'HTTP 404', ((_, response) => void response.writeHead(404).end()) as Handler],
    [
      'a web page to everything',
      'a web page',
      ((_, response) => void response.writeHead(200, {'content-type': 'text/html'}).end('<html>')) as Handler,
    ],
  ])('%s: says so, and no more', async (_, words, handler) => {
    const server = await rootServer(handler)
    const found = await findings(registriesOf({clock: new QuickClock()}), server.host, 'a:1')
    expect(verdicts(found)).toEqual(['name ok', 'port ok', 'encryption note', 'api fault'])
    expect(found.at(-1)?.message).toContain(`answers /v2/ with ${words}`)
    expect(found.at(-1)?.fix[0]).toBe(`curl -i http://${server.host}/v2/`)
  })

  it('a way to log in that nobody here knows: says so', async () => {
    const server = await rootServer((_, response) => {
      response.writeHead(401, {'www-authenticate': 'Negotiate'}).end()
    })
    const found = await findings(registriesOf({clock: new QuickClock()}), server.host)
    expect(named(found, 'authentication')).toMatchObject({verdict: 'fault'})
  })
})

describe('the doctor’s advice for engines that are to speak plain HTTP', () => {
  it('is what they are told where a push fails for it', () => {
    const said = new EngineRefusal('engine-refused', 0, 'http: server gave HTTP response to HTTPS client')
    const transfer = {verb: 'push', name: 'lab:5000/a:1', host: 'lab:5000', choosesPlatform: false} as const
    const told = (['docker', 'podman'] as const).map(kind =>
      registryFailure(said, {kind, version: '', apiVersion: '1.41', host: 'unix:///x', origin: ''}, transfer),
    )
    const lines = told.flatMap(failure => (failure as LensError).advice?.split('\n') ?? [])
    expect(lines.filter(line => line.includes('lab:5000'))).toHaveLength(2)
    expect(engineTrustAdvice('lab:5000', null)).toEqual(lines)
    expect(told.map(failure => (failure as LensError).advice)).toEqual(
      (['docker', 'podman'] as const).map(kind => engineTrustAdvice('lab:5000', kind).join('\n')),
    )
  })

  it.each([
    ['docker', 'Docker here takes it', false],
    ['podman', 'Podman has to be told', true],
    [null, 'Docker here takes it, Podman has to be told', true],
  ] as const)('is for the engine that answers: %s', async (kind, end, told) => {
    const server = await rootServer((_, response) => void response.end('{}'))
    const found = named(await findings(registriesOf(), server.host, null, kind), 'encryption')
    expect(found?.message).toBe(`plain HTTP on this machine alone: ${end}`)
    expect(found?.fix.some(line => line.includes('insecure = true'))).toBe(told)
  })
})

describe('the doctor where a proxy stands before a registry', () => {
  it('knocks at the proxy, which looks up the name, and goes on through it', async () => {
    const server = await rootServer((_, response) => void response.end('{}'))
    const proxy = await startProxy()
    const environment = {HTTP_PROXY: proxy.url}
    const host = `registry.invalid:${portOf(server.host)}`
    const found = await findings(registriesOf({environment, plainHttp: true}), host)
    expect(verdicts(found).slice(0, 4)).toEqual(['name note', 'proxy ok', 'encryption note', 'api ok'])
    const {host: shown} = new URL(proxy.url)
    expect(named(found, 'proxy')?.message).toMatch(new RegExp(`^${shown}, which HTTP_PROXY names, answers in \\d+ ms$`))
  })

  it('says that nobody answers there, and ends', async () => {
    const environment = {HTTPS_PROXY: 'http://proxy.invalid:3128'}
    const found = await findings(registriesOf({environment}), 'registry.invalid:5000')
    expect(verdicts(found)).toEqual(['name note', 'proxy fault'])
    expect(found[1]).toMatchObject({
      message: expect.stringContaining('the proxy that HTTPS_PROXY names for registry.invalid:5000'),
      fix: expect.arrayContaining([
        '  export HTTPS_PROXY=http://HOST:PORT',
        '  export NO_PROXY="$NO_PROXY,registry.invalid"',
      ]),
    })
  })

  it.each([true, false])(
    'says that the proxy refuses, not that it is no registry (plain HTTP: %s)',
    async plainHttp => {
      const proxy = await startProxy({refuses: 403})
      const environment = {HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url}
      const found = await findings(registriesOf({environment, plainHttp}), 'registry.invalid:5000')
      expect(verdicts(found)).toEqual(['name note', 'proxy ok', 'proxy fault'])
      expect(found[2]?.message).toContain('does not let us through to registry.invalid:5000 (HTTP 403)')
    },
  )
})

describe('the doctor’s advice for hosted registries', () => {
  /** A stranger's registry under any name: it takes pulls, and pushes as `pushes` says. */
  async function hosted(name: string, pushes: number, headers: Record<string, string> = {}) {
    const server = await startFaultServer((request, response) => {
      const denied = '{"errors":[{"code":"DENIED","message":"requested access is denied"}]}'
      if (request.method === 'POST') response.writeHead(pushes, {location: '/v2/x'}).end(pushes === 403 ? denied : '')
      else if (request.method === 'DELETE') response.writeHead(204).end()
      else if (request.method === 'HEAD') response.writeHead(200, headers).end()
      else response.writeHead(404).end()
    })
    const proxy = await startProxy()
    const registries = registriesOf({
      environment: {HTTP_PROXY: proxy.url},
      plainHttp: true,
      clock: new QuickClock(),
    })
    return {registries, host: `${name}:${portOf(server.host)}`}
  }

  it('is ACR’s rule for names where it does not take a push, or a name that breaks it', async () => {
    const {registries, host} = await hosted('registry.cn-hangzhou.aliyuncs.com', 403)
    const denied = await findings(registries, host, 'me/tools:1')
    expect(named(denied, 'push')?.fix.join('\n')).toMatch(/layerlens login .*\n.*namespace "me" has to be there/)
    expect(named(denied, 'attestations')?.fix.join('\n')).toContain('--provenance=false')
    const misnamed = await findings(registries, host, 'tools:1')
    expect(named(misnamed, 'push')).toMatchObject({verdict: 'fault', message: expect.stringContaining('not tools')})
  })

  it('knows a repository by its tags where none is named, and none is latest', async () => {
    const server = await startFaultServer((request, response) => {
      if (request.method === 'POST') response.writeHead(202, {location: '/v2/x'}).end()
      else if (request.url?.includes('/a/b/tags/list')) response.writeHead(200).end('{"name":"a/b","tags":["1.6"]}')
      else response.writeHead(request.url === '/v2/' ? 200 : 404).end()
    })
    const registries = registriesOf({plainHttp: true, clock: new QuickClock()})
    const pull = async (name: string) => named(await findings(registries, server.host, name), 'pull')
    expect(await pull('a/b')).toMatchObject({verdict: 'ok', message: expect.stringContaining('none is latest')})
    for (const name of ['a/b:2', 'a/c'])
      expect(await pull(name)).toMatchObject({verdict: 'note', message: expect.stringContaining('a push may make it')})
  })

  it('is what is left of the pulls that it gives', async () => {
    const left = {'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '97;w=21600'}
    const some = await hosted('hub.example', 202, left)
    expect(named(await findings(some.registries, some.host, 'a/b:1'), 'rate limit')).toMatchObject({
      verdict: 'ok',
      message: '97 of 100 in 6 h pulls are left',
    })
    const none = await hosted('hub.example', 202, {...left, 'ratelimit-remaining': '0;w=21600'})
    expect(named(await findings(none.registries, none.host, 'a/b:1'), 'rate limit')?.verdict).toBe('fault')
  })

  it('is a fault where the registry stumbles over a push', async () => {
    const {registries, host} = await hosted('hub.example', 503)
    expect(named(await findings(registries, host, 'a/b:1'), 'push')).toMatchObject({
      verdict: 'fault',
      message: expect.stringContaining('HTTP 503'),
    })
  })
})
