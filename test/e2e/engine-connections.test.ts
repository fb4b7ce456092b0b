import {chmodSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {createConnection, createServer, type Server, type Socket} from 'node:net'
import {delimiter, join} from 'node:path'
import {createServer as createTlsServer} from 'node:tls'
import {afterEach, describe, expect, it} from 'vitest'
import {contextFolder} from '../../src/sources/docker-config/contexts.ts'
import {Engines} from '../../src/sources/engine/engines.ts'
import {listImages} from '../../src/sources/engine/image-list.ts'
import type {EngineSettings} from '../../src/sources/engine/places.ts'
import {layerlens} from '../cli/program.ts'
import {command} from '../corpus/real/command.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {findCommand, requires} from '../corpus/real/tools.ts'
import {dockerEngine} from '../engine/engines.ts'
import {context, temporaryFolder} from '../engine/loading.ts'

const {signal} = context
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** Lets a server on loopback pass its connections on to a socket; gives its port. */
async function listening(server: Server, socket: string, event: 'connection' | 'secureConnection'): Promise<number> {
  const open = new Set<Socket>()
  server.on(event, (client: Socket) => {
    const upstream = createConnection(socket)
    for (const [from, to] of [[client, upstream] as const, [upstream, client] as const]) {
      open.add(from)
      from.pipe(to)
      from.on('error', () => {})
      from.on('close', () => to.destroy())
    }
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    for (const each of open) each.destroy()
    await new Promise(resolve => server.close(resolve))
  })
  return (server.address() as {port: number}).port
}

/** A folder with ca.pem, cert.pem and key.pem, good for both sides. */
async function certificates(): Promise<string> {
  const folder = temporaryFolder()
  const to = (name: string) => join(folder, name)
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', to('key.pem')]
  await command('openssl', ['req', '-x509', ...key, '-out', to('cert.pem'), '-days', '2', ...subject])
  writeFileSync(to('ca.pem'), readFileSync(to('cert.pem')))
  return folder
}

describe('an engine is reached', requires('dockerd'), () => {
  const engine = dockerEngine(
    async ({run}) =>
      void (await run('load', '--quiet', '--input', (await corpusImage('docker save of several, the commit')).path)),
  )
  const settings: EngineSettings = {host: null, env: {}, home: '/nonexistent', uid: null}
  const imagesOf = async (change: Partial<EngineSettings>) => {
    const found = await new Engines({...settings, ...change}).find(null, signal)
    return (await listImages(found, signal)).length
  }
  const failureOf = (change: Partial<EngineSettings>) => new Engines({...settings, ...change}).find(null, signal)

  it('over tcp', async () => {
    const port = await listening(createServer(), engine().socket, 'connection')
    expect(await imagesOf({env: {DOCKER_HOST: `tcp://127.0.0.1:${port}`}})).toBe(3)
    // What dockerode thinks of the environment doesn't matter.
    expect((await layerlens(['images', '-H', engine().host], {env: {DOCKER_HOST: 'tcp://127.0.0.1:9'}})).code).toBe(0)
  })

  it('over tcp with TLS, and says why not where it is not trusted', async () => {
    const folder = await certificates()
    const [cert, key] = ['cert.pem', 'key.pem'].map(name => readFileSync(join(folder, name)))
    const server = createTlsServer({cert: cert!, key: key!, ca: cert!, requestCert: true, rejectUnauthorized: true})
    const port = await listening(server, engine().socket, 'secureConnection')
    const host = `tcp://127.0.0.1:${port}`
    const env = {DOCKER_HOST: host, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder}
    expect(await imagesOf({env})).toBe(3)
    await expect(failureOf({env: {...env, DOCKER_CERT_PATH: '/nowhere'}})).rejects.toMatchObject({
      kind: 'engine-not-reached',
      message: expect.stringContaining('certificate is not trusted'),
    })
    await expect(failureOf({env: {DOCKER_HOST: host}})).rejects.toMatchObject({kind: 'engine-not-reached'})
  })

  it('by ssh, with the streams of docker system dial-stdio over there', async () => {
    // In place of ssh: what it would run on the other side, without the way there.
    const bin = temporaryFolder()
    const seen = join(bin, 'seen')
    writeFileSync(
      join(bin, 'ssh'),
      `#!/bin/sh\necho "$@" >> ${seen}\nexec ${findCommand('docker')} -H ${engine().host} system dial-stdio\n`,
    )
    chmodSync(join(bin, 'ssh'), 0o755)
    const {code, stdout} = await layerlens(['images', '-H', 'ssh://me@far:2222'], {
      env: {PATH: `${bin}${delimiter}${process.env.PATH}`},
    })
    expect([code, stdout]).toEqual([0, expect.stringContaining('corpus/steps:1')])
    expect(readFileSync(seen, 'utf8').split('\n')[0]).toMatch(/^-l me -p 2222 .* -- far docker system dial-stdio$/)
  })

  it('in the current context of the docker config', async () => {
    const home = temporaryFolder()
    const meta = join(home, '.docker/contexts/meta', contextFolder('lab'))
    mkdirSync(meta, {recursive: true})
    writeFileSync(join(meta, 'meta.json'), JSON.stringify({Name: 'lab', Endpoints: {docker: {Host: engine().host}}}))
    writeFileSync(join(home, '.docker/config.json'), '{"currentContext":"lab"}')
    expect(await imagesOf({home})).toBe(3)
    await expect(failureOf({home, env: {DOCKER_CONTEXT: 'gone'}})).rejects.toMatchObject({
      kind: 'config-malformed',
      message: expect.stringContaining('no docker context gone'),
    })
  })
})
