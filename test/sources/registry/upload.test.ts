import {randomBytes} from 'node:crypto'
import {readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {beforeAll, describe, expect, it} from 'vitest'
import {digestOf} from '../../../src/image/oci/content-digest.ts'
import {parseDigest} from '../../../src/image/oci/digest.ts'
import {openBlob} from '../../../src/sources/registry/blobs.ts'
import {hasBlob, pushBlob, tryPush} from '../../../src/sources/registry/upload.ts'
import type {BlobUpload} from '../../../src/sources/registry/upload-body.ts'
import {requires} from '../../corpus/real/tools.ts'
import {failing, never, QuickClock, registriesOf} from './clients.ts'
import {type FaultServer, type Handler, startFaultServer} from './fault-server.ts'
import {type RealRegistry, startRegistry} from './real-registry.ts'

const MIB = 1024 * 1024

function uploadTo(host: string, bytes: Buffer, more: Partial<BlobUpload> = {}): BlobUpload & {progressed: number[]} {
  const progressed: number[] = []
  return {
    client: registriesOf({clock: new QuickClock()}).clientOf(host),
    repository: {host, path: 'a'},
    digest: digestOf(bytes),
    size: bytes.length,
    open: async () => Readable.from(inChunks(bytes), {objectMode: false}),
    mountFrom: null,
    signal: never,
    progress: done => void progressed.push(done),
    progressed,
    ...more,
  }
}

function* inChunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += MIB) yield bytes.subarray(at, at + MIB)
}

async function read(upload: BlobUpload): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of openBlob(upload, never)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

describe('a blob pushed to a registry', requires('docker-registry'), () => {
  let registry: RealRegistry
  beforeAll(async () => {
    registry = await startRegistry()
  })

  it.each([
    ['nothing', 0],
    ['a piece', 1000],
    ['exactly one piece', 8 * MIB],
    ['several pieces', 20 * MIB + 7],
  ])('of %s arrives whole, and is not sent again', async (_, size) => {
    const bytes = randomBytes(size)
    const upload = uploadTo(registry.host, bytes)
    expect(await pushBlob(upload)).toBe('sent')
    expect((await read(upload)).equals(bytes)).toBe(true)
    expect(upload.progressed.at(-1)).toBe(size)
    const open = () => Promise.reject(new Error('it was opened'))
    expect(await pushBlob({...upload, open})).toBe('there')
  })

  it('is mounted from another repository of the registry, or sent where that has none', async () => {
    const bytes = randomBytes(5000)
    await pushBlob(uploadTo(registry.host, bytes))
    const elsewhere = {repository: {host: registry.host, path: 'b'}, mountFrom: 'a'}
    const open = () => Promise.reject(new Error('it was opened'))
    expect(await pushBlob(uploadTo(registry.host, bytes, {...elsewhere, open}))).toBe('mounted')
    expect(await pushBlob(uploadTo(registry.host, randomBytes(100), elsewhere))).toBe('sent')
  })

  it.each([
    ['others', (bytes: Buffer) => Buffer.from(bytes).fill(1, 0, 1).fill(2, 1, 2), 'bytes with the digest'],
    ['more', (bytes: Buffer) => Buffer.concat([bytes, bytes]), 'more than its'],
    ['fewer', (bytes: Buffer) => bytes.subarray(0, -1), 'only'],
  ])('whose source gives %s cannot be read there', async (_, change, words) => {
    const bytes = randomBytes(9 * MIB)
    const wrong = uploadTo(registry.host, bytes, {open: async () => Readable.from(inChunks(change(bytes)))})
    const failure = await failing(pushBlob(wrong))
    expect([failure.kind, failure.message]).toEqual(['digest-mismatch', expect.stringContaining(words)])
    expect(await hasBlob(wrong, never)).toBe(false)
    // Nor is anything left of the upload.
    expect(uploadsIn(registry.folder, 'a')).toEqual([])
  })

  it('that is cancelled leaves nothing behind', async () => {
    const stop = new AbortController()
    const bytes = randomBytes(30 * MIB)
    const upload = uploadTo(registry.host, bytes, {signal: stop.signal, progress: () => stop.abort()})
    expect((await failing(pushBlob(upload))).kind).toBe('cancelled')
    expect(uploadsIn(registry.folder, 'a')).toEqual([])
  })

  it('may be tried without leaving anything', async () => {
    const client = registriesOf().clientOf(registry.host)
    await tryPush({client, repository: {host: registry.host, path: 'a'}}, never)
    expect(uploadsIn(registry.folder, 'a')).toEqual([])
  })

  /** Uploads with bytes in them; the registry itself leaves the folder of a dropped one, empty. */
  function uploadsIn(folder: string, repository: string): string[] {
    const uploads = join(folder, 'data/docker/registry/v2/repositories', repository, '_uploads')
    return readdirSync(uploads).filter(name => {
      const data = statSync(join(uploads, name, 'data'), {throwIfNoEntry: false})
      return data !== undefined && data.size > 0
    })
  }
})

/** A registry that takes uploads as the specification has it, and does what `fault` says in between; true: it answered. */
async function uploadServer(fault: (n: number, received: Buffer[], ...rest: Parameters<Handler>) => boolean) {
  const received: Buffer[] = []
  let patches = 0
  let sessions = 0
  const held = () => Buffer.concat(received).length
  const server: FaultServer = await startFaultServer((request, response, count) => {
    const location = `/v2/a/blobs/uploads/${sessions}`
    const range = `0-${Math.max(0, held() - 1)}`
    if (request.method === 'HEAD') response.writeHead(404).end()
    else if (request.method === 'POST') {
      received.length = 0
      response.writeHead(202, {location: `/v2/a/blobs/uploads/${++sessions}`}).end()
    } else if (request.method === 'GET')
      response.writeHead(request.url === location ? 204 : 404, {location, range}).end()
    else if (request.method === 'PATCH') {
      if (fault(++patches, received, request, response, count)) return
      request.on('data', chunk => received.push(chunk))
      request.on('end', () => response.writeHead(202, {location, range: `0-${held() - 1}`}).end())
    } else if (request.method === 'PUT') {
      request.on('data', chunk => received.push(chunk))
      request.on('end', () => response.writeHead(201).end())
    } else response.writeHead(204).end()
  })
  return {server, received: () => Buffer.concat(received), sessions: () => sessions}
}

describe('an upload that breaks', () => {
  const bytes = randomBytes(20 * MIB)

  it('goes on where the registry says that it stopped', async () => {
    const set = await uploadServer((n, received, request) => {
      if (n !== 1) return false
      request.once('data', chunk => {
        received.push(chunk)
        request.socket.destroy()
      })
      return true
    })
    expect(await pushBlob(uploadTo(set.server.host, bytes))).toBe('sent')
    expect(digestOf(set.received())).toBe(digestOf(bytes))
    expect(set.sessions()).toBe(1)
  })

  it('is repeated after 500s and 429s', async () => {
    const set = await uploadServer((n, _, request, response) => {
      if (n > 3) return false
      request.resume().on('end', () => response.writeHead(n === 1 ? 429 : 503).end())
      return true
    })
    const told: (readonly number[])[] = []
    const again = (...one: readonly number[]) => void told.push(one)
    expect(await pushBlob({...uploadTo(set.server.host, bytes), again})).toBe('sent')
    expect(digestOf(set.received())).toBe(digestOf(bytes))
    expect(told).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
    ])
  })

  it('of a small blob tells of each repetition too', async () => {
    const small = randomBytes(1000)
    const set = await uploadServer(() => false)
    const inner = set.server.handler
    let refused = 0
    set.server.handler = (request, response, count) => {
      if (request.method !== 'PUT' || refused++ > 1) return inner(request, response, count)
      request.resume().on('end', () => response.writeHead(503).end())
    }
    const told: (readonly number[])[] = []
    const again = (...one: readonly number[]) => void told.push(one)
    expect(await pushBlob({...uploadTo(set.server.host, small), again})).toBe('sent')
    expect(told).toEqual([
      [1, 4],
      [2, 4],
    ])
  })

  it('begins anew where the registry has forgotten it', async () => {
    let forgotten = false
    const set = await uploadServer((n, _, request, response) => {
      if (n !== 1 || forgotten) return false
      forgotten = true
      set.server.handler = wrap(set.server.handler)
      request.resume().on('end', () => response.writeHead(503).end())
      return true
    })
    const wrap =
      (inner: Handler): Handler =>
      (request, response, count) => {
        if (request.method !== 'GET') return inner(request, response, count)
        set.server.handler = inner
        response.writeHead(404).end()
      }
    expect(await pushBlob(uploadTo(set.server.host, bytes))).toBe('sent')
    expect(digestOf(set.received())).toBe(digestOf(bytes))
    expect(set.sessions()).toBe(2)
  })

  it('follows to where uploads are taken', async () => {
    const set = await uploadServer(() => false)
    const elsewhere = await startFaultServer((request, response) => {
      if (request.method === 'HEAD') response.writeHead(404).end()
      else response.writeHead(307, {location: `http://${set.server.host}${request.url}`}).end()
    })
    expect(await pushBlob(uploadTo(elsewhere.host, bytes))).toBe('sent')
    expect(digestOf(set.received())).toBe(digestOf(bytes))
  })

  it('tells of every part of a piece that was sent', async () => {
    const set = await uploadServer(() => false)
    const upload = uploadTo(set.server.host, bytes)
    await pushBlob(upload)
    expect(upload.progressed.length).toBeGreaterThan(10)
    expect(upload.progressed).toEqual(upload.progressed.toSorted((a, b) => a - b))
    expect(upload.progressed.at(-1)).toBe(bytes.length)
  })

  it('is given up when it never gets on', async () => {
    const set = await uploadServer((_n, _, request, response) => {
      request.resume().on('end', () => response.writeHead(503).end())
      return true
    })
    const failure = await failing(pushBlob(uploadTo(set.server.host, bytes)))
    expect([failure.kind, failure.message]).toEqual(['registry-failed', expect.stringContaining('HTTP 503')])
    expect(set.server.asked.at(-1)).toMatch(/^DELETE /)
  })

  it.each([
    [401, 'registry-unauthorized'],
    [403, 'registry-denied'],
    [413, 'registry-failed'],
  ])('by %i in the middle is told', async (status, kind) => {
    const set = await uploadServer((n, _, request, response) => {
      if (n !== 1) return false
      request.resume().on('end', () => response.writeHead(status).end())
      return true
    })
    expect((await failing(pushBlob(uploadTo(set.server.host, bytes)))).kind).toBe(kind)
  })
})

describe('what a registry says it keeps', () => {
  it('has to be what it was sent', async () => {
    const other = digestOf(Buffer.from('other'))
    const server = await startFaultServer((request, response) => {
      if (request.method === 'HEAD') response.writeHead(404).end()
      else if (request.method === 'POST') response.writeHead(202, {location: '/v2/a/blobs/uploads/1'}).end()
      else request.resume().on('end', () => response.writeHead(201, {'docker-content-digest': other}).end())
    })
    const failure = await failing(pushBlob(uploadTo(server.host, Buffer.from('mine'))))
    expect(failure.message).toContain('other bytes')
    expect(parseDigest(other)).toBe(other)
  })
})
