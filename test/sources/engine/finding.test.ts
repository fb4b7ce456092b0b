import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {contextFolder} from '../../../src/sources/docker-config/contexts.ts'
import {formatEndpoint, parseHost} from '../../../src/sources/engine/endpoint.ts'
import {isAhead, negotiate, parseOldestApi, parsePing} from '../../../src/sources/engine/engine.ts'
import {Engines} from '../../../src/sources/engine/engines.ts'
import {type EngineSettings, enginePlaces} from '../../../src/sources/engine/places.ts'
import {sshArguments} from '../../../src/sources/engine/ssh-agent.ts'

const home = mkdtempSync(join(tmpdir(), 'layerlens-home-'))
afterAll(() => rmSync(home, {recursive: true, force: true}))
const settings: EngineSettings = {host: null, env: {}, home, uid: 1000}
const {signal} = new AbortController()

/** Origins and hosts of the places that are tried. */
const tried = (change: Partial<EngineSettings>, kind: 'docker' | 'podman' | null = null) =>
  enginePlaces({...settings, ...change}, kind).map(({endpoint, origin}) => `${origin}: ${formatEndpoint(endpoint)}`)

describe('a host', () => {
  it.each([
    ['unix:///var/run/docker.sock', 'unix:///var/run/docker.sock'],
    ['tcp://lab', 'tcp://lab:2375'],
    ['lab:2222', 'tcp://lab:2222'],
    ['tcp://[::1]:2375', 'tcp://[::1]:2375'],
    ['https://lab', 'tcp://lab:2376'],
    ['ssh://me@lab:22', 'ssh://me@lab:22'],
    ['ssh://lab', 'ssh://lab'],
  ])('%s is %s', (text, shown) => {
    expect(formatEndpoint(parseHost(text, null))).toBe(shown)
  })

  it('has the TLS port where TLS is wanted', () => {
    const tls = {ca: null, cert: null, key: null, skipVerify: false}
    expect(parseHost('tcp://lab', tls)).toEqual({kind: 'tcp', host: 'lab', port: 2376, tls})
  })

  it.each([
    'foo://lab',
    'unix://',
    'tcp://',
    'ssh://-oProxyCommand=x',
    'ssh://-l@lab',
    'tcp://lab:port',
    'ssh://%E0%@lab',
    'ssh://%2Dl@lab',
  ])('%s is refused', text => {
    expect(() => parseHost(text, null)).toThrow('is no address of an engine')
  })

  it('never shows a password', () => {
    expect(() => parseHost('foo://me:secret@lab', null)).toThrow('foo://me:…@lab is no')
  })

  it('is given to ssh as one word that is no option', () => {
    const endpoint = parseHost('ssh://me@lab:2222', null)
    if (endpoint.kind !== 'ssh') throw new Error('no ssh')
    expect(sshArguments(endpoint).slice(0, 4)).toEqual(['-l', 'me', '-p', '2222'])
    expect(sshArguments(endpoint).slice(-5)).toEqual(['--', 'lab', 'docker', 'system', 'dial-stdio'])
  })
})

describe('an engine is looked for', () => {
  mkdirSync(join(home, '.docker/contexts/meta', contextFolder('lab')), {recursive: true})
  writeFileSync(
    join(home, '.docker/contexts/meta', contextFolder('lab'), 'meta.json'),
    JSON.stringify({Name: 'lab', Endpoints: {docker: {Host: 'ssh://me@lab'}}}),
  )

  it('where --host says, before all else', () => {
    const change = {host: 'tcp://there:1', env: {DOCKER_HOST: 'unix:///x'}}
    expect(tried(change)).toEqual(['--host: tcp://there:1'])
    expect(tried(change, 'podman')).toEqual(['--host: tcp://there:1'])
  })

  it('in vain tells of each place why, in a sentence and in two words', async () => {
    const dead = join(home, 'dead.sock')
    const server = createServer((_, response) => response.end('not an engine'))
    await new Promise<void>(resolve => server.listen(dead, resolve))
    const finding = new Engines({...settings, env: {DOCKER_HOST: `unix://${dead}`, XDG_RUNTIME_DIR: home}})
    const place = {origin: 'DOCKER_HOST', host: `unix://${dead}`, why: 'what answers there is no engine'}
    await expect(finding.find(null, signal)).rejects.toMatchObject({kind: 'engine-not-reached', tried: [place]})
    await new Promise(resolve => server.close(resolve))
    // As it is after a reboot.
    await expect(finding.find('podman', signal)).rejects.toMatchObject({
      tried: [{brief: 'not there', absent: true}, {absent: true}, {origin: 'DOCKER_HOST', brief: 'not there'}],
    })
  })

  it('on for the others where who asked first stops waiting', async () => {
    let asked = 0
    const server = createServer((_, response) => {
      // The first question is never answered.
      if (++asked > 1) response.writeHead(200, {'Api-Version': '1.47', Server: 'Docker/27.3.1 (linux)'}).end('OK')
    })
    const socket = join(home, 'slow.sock')
    await new Promise<void>(resolve => server.listen(socket, resolve))
    try {
      const engines = new Engines({...settings, host: `unix://${socket}`})
      const first = new AbortController()
      const stopped = engines.find(null, first.signal)
      const other = engines.find(null, signal)
      await expect.poll(() => asked).toBe(1)
      first.abort()
      await expect(stopped).rejects.toMatchObject({kind: 'cancelled'})
      expect((await other).info.apiVersion).toBe('1.47')
    } finally {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  })

  it('where DOCKER_HOST says, then where DOCKER_CONTEXT does, as the docker command does', () => {
    expect(tried({env: {DOCKER_HOST: 'unix:///x'}})).toEqual(['DOCKER_HOST: unix:///x'])
    expect(tried({env: {DOCKER_HOST: 'unix:///x', DOCKER_CONTEXT: 'lab'}})).toEqual(['DOCKER_HOST: unix:///x'])
    expect(tried({env: {DOCKER_CONTEXT: 'lab'}})).toEqual(['the docker context lab: ssh://me@lab'])
  })

  it('with the TLS material that the environment names', () => {
    const folder = join(home, 'certs')
    mkdirSync(folder)
    writeFileSync(join(folder, 'ca.pem'), 'CA')
    const env = {DOCKER_HOST: 'tcp://lab', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder}
    expect(enginePlaces({...settings, env}, null)[0]!.endpoint).toEqual({
      kind: 'tcp',
      host: 'lab',
      port: 2376,
      tls: {ca: 'CA', cert: null, key: null, skipVerify: false},
    })
  })

  it('in the current context of the config', () => {
    writeFileSync(join(home, '.docker/config.json'), '{"currentContext":"lab"}')
    expect(tried({})).toEqual(['the docker context lab: ssh://me@lab'])
    expect(tried({env: {DOCKER_CONTEXT: 'default'}})[0]).toBe('the default socket: unix:///var/run/docker.sock')
    rmSync(join(home, '.docker/config.json'))
  })

  it("at Docker's sockets, then at Podman's", () => {
    expect(tried({env: {XDG_RUNTIME_DIR: '/run/user/7'}})).toEqual([
      'the default socket: unix:///var/run/docker.sock',
      "rootless Docker's socket: unix:///run/user/7/docker.sock",
      `Docker Desktop's socket: unix://${home}/.docker/run/docker.sock`,
      "rootless Podman's socket: unix:///run/user/7/podman/podman.sock",
      "Podman's socket: unix:///run/podman/podman.sock",
    ])
  })

  it("at Podman's first where Podman is asked for", () => {
    expect(tried({}, 'podman')[0]).toBe("rootless Podman's socket: unix:///run/user/1000/podman/podman.sock")
    expect(tried({uid: 0}, 'podman')[0]).toBe("Podman's socket: unix:///run/podman/podman.sock")
    expect(tried({env: {CONTAINER_HOST: 'unix:///p'}}, 'podman')).toEqual(['CONTAINER_HOST: unix:///p'])
    expect(tried({}, 'docker').some(place => place.includes('odman'))).toBe(false)
  })
})

describe('an engine that does not answer', () => {
  const failureOf = (host: string) => new Engines({...settings, host}).find(null, signal)

  it.each([
    [`unix://${home}/none.sock`, 'no such socket'],
    [`unix://${home}/.docker/contexts`, 'nobody listens'],
    ['tcp://127.0.0.1:9', 'nobody listens on port 9'],
    // On a machine without a network nobody says that there is none.
    ['tcp://no-such-host.invalid', /there is no host no-such-host\.invalid|no-such-host\.invalid can't be looked up/],
  ])('at %s: %s', async (host, why) => {
    await expect(failureOf(host)).rejects.toMatchObject({
      kind: 'engine-not-reached',
      message: expect.stringMatching(why),
    })
  })

  it('names every place that was tried', async () => {
    const env = {XDG_RUNTIME_DIR: join(home, 'run'), DOCKER_HOST: ''}
    const failure = new Engines({...settings, env}).find('podman', signal)
    await expect(failure).rejects.toMatchObject({message: expect.stringContaining(`${home}/run/podman/podman.sock`)})
  })
})

describe('the version of the API', () => {
  it.each([
    ['1.41', '1.12', '1.41'],
    ['1.51', '1.24', '1.51'],
    ['1.60', '1.44', '1.52'],
    ['1.70', '1.55', '1.55'],
    ['1.40', '1.12', null],
    ['1.9', '1.0', null],
  ])('spoken with an engine of %s down to %s is %s', (api, oldestApi, spoken) => {
    expect(negotiate({kind: 'docker', version: '', api, oldestApi})).toBe(spoken)
  })

  it('is told by the headers of a ping', () => {
    expect(parsePing({'api-version': '1.41', server: 'Docker/20.10.24 (linux)'})).toEqual({
      kind: 'docker',
      version: '20.10.24',
      api: '1.41',
      oldestApi: '1.12',
    })
    expect(parsePing({'api-version': '1.41', 'libpod-api-version': '4.3.1'})).toMatchObject({kind: 'podman'})
    expect(() => parsePing({'api-version': 'latest'})).toThrow('is no version')
    expect(isAhead({kind: 'docker', version: '', api: '1.60', oldestApi: ''})).toBe(true)
    expect(parseOldestApi({MinAPIVersion: '1.44'})).toBe('1.44')
  })
})
