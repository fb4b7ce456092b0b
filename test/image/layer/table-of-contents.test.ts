import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {indexFromTable} from '../../../src/image/layer/table-index.ts'
import {estargzOffset, tablePlaceOf} from '../../../src/image/layer/table-of-contents.ts'
import {digestOf} from '../../../src/image/oci/content-digest.ts'
import {parseDigest} from '../../../src/image/oci/digest.ts'
import {LensError} from '../../../src/image/oci/error.ts'
import {packTar} from '../../corpus/archives.ts'
import {estargzBlob} from './estargz-blob.ts'
import {rowsOf, streamed} from './indexing.ts'

const D = `sha256:${'a'.repeat(64)}`
const chunked = (position: string, checksum = D) => ({
  'io.containers.zstd-chunked.manifest-position': position,
  'io.containers.zstd-chunked.manifest-checksum': checksum,
})

describe('the place of a table of contents', () => {
  it.each([
    [chunked('100:20:300:1'), {format: 'zstd-chunked', digest: D, run: {offset: 100, length: 20, unpacked: 300}}],
    [
      {
        'io.github.containers.zstd-chunked.manifest-position': '1:2:3:1',
        'io.github.containers.zstd-chunked.manifest-checksum': D,
      },
      {format: 'zstd-chunked', digest: D, run: {offset: 1, length: 2, unpacked: 3}},
    ],
    [{'containerd.io/snapshot/stargz/toc.digest': D}, {format: 'estargz', digest: D, run: null}],
    [{}, null],
    [chunked('100:20:300:2'), null],
    [chunked('100:20'), null],
    [chunked('-1:20:300:1'), null],
    [chunked('100:0:300:1'), null],
    [chunked('100:999999999:300:1'), null],
    [chunked('100:20:300:1', 'nonsense'), null],
    [{'containerd.io/snapshot/stargz/toc.digest': 'nonsense'}, null],
  ])('is read from %j', (annotations, place) => {
    expect(tablePlaceOf(annotations)).toEqual(place)
  })
})

describe('the table of an eStargz layer', () => {
  const files = {'etc/passwd': 'root:x:0:0::/root:/bin/sh\n', 'bin/.wh.sh': '', empty: '', big: 'x'.repeat(100_000)}

  async function tableOf() {
    const {blob, tocDigest} = await estargzBlob(files)
    const offset = estargzOffset(blob.subarray(-51))!
    const bytes = blob.subarray(offset, -51)
    return {blob, table: {format: 'estargz' as const, digest: parseDigest(tocDigest), bytes, offset}}
  }

  it('gives the entries that the tar itself gives', async () => {
    const {blob, table} = await tableOf()
    const index = await indexFromTable(table, blob.length)
    const scanned = await streamed(blob)
    const facts = (rows: ReturnType<typeof rowsOf>) =>
      rows.map(({path, type, size, mark}) => ({path, type, size, mark}))
    expect(facts(rowsOf(index))).toEqual(facts(rowsOf(scanned)))
    const {size, whiteouts} = index.facts
    expect({size, whiteouts}).toEqual({size: scanned.facts.size, whiteouts: scanned.facts.whiteouts})
    const files = index.columns.contentDigests!.subarray(0, 5 * 16)
    expect(Buffer.from(files).equals(scanned.columns.contentDigests!.subarray(0, 5 * 16))).toBe(true)
    expect([index.facts.diffId, index.facts.blobDigest, index.facts.compression]).toEqual([null, null, 'gzip'])
  })

  it('is refused where it is not the one that the manifest names', async () => {
    const {table} = await tableOf()
    await expect(indexFromTable({...table, digest: parseDigest(D)}, 1)).rejects.toMatchObject({kind: 'digest-mismatch'})
    const cut = indexFromTable({...table, bytes: table.bytes.subarray(0, 30)}, 1)
    await expect(cut).rejects.toBeInstanceOf(LensError)
  })

  it.each(['wormhole', 'constructor', '__proto__'])('is refused where it tells of a %s', async type => {
    const json = Buffer.from(JSON.stringify({version: 1, entries: [{name: 'a', type}]}))
    const bytes = gzipSync(await packTar([{name: 'stargz.index.json', content: json}]))
    const reading = indexFromTable({format: 'estargz', digest: digestOf(json), bytes, offset: 0}, 1)
    await expect(reading).rejects.toMatchObject({kind: 'manifest-malformed'})
  })

  it.each([
    ['too short', Buffer.alloc(10)],
    ['zeros', Buffer.alloc(51)],
    ['other gzip', Buffer.from(`1f8b0804${'00'.repeat(47)}`, 'hex')],
  ])('is not looked for where the footer is %s', (_, footer) => {
    expect(estargzOffset(footer)).toBeNull()
  })
})
