import {randomBytes} from 'node:crypto'
import {Readable} from 'node:stream'
import {beforeAll, describe, expect, it} from 'vitest'
import {digestOf} from '../../../src/image/oci/content-digest.ts'
import {openBlob, type RemoteBlob} from '../../../src/sources/registry/blobs.ts'
import {pushBlob} from '../../../src/sources/registry/upload.ts'
import {requires} from '../../corpus/real/tools.ts'
import {type BreakingProxy, startBreakingProxy} from './breaking-proxy.ts'
import {never, QuickClock, registriesOf} from './clients.ts'
import {startRegistry} from './real-registry.ts'

const MIB = 1024 * 1024
const BYTES = randomBytes(40 * MIB)

async function read(blob: RemoteBlob): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of openBlob(blob, never)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

describe('a way to Docker Registry that breaks', requires('docker-registry'), () => {
  let way: BreakingProxy
  let straight: string
  beforeAll(async () => {
    straight = (await startRegistry()).host
    way = await startBreakingProxy(straight)
  })
  const blobOf = (host: string, path: string, bytes = BYTES): RemoteBlob => ({
    client: registriesOf({clock: new QuickClock()}).clientOf(host),
    repository: {host, path},
    digest: digestOf(bytes),
    size: bytes.length,
  })
  const push = (blob: RemoteBlob, bytes = BYTES) =>
    pushBlob({
      ...blob,
      open: async () => Readable.from([bytes.subarray(0, MIB), bytes.subarray(MIB)], {objectMode: false}),
      mountFrom: null,
      signal: never,
      progress: () => {},
    })

  // Docker Registry 2.8 itself forgets an upload that breaks within a request: then it begins anew.
  it('in the middle of what is sent: it is sent again, and the blob arrives whole', async () => {
    way.cuts = [
      {direction: 'up', after: 3 * MIB},
      {direction: 'up', after: 13 * MIB},
    ]
    expect(await push(blobOf(way.host, 'sent'))).toBe('sent')
    expect(way.cuts).toEqual([])
    expect(digestOf(await read(blobOf(straight, 'sent')))).toBe(digestOf(BYTES))
  })

  it('when the last answer of an upload should come: what is there is not sent again', async () => {
    const bytes = randomBytes(9 * MIB)
    const blob = blobOf(way.host, 'closed', bytes)
    const before = way.passed.up
    way.cuts = [{direction: 'down', after: 1, of: 'PUT'}]
    const open = async () => Readable.from([bytes.subarray(0, 8 * MIB), bytes.subarray(8 * MIB)], {objectMode: false})
    await pushBlob({...blob, open, mountFrom: null, signal: never, progress: () => {}})
    expect(way.cuts).toEqual([])
    expect(way.passed.up - before).toBeLessThan(10 * MIB)
    expect(digestOf(await read(blobOf(straight, 'closed', bytes)))).toBe(digestOf(bytes))
  })

  it('in the middle of what comes: only the rest is asked for', async () => {
    await push(blobOf(straight, 'read'))
    way.cuts = [5, 9, 2].map(mib => ({direction: 'down', after: mib * MIB}) as const)
    const before = way.passed.down
    expect(digestOf(await read(blobOf(way.host, 'read')))).toBe(digestOf(BYTES))
    expect(way.cuts).toEqual([])
    // Once, and what was under way when it broke.
    expect(way.passed.down - before).toBeLessThan(BYTES.length + 8 * MIB)
  })
})
