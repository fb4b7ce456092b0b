import {randomBytes} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {digestOf} from '../../../src/image/oci/content-digest.ts'
import {openBlob, openRange, type RemoteBlob, readRange} from '../../../src/sources/registry/blobs.ts'
import {listRepositories, listTags} from '../../../src/sources/registry/listing.ts'
import {fetchManifest, MANIFEST_LIMIT} from '../../../src/sources/registry/manifests.ts'
import {failing, loginConfig, never, QuickClock, registriesOf} from './clients.ts'
import {breakAfter, type FaultServer, type Handler, sendRange, startFaultServer, startOf} from './fault-server.ts'

const BYTES = randomBytes(300_000).fill(1, 7, 8)
const LOGIN = {username: 'me', password: 'pa55-word'}

async function serverOf(handler: Handler) {
  const server = await startFaultServer(handler)
  const clock = new QuickClock()
  const client = registriesOf({clock, files: {'.docker/config.json': loginConfig(server.host, LOGIN)}}).clientOf(
    server.host,
  )
  const repository = {host: server.host, path: 'a'}
  const blob: RemoteBlob = {client, repository, digest: digestOf(BYTES), size: BYTES.length}
  return {server, clock, client, repository, blob}
}

async function read(blob: RemoteBlob, signal = never): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of openBlob(blob, signal)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const manifestOf = ({client, repository}: Awaited<ReturnType<typeof serverOf>>, reference = '1') =>
  fetchManifest(client, repository, reference, never)

describe('a blob', () => {
  it('goes on where its transfer broke, as often as it takes', async () => {
    const {server, blob} = await serverOf((request, response, count) => {
      const from = startOf(request)
      if (count <= 8) breakAfter(response, BYTES, from, from + 20_000)
      else sendRange(request, response, BYTES)
    })
    expect((await read(blob)).equals(BYTES)).toBe(true)
    expect(server.headers.at(-1)?.range).toMatch(/^bytes=[1-9]/)
  })

  it('is read from the beginning where the registry knows no ranges, and given once', async () => {
    const {blob} = await serverOf((_, response, count) => {
      if (count === 1) breakAfter(response, BYTES, 0, 20_000)
      else response.writeHead(200).end(BYTES)
    })
    expect((await read(blob)).equals(BYTES)).toBe(true)
    expect(await readRange(blob, 0, 10, never)).toBeNull()
  })

  it.each([
    ['knows no ranges', 200, () => BYTES],
    ['sends more than it was asked for', 206, (from: number) => BYTES.subarray(from)],
  ])('gives a part of it and no more where the registry %s', async (_, status, sent) => {
    const {blob} = await serverOf((request, response) => {
      const from = startOf(request)
      response.writeHead(status, {'content-range': `bytes ${from}-${BYTES.length - 1}/${BYTES.length}`})
      response.end(sent(from))
    })
    const chunks: Buffer[] = []
    for await (const chunk of openRange(blob, 70_000, 70_010, never)) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks)).toEqual(BYTES.subarray(70_000, 70_010))
  })

  it('whose registry sends without an end is refused where it should end', async () => {
    const {blob} = await serverOf((_, response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write(BYTES));
      }
      response.on('drain', more)
      more()
    })
    let got = 0
    const reading = async () => {
      for await (const chunk of openRange(blob, 0, blob.size, never)) got += (chunk as Buffer).length
    }
    const failure = await failing(reading())
    expect([failure.kind, failure.message]).toEqual([
      'digest-mismatch',
      expect.stringContaining('more than the 300000'),
    ])
    expect(got).toBeLessThanOrEqual(BYTES.length)
  })

  it('that breaks without anything new is given up', async () => {
    const {server, blob} = await serverOf((_, response) => response.destroy())
    const failure = await failing(read(blob))
    expect([failure.kind, failure.message]).toEqual(['registry-unreachable', expect.stringContaining('broke off')])
    expect(server.asked.length).toBeLessThan(40)
  })

  it.each([
    ['other bytes', Buffer.from(BYTES).fill(0, 7, 8), 'bytes with the digest'],
    ['more bytes', Buffer.concat([BYTES, BYTES]), 'more than the 300000 bytes'],
    ['fewer bytes', BYTES.subarray(0, 1000), 'only 1000 of the 300000 bytes'],
    ['no bytes', Buffer.alloc(0), 'only 0 of the 300000 bytes'],
  ])('of %s is refused', async (_, sent, words) => {
    const {blob} = await serverOf((request, response) => {
      const from = startOf(request)
      if (from >= sent.length && from > 0) response.writeHead(416).end()
      else response.writeHead(200).end(sent)
    })
    const failure = await failing(read(blob))
    expect([failure.kind, failure.message]).toEqual(['digest-mismatch', expect.stringContaining(words)])
  })

  it.each(['told', 'left'])('lets go of the connection when it is %s', async how => {
    const stop = new AbortController()
    let closed = (_: unknown) => {}
    const letGo = new Promise(resolve => {
      closed = resolve
    })
    const {blob} = await serverOf((_, response) => {
      response.once('close', closed)
      response.writeHead(200, {'content-length': String(BYTES.length)}).write(BYTES.subarray(0, 1000))
    })
    const stream = openBlob(blob, stop.signal)
    stream.on('error', () => {})
    stream.once('data', () => (how === 'told' ? stop.abort() : stream.destroy()))
    await letGo
  })

  it('may lie elsewhere, where nobody is told who we are', async () => {
    const store = await startFaultServer((request, response) => sendRange(request, response, BYTES))
    const {blob, server} = await serverOf((request, response) => {
      if (request.headers.authorization === undefined) {
        response.writeHead(401, {'www-authenticate': 'Basic realm="x"'}).end()
      } else response.writeHead(307, {location: `http://${store.host}/blob?signature=1`}).end()
    })
    expect((await read(blob)).equals(BYTES)).toBe(true)
    expect(await readRange(blob, 5, 10, never)).toEqual(BYTES.subarray(5, 15))
    expect(server.headers.at(-1)?.authorization).toMatch(/^Basic /)
    expect(store.headers.map(headers => headers.authorization)).toEqual([undefined, undefined])
    expect(store.headers.at(-1)?.range).toBe('bytes=5-14')
  })

  it.each([
    ['a circle', (_: FaultServer, n: number) => (n % 2 ? '/v2/a/x' : '/v2/a/y'), 'circle'],
    ['an endless way', (_: FaultServer, n: number) => `/v2/a/${n}`, 'more than 10 steps'],
    ['no address', () => 'http://[', 'points nowhere'],
    ['another scheme', () => 'file:///etc/passwd', 'no HTTP'],
  ])('that leads to %s is not followed', async (_, location, words) => {
    let n = 0
    const {blob, server} = await serverOf((_, response) => {
      response.writeHead(307, {location: location(server, n++)}).end()
    })
    const failure = await failing(read(blob))
    expect([failure.kind, failure.message]).toEqual(['registry-failed', expect.stringContaining(words)])
  })
})

describe('a request', () => {
  it('that is too much for the registry waits as long as it says', async () => {
    const set = await serverOf((_, response, count) => {
      if (count < 3) response.writeHead(429, {'retry-after': '7'}).end()
      else response.writeHead(200).end('{"schemaVersion":2}')
    })
    await manifestOf(set)
    expect(set.clock.waits).toEqual([7000, 7000])
  })

  it('that should wait an hour is told instead', async () => {
    const set = await serverOf((_, response) => response.writeHead(429, {'retry-after': '3600'}).end())
    const failure = await failing(manifestOf(set))
    expect([failure.kind, failure.advice]).toEqual(['registry-failed', expect.stringContaining('3600 seconds')])
    expect(set.server.asked).toHaveLength(1)
  })

  it('is repeated after 500s and broken connections, ever slower, and not for ever', async () => {
    const set = await serverOf((_, response, count) => {
      if (count === 1) response.writeHead(500).end()
      else if (count === 2) response.destroy()
      else response.writeHead(503).end()
    })
    const failure = await failing(manifestOf(set))
    expect([failure.kind, failure.message]).toEqual(['registry-failed', expect.stringContaining('HTTP 503')])
    expect(set.server.asked).toHaveLength(5)
    expect(set.clock.waits).toEqual([187.5, 375, 750, 1500])
  })

  it.each([
    [403, 'registry-denied'],
    [404, 'not-found'],
    [405, 'registry-denied'],
    [418, 'registry-failed'],
  ])('that is answered with %i is not repeated', async (status, kind) => {
    const set = await serverOf((_, response) => {
      response.writeHead(status).end('{"errors":[{"code":"DENIED","message":"requested access is denied"}]}')
    })
    const failure = await failing(manifestOf(set))
    expect([failure.kind, failure.message]).toEqual([kind, expect.stringContaining('requested access is denied')])
    expect(set.server.asked).toHaveLength(1)
  })

  it('keeps the password out of whatever is said', async () => {
    const set = await serverOf((_, response) => response.writeHead(401, {'www-authenticate': 'Basic realm="x"'}).end())
    const failure = await failing(manifestOf(set))
    expect(failure.kind).toBe('registry-unauthorized')
    const basic = Buffer.from(`${LOGIN.username}:${LOGIN.password}`).toString('base64')
    for (const secret of [LOGIN.password, basic]) {
      expect(JSON.stringify([failure, failure.message, failure.stack, failure.advice])).not.toContain(secret)
    }
  })

  it('does not send a password to a token server without TLS that a registry with TLS names, nor to none', async () => {
    for (const realm of ['ftp://x/token', 'no address']) {
      const set = await serverOf((_, response) =>
        response.writeHead(401, {'www-authenticate': `Bearer realm="${realm}",service="s"`}).end(),
      )
      expect((await failing(manifestOf(set))).message).toContain('names no token server')
    }
  })
})

describe('an answer that breaks off', () => {
  it.each([
    ['a manifest', '{"schemaVersion":2}', (set: Awaited<ReturnType<typeof serverOf>>) => manifestOf(set)],
    [
      'a page of a list',
      '{"repositories":["r"]}',
      async ({client}: Awaited<ReturnType<typeof serverOf>>) => {
        for await (const page of listRepositories(client, never)) expect(page).toEqual(['r'])
      },
    ],
    [
      'a part of a blob',
      BYTES.subarray(5, 15).toString('latin1'),
      ({blob}: Awaited<ReturnType<typeof serverOf>>) => readRange(blob, 5, 10, never),
    ],
  ])('in the middle of %s is asked for again', async (_, text, ask) => {
    const body = Buffer.from(text, 'latin1')
    const set = await serverOf((request, response, count) => {
      const range = request.headers.range === undefined ? {} : {'content-range': `bytes 5-14/${BYTES.length}`}
      response.writeHead(request.headers.range === undefined ? 200 : 206, {'content-length': body.length, ...range})
      if (count < 3) response.write(body.subarray(0, 4), () => setTimeout(() => response.destroy(), 20))
      else response.end(body)
    })
    await ask(set)
    expect(set.server.asked).toHaveLength(3)
  })

  it('every time is told', async () => {
    const set = await serverOf((_, response) => {
      response.writeHead(200, {'content-length': '100'}).write('{', () => setTimeout(() => response.destroy(), 5))
    })
    const failure = await failing(manifestOf(set))
    expect([failure.kind, failure.message]).toEqual(['registry-unreachable', expect.stringContaining('broke off')])
    expect(set.server.asked).toHaveLength(5)
  })
})

describe('a manifest', () => {
  it('of more than 4 MiB is not read', async () => {
    const set = await serverOf((_, response) => response.writeHead(200).end(Buffer.alloc(MANIFEST_LIMIT + 1, 0x20)))
    expect((await failing(manifestOf(set))).kind).toBe('limit-exceeded')
  })

  it('with another digest than was asked for, or than is said, is refused', async () => {
    const other = digestOf(Buffer.from('other'))
    const set = await serverOf((_, response) => response.writeHead(200, {'docker-content-digest': other}).end('{}'))
    expect((await failing(manifestOf(set))).kind).toBe('digest-mismatch')
    expect((await failing(manifestOf(set, other))).kind).toBe('digest-mismatch')
  })
})

describe('a list', () => {
  const all = async (pages: AsyncIterable<readonly string[]>) => {
    let names = 0
    for await (const page of pages) names += page.length
    return names
  }

  it('of a thousand pages is read to its end', async () => {
    const {client, server} = await serverOf((request, response) => {
      const page = Number(/last=(\d+)/.exec(request.url ?? '')?.[1] ?? 0)
      const link = page < 999 ? {link: `</v2/_catalog?last=${page + 1}&n=1000>; rel="next"`} : {}
      response.writeHead(200, link).end(JSON.stringify({repositories: [`r${page}`]}))
    })
    expect(await all(listRepositories(client, never))).toBe(1000)
    expect(server.asked).toHaveLength(1000)
  })

  it.each([
    ['in a circle', '</v2/_catalog?last=x>; rel="next"', 'circle'],
    ['at another host', '<https://elsewhere.example/v2/_catalog>; rel="next"', 'another host'],
    ['at no address', '<http://[>; rel="next"', 'no address'],
  ])('that goes on %s is not followed', async (_, link, words) => {
    const {client} = await serverOf((_, response) => {
      response.writeHead(200, {link}).end('{"repositories":["r"]}')
    })
    const failure = await failing(all(listRepositories(client, never)))
    expect([failure.kind, failure.message]).toEqual(['registry-failed', expect.stringContaining(words)])
  })

  it('of a registry that calls itself otherwise behind its proxy is read to its end', async () => {
    const {client, server} = await serverOf((request, response) => {
      const more = request.url?.includes('last=') !== true
      const link = `<https://${server.host}/v2/_catalog?last=r>; rel="next"`
      response.writeHead(200, more ? {link} : {}).end('{"repositories":["r"]}')
    })
    expect(await all(listRepositories(client, never))).toBe(2)
  })

  it('of a registry that gives fewer at once than are asked for is asked as it likes', async () => {
    const {client} = await serverOf((request, response) => {
      if (request.url?.includes('n=1000')) {
        const errors = [{code: 'PAGINATION_NUMBER_INVALID', message: 'invalid number of results requested'}]
        response.writeHead(400).end(JSON.stringify({errors}))
      } else response.writeHead(200).end('{"repositories":["r"]}')
    })
    expect(await all(listRepositories(client, never))).toBe(1)
  })

  it('of a repository without tags is empty, and one in another shape is refused', async () => {
    const {client, repository, server} = await serverOf((_, response) => {
      response.writeHead(200).end('{"name":"a","tags":null}')
    })
    expect(await all(listTags(client, repository, never))).toBe(0)
    server.handler = (_, response) => response.writeHead(200).end('<html>')
    expect((await failing(all(listTags(client, repository, never)))).kind).toBe('registry-failed')
  })
})
