import {describe, expect, it} from 'vitest'
import {followTransfer, type Transferring} from '../../../src/operations/engine/transfer-image.ts'
import {Secret} from '../../../src/sources/docker-config/secret.ts'
import type {EngineInfo} from '../../../src/sources/engine/engine.ts'
import {parseImageName} from '../../../src/sources/engine/image-name.ts'
import {ndjson} from '../../../src/sources/engine/ndjson.ts'
import {EngineRefusal, refusal} from '../../../src/sources/engine/refusal.ts'
import {registryFailure} from '../../../src/sources/engine/registry-failure.ts'
import {authFor, eventOf, type TransferEvent} from '../../../src/sources/engine/transfer.ts'

async function* pieces(text: string, length: number): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

async function objects(text: string, length: number): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const object of ndjson(pieces(text, length))) found.push(object)
  return found
}

describe('the lines of an engine', () => {
  it.each([1, 2, 3, 7, 1000])('are read whole from chunks of %d bytes', async length => {
    const text = '{"status":"grüße 日本語 🎉"}\r\n\n{"id":"a"}\n{"last":true}'
    expect(await objects(text, length)).toEqual([{status: 'grüße 日本語 🎉'}, {id: 'a'}, {last: true}])
  })

  it('that are none are refused, also where they never end', async () => {
    await expect(objects('<html>', 10)).rejects.toMatchObject({kind: 'engine-refused'})
    await expect(objects('x'.repeat(3 << 20), 1 << 16)).rejects.toMatchObject({kind: 'engine-refused'})
  })
})

const DIGEST = `sha256:${'ab'.repeat(32)}`

describe('what an engine tells of a transfer', () => {
  it.each([
    [{status: 'Preparing', id: 'a'}, 'waiting'],
    [{status: 'Pulling fs layer', id: 'a'}, 'waiting'],
    [{status: 'Pushing', id: 'a', progressDetail: {current: 1, total: 2}}, 'moving'],
    [{status: 'Downloading', id: 'a', progressDetail: {current: 1, total: 2}}, 'moving'],
    [{status: 'Extracting', id: 'a', progressDetail: {current: 1, total: 2}}, 'unpacking'],
    [{status: 'Layer already exists', id: 'a'}, 'exists'],
    [{status: 'Already exists', id: 'a'}, 'exists'],
    [{status: 'Mounted from steps', id: 'a'}, 'mounted'],
    [{status: 'Pull complete', id: 'a'}, 'done'],
    [{status: 'Retrying in 5 seconds', id: 'a'}, 'retrying'],
  ])('%j is %s', (line, phase) => {
    expect(eventOf(line)).toMatchObject({kind: 'layer', id: 'a', phase})
  })

  it('names the digest in three ways', () => {
    const event = {kind: 'digest', digest: DIGEST}
    expect(eventOf({progressDetail: {}, aux: {Tag: '1', Digest: DIGEST, Size: 3}})).toEqual(event)
    expect(eventOf({status: `1: digest: ${DIGEST} size: 1567`})).toEqual(event)
    expect(eventOf({status: `Digest: ${DIGEST}`})).toEqual(event)
  })

  it.each([
    {errorDetail: {message: 'denied: no'}, error: 'denied: no'},
    {error: 'denied: no'},
    {errorDetail: {code: 1, message: 'denied: no'}},
  ])('is an error where %j comes, though it began well', line => {
    expect(() => eventOf(line)).toThrow('The engine says: denied: no.')
  })

  it('is passed over where it means nothing', () => {
    expect(eventOf({})).toBeNull()
    expect(eventOf({aux: {Digest: 3}, progressDetail: 'x'})).toBeNull()
    expect(eventOf({stream: 'Loaded image: x:1\n'})).toEqual({kind: 'said', text: 'Loaded image: x:1'})
  })

  it('is summed up layer by layer', async () => {
    const layer = (id: string, phase: 'waiting' | 'moving' | 'done', done: number | null, total: number | null) =>
      ({kind: 'layer', id, phase, done, total}) as const
    async function* events(): AsyncIterable<TransferEvent> {
      yield layer('a', 'waiting', null, null)
      yield layer('a', 'moving', 50, 100)
      // A push counts the tar's own headers too.
      yield layer('a', 'moving', 120, 100)
      yield layer('b', 'moving', 10, null)
      yield layer('a', 'done', null, null)
    }
    const states: Transferring[] = []
    const last = await followTransfer(events(), state => void states.push(state))
    expect(states.map(({layers}) => layers[0]!.done)).toEqual([0, 50, 100, 100, 100])
    expect(last.layers).toEqual([
      {id: 'a', phase: 'done', done: 100, total: 100},
      {id: 'b', phase: 'moving', done: 10, total: null},
    ])
  })
})

describe('what a registry refuses', () => {
  const info: EngineInfo = {kind: 'docker', version: '', apiVersion: '1.41', host: 'unix:///x', origin: ''}
  const transfer = {verb: 'push', name: 'lab:5000/a:1', host: 'lab:5000', choosesPlatform: true} as const
  const judged = (said: string, kind: 'docker' | 'podman' = 'docker') =>
    registryFailure(refusal(0, JSON.stringify({message: said})), {...info, kind}, transfer)

  it.each([
    [
      'http: server gave HTTP response to HTTPS client',
      'registry-unreachable',
      '{"insecure-registries": ["lab:5000"]}',
    ],
    ['x509: certificate signed by unknown authority', 'registry-unreachable', '/etc/docker/certs.d/lab:5000/ca.crt'],
    ['no basic auth credentials', 'registry-unauthorized', 'layerlens login lab:5000'],
    ['unauthorized: authentication required', 'registry-unauthorized', 'layerlens login lab:5000'],
    ['denied: requested access to the resource is denied', 'registry-denied', 'log in as another'],
    ['manifest unknown', 'not-found', 'layerlens tags lab:5000/a'],
    ['name unknown', 'not-found', 'layerlens catalog lab:5000'],
    ['unknown manifest class for application/vnd.in-toto+json', 'registry-attestation', '--platform linux/amd64'],
    ['dial tcp: lookup lab: no such host', 'registry-unreachable', 'spelling'],
    ['dial tcp: lookup lab on 10.0.0.2:53: server misbehaving', 'registry-unreachable', 'a DNS server that answers'],
    ['dial tcp: lookup lab: Temporary failure in name resolution', 'registry-unreachable', 'a DNS server that answers'],
    [
      'dial tcp: lookup lab on 10.0.0.2:53: read udp 10.0.0.1:5->10.0.0.2:53: i/o timeout',
      'registry-unreachable',
      'a DNS server that answers',
    ],
    ['dial tcp 1.2.3.4:5000: connect: connection refused', 'registry-unreachable', 'port'],
    ['An image does not exist locally with the tag: lab:5000/a', 'not-found', 'layerlens tag IMAGE'],
    ['tag does not exist: lab:5000/a:1', 'not-found', 'layerlens tag IMAGE'],
  ])('%s: %s', (said, kind, advice) => {
    expect(judged(said)).toMatchObject({kind, advice: expect.stringContaining(advice)})
  })

  it('is not what the engine itself lacks, of which it pushes other tags', () => {
    expect(judged('tag does not exist: lab:5000/a:1')).toMatchObject({
      message: 'docker (unix:///x) has no image lab:5000/a:1.',
    })
  })

  it('takes Docker Hub for a host that is there', () => {
    const said = refusal(0, JSON.stringify({message: 'dial tcp: lookup registry-1.docker.io: no such host'}))
    const hub = {...transfer, verb: 'pull', name: 'nothere:1', host: 'docker.io'} as const
    expect(registryFailure(said, info, hub)).toMatchObject({
      message: "The engine can't look up the name docker.io just now.",
    })
  })

  it('says what pushes one platform where the engine itself can not', () => {
    const said = refusal(
      0,
      JSON.stringify({message: 'denied: unknown manifest class for application/vnd.in-toto+json'}),
    )
    expect(registryFailure(said, info, {...transfer, choosesPlatform: false})).toMatchObject({
      kind: 'registry-attestation',
      advice: expect.stringContaining('layerlens copy docker-daemon:lab:5000/a:1 docker://lab:5000/a:1'),
    })
  })

  it('is judged by what is said of an image, not by its name', () => {
    const named = {...transfer, verb: 'pull', name: 'shop/certificate-denied:forbidden', host: 'docker.io'} as const
    const of = (said: string) => registryFailure(refusal(404, JSON.stringify({message: said})), info, named)
    expect(of('manifest for shop/certificate-denied:forbidden not found: manifest unknown')).toMatchObject({
      kind: 'not-found',
    })
    expect(of('failed to copy: docker.io/shop/certificate-denied:forbidden: not found')).toMatchObject({
      kind: 'not-found',
    })
    expect(of('repository shop/certificate-denied not found')).toMatchObject({kind: 'not-found'})
    expect(of('x509: certificate signed by unknown authority')).toMatchObject({kind: 'registry-unreachable'})
  })

  it('tells whom a name without a host means', () => {
    const of = (name: string, host: string) =>
      registryFailure(refusal(404, '{"message":"manifest unknown"}'), info, {...transfer, verb: 'pull', name, host})
    expect(of('shop/api:1', 'docker.io')).toMatchObject({advice: expect.stringContaining('HOST/shop/api:1')})
    expect(of('docker.io/shop/api:1', 'docker.io')).toMatchObject({advice: expect.not.stringContaining('HOST/')})
  })

  it("names Podman's own files to Podman", () => {
    const plain = judged('http: server gave HTTP response to HTTPS client', 'podman')
    expect(plain).toMatchObject({advice: expect.stringContaining('location = "lab:5000"\n  insecure = true')})
    expect(plain).toMatchObject({advice: expect.stringMatching(/registries\.conf\.d.*systemctl --user restart podman/)})
  })

  it('is passed on where it is something else', () => {
    expect(judged('the moon is full')).toBeInstanceOf(EngineRefusal)
    const own = new Error('own')
    expect(registryFailure(own, info, transfer)).toBe(own)
  })

  it('for want of room says how to make some', () => {
    expect(refusal(500, '{"message":"write: no space left on device"}').advice).toContain('Make room')
  })
})

describe('a name for an image', () => {
  it.each([
    ['shop/api:1.4', 'shop/api', '1.4', 'docker.io'],
    ['busybox', 'busybox', 'latest', 'docker.io'],
    ['lab:5000/shop/api', 'lab:5000/shop/api', 'latest', 'lab:5000'],
    ['localhost/x:1', 'localhost/x', '1', 'localhost'],
    ['[::1]:5000/x:1', '[::1]:5000/x', '1', '[::1]:5000'],
  ])('%s is %s, %s, at %s', (text, repository, tag, host) => {
    expect(parseImageName(text)).toEqual({repository, tag, host})
  })

  it.each(['', 'Shop/api', 'a//b', 'a:b:c', 'a b', '-a', 'a/../b', 'x:', `x:${'y'.repeat(200)}`])(
    '“%s” is none',
    text => {
      expect(() => parseImageName(text)).toThrow('is no name')
    },
  )
})

describe('the login that is sent to the engine', () => {
  const secret = new Secret('se:cret')

  it('is what is kept, whatever its kind, under the name that docker keeps it by', () => {
    expect(authFor({kind: 'password', username: 'me', password: secret}, 'lab:5000')).toEqual({
      username: 'me',
      password: 'se:cret',
      serveraddress: 'lab:5000',
    })
    const hub = 'https://index.docker.io/v1/'
    expect(authFor({kind: 'identity-token', token: secret}, 'docker.io')).toEqual({
      identitytoken: 'se:cret',
      serveraddress: hub,
    })
    expect(authFor({kind: 'registry-token', token: secret}, 'docker.io')).toEqual({
      registrytoken: 'se:cret',
      serveraddress: hub,
    })
  })
})
