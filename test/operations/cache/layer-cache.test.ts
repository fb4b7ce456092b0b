import {spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {bundleText} from '../../../scripts/bundle.mjs'
import {LayerIndex} from '../../../src/image/layer/layer-index.ts'
import {type Digest, parseDigest} from '../../../src/image/oci/digest.ts'
import type {Region} from '../../../src/image/oci/image.ts'
import {readCacheFile, writeCacheFile} from '../../../src/operations/cache/cache-file.ts'
import {LayerCache} from '../../../src/operations/cache/layer-cache.ts'
import {hopped, rowsOf, streamed} from '../../image/layer/indexing.ts'
import {pax, tarOf} from '../../image/tar/raw-tar.ts'

const TAR = tarOf(
  {name: 'etc/', flag: '5'},
  {name: 'etc/passwd', content: 'root', uid: 7},
  {name: 'etc/link', flag: '2', link: 'passwd'},
  {name: 'null', flag: '3', major: 1, minor: 3},
  pax({mtime: '1.5', 'SCHILY.xattr.user.a': 'b', 'SCHILY.xattr.__proto__': 'c'}),
  {name: 'odd', content: 'x'},
  {name: '.wh.gone'},
)
const OTHER = tarOf({name: 'other', content: 'o'})

let folder: string
let cacheFolder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'll-cache-'))
  cacheFolder = join(folder, 'cache')
})
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, {recursive: true, force: true})
})

const digestOf = (bytes: Uint8Array): Digest =>
  parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`)

/** A file on disk that was last changed long enough ago. */
function stored(name: string, bytes: Uint8Array, age = 60): Region {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  const then = Date.now() / 1000 - age
  utimesSync(path, then, then)
  return {path, offset: 0, size: bytes.length}
}

/** Takes a hit apart into what can be compared. */
function told(found: ReturnType<LayerCache['read']>): unknown {
  return found && {verified: found.verified, rows: rowsOf(new LayerIndex(found.columns, found.facts))}
}

const files = () => readdirSync(cacheFolder).sort()

describe('a cache file', () => {
  it('gives back what was written, columns and facts', async () => {
    for (const index of [hopped(TAR), await streamed(TAR), hopped(tarOf())]) {
      const path = join(cacheFolder, 'diff-1.idx')
      const size = writeCacheFile(path, index.columns, index.facts)
      expect(statSync(path).size).toBe(size)
      const found = readCacheFile(path)!
      expect(found.facts).toEqual(index.facts)
      expect(found.columns).toEqual(index.columns)
      expect(rowsOf(new LayerIndex(found.columns, found.facts))).toEqual(rowsOf(index))
    }
    expect(files()).toEqual(['diff-1.idx'])
  })

  it('is a miss, whichever byte of it is altered', () => {
    const path = join(cacheFolder, 'a')
    const {columns, facts} = hopped(TAR)
    writeCacheFile(path, columns, facts)
    const bytes = readFileSync(path)
    for (let i = 0; i < bytes.length; i += i < 64 ? 1 : 37) {
      const altered = Buffer.from(bytes)
      altered[i]! ^= 0x10
      writeFileSync(path, altered)
      expect(readCacheFile(path), `byte ${i}`).toBeNull()
    }
  })

  it('is a miss wherever it is cut off, and where it goes on', () => {
    const path = join(cacheFolder, 'a')
    const {columns, facts} = hopped(TAR)
    const size = writeCacheFile(path, columns, facts)
    appendFileSync(path, 'x')
    expect(readCacheFile(path)).toBeNull()
    for (let end = size - 1; end >= 0; end -= end > 100 ? 97 : 1) {
      truncateSync(path, end)
      expect(readCacheFile(path)).toBeNull()
    }
    expect(readCacheFile(join(cacheFolder, 'none'))).toBeNull()
    expect(readCacheFile(cacheFolder)).toBeNull()
  })

  it('is for its owner’s eyes only', () => {
    const {columns, facts} = hopped(TAR)
    writeCacheFile(join(cacheFolder, 'a'), columns, facts)
    expect(statSync(cacheFolder).mode & 0o777).toBe(0o700)
    expect(statSync(join(cacheFolder, 'a')).mode & 0o777).toBe(0o600)
  })
})

describe('what was hopped together', () => {
  it('is found by its very bytes, unverified, and never by a diffID', () => {
    const cache = new LayerCache(cacheFolder)
    const region = stored('a.tar', TAR)
    const index = hopped(TAR)
    cache.writeHopped(region, index.columns, index.facts)
    expect(told(cache.read(region, null))).toEqual({verified: false, rows: rowsOf(index)})
    expect(cache.read(stored('b.tar', TAR), digestOf(TAR))).toBeNull()
  })

  it('is not found after the file changed: size, time, another file in its place, another place in the file', () => {
    const cache = new LayerCache(cacheFolder)
    const region = stored('a.tar', TAR)
    const {columns, facts} = hopped(TAR)
    cache.writeHopped(region, columns, facts)
    expect(cache.read(region, null)).not.toBeNull()
    expect(cache.read({...region, offset: 512}, null)).toBeNull()
    expect(cache.read({...region, size: region.size - 512}, null)).toBeNull()
    const {mtime} = statSync(region.path)

    utimesSync(region.path, mtime, new Date(mtime.getTime() - 1))
    expect(cache.read(region, null)).toBeNull()
    utimesSync(region.path, mtime, mtime)

    appendFileSync(region.path, 'x')
    utimesSync(region.path, mtime, mtime)
    expect(cache.read(region, null)).toBeNull()

    const other = stored('other', TAR)
    utimesSync(other.path, mtime, mtime)
    renameSync(other.path, region.path)
    expect(cache.read(region, null)).toBeNull()

    rmSync(region.path)
    expect(cache.read(region, null)).toBeNull()
  })

  it('is not kept where the file is so fresh that it may change within a tick of its clock', () => {
    const cache = new LayerCache(cacheFolder)
    const region = stored('a.tar', TAR, 0)
    const {columns, facts} = hopped(TAR)
    cache.writeHopped(region, columns, facts)
    expect(cache.usage()).toEqual({bytes: 0, files: 0})
  })
})

describe('what was verified', () => {
  it('is found by its bytes as verified, and by its diffID elsewhere as claimed', async () => {
    const cache = new LayerCache(cacheFolder)
    const region = stored('a.tar', TAR)
    const index = await streamed(TAR)
    cache.writeVerified(region, index.columns, index.facts)
    const rows = rowsOf(index)
    expect(told(cache.read(region, digestOf(TAR)))).toEqual({verified: true, rows})
    expect(told(cache.read(region, null))).toEqual({verified: true, rows})
    expect(told(cache.read(stored('b.tar', TAR), digestOf(TAR)))).toEqual({verified: false, rows})
    expect(cache.read(stored('b.tar', TAR), null)).toBeNull()
    expect(cache.read(region, digestOf(OTHER))).toBeNull()
  })

  it('is claimed again, not verified, once the file changed', async () => {
    const cache = new LayerCache(cacheFolder)
    const region = stored('a.tar', TAR)
    const {columns, facts} = await streamed(TAR)
    cache.writeVerified(region, columns, facts)
    appendFileSync(region.path, 'x')
    expect(cache.read(region, digestOf(TAR))!.verified).toBe(false)
  })

  it('takes the place of what was hopped', async () => {
    const cache = new LayerCache(cacheFolder)
    const region = stored('a.tar', TAR)
    const hop = hopped(TAR)
    cache.writeHopped(region, hop.columns, hop.facts)
    const {columns, facts} = await streamed(TAR)
    cache.writeVerified(region, columns, facts)
    expect(files().map(name => name.replace(/[0-9a-f]{64}/, 'HEX'))).toEqual(['diff-HEX.idx', 'region-HEX.ref'])
    expect(cache.read(region, null)!.columns.contentDigests).not.toBeNull()
  })

  it('is not kept of a damaged tar, nor without a diffID', async () => {
    const cache = new LayerCache(cacheFolder)
    const cut = TAR.subarray(0, 1026)
    const region = stored('a.tar', cut)
    const damaged = await streamed(cut)
    expect(damaged.facts.damage).not.toBeNull()
    cache.writeVerified(region, damaged.columns, damaged.facts)
    const hop = hopped(TAR)
    cache.writeVerified(region, hop.columns, hop.facts)
    expect(cache.usage().files).toBe(0)
  })

  it('never shows bytes known to be one layer as the other that is claimed for them', async () => {
    const cache = new LayerCache(cacheFolder)
    const honest = await streamed(TAR)
    cache.writeVerified(stored('honest.tar', TAR), honest.columns, honest.facts)
    const region = stored('altered.tar', OTHER)
    const altered = await streamed(OTHER)
    cache.writeVerified(region, altered.columns, altered.facts)
    expect(cache.read(region, digestOf(TAR))).toBeNull()
  })

  it('keeps what is true of a blob apart from what is true of the tar in it', async () => {
    const cache = new LayerCache(cacheFolder)
    const packed = gzipSync(TAR)
    const plainRegion = stored('a.tar', TAR)
    const packedRegion = stored('a.tar.gz', packed)
    const plain = await streamed(TAR)
    const fromPacked = await streamed(packed)
    cache.writeVerified(plainRegion, plain.columns, plain.facts)
    const claimed = cache.read(packedRegion, digestOf(TAR))!
    expect(claimed.facts).toMatchObject({compression: 'gzip', blobDigest: null, blobSize: packed.length})
    cache.writeVerified(packedRegion, fromPacked.columns, fromPacked.facts)
    for (const [region, {facts}] of [
      [plainRegion, plain],
      [packedRegion, fromPacked],
    ] as const) {
      expect(cache.read(region, digestOf(TAR))!.facts).toEqual(facts)
    }
  })

  it('is known by the digest of its blob, plain or packed, wherever that lies', async () => {
    const cache = new LayerCache(cacheFolder)
    const packed = gzipSync(TAR)
    const {columns, facts} = await streamed(packed)
    cache.writeVerified(null, columns, facts)
    const found = cache.readBlob(digestOf(packed), digestOf(TAR))!
    expect([found.verified, found.facts.compression, found.facts.blobSize]).toEqual([true, 'gzip', packed.length])
    expect(cache.readBlob(digestOf(packed), digestOf(OTHER))).toBeNull()
    const plain = cache.readBlob(digestOf(TAR), digestOf(TAR))!
    expect([plain.verified, plain.facts.compression, plain.facts.blobSize]).toEqual([true, 'none', TAR.length])
    expect(cache.readBlob(digestOf(OTHER), null)).toBeNull()
  })

  it('may be known by each of its names, and what is not is told without a look into any file', async () => {
    const cache = new LayerCache(cacheFolder)
    const packed = gzipSync(TAR)
    const named = {digest: null, diffId: null, table: null}
    const names = [
      {...named, diffId: digestOf(TAR)},
      {...named, digest: digestOf(TAR)},
      {...named, digest: digestOf(packed)},
      {...named, digest: digestOf(OTHER), table: digestOf(Buffer.from('table'))},
    ]
    const may = () => names.map(name => cache.mayKnow(name))
    expect(may()).toEqual([false, false, false, false])
    const {columns, facts} = await streamed(packed)
    cache.writeVerified(null, columns, facts)
    expect(may()).toEqual([true, true, true, false])
    cache.writeTable({digest: digestOf(OTHER), table: digestOf(Buffer.from('table'))}, columns, facts)
    expect(may()).toEqual([true, true, true, true])
    expect(cache.mayKnow({...named, digest: digestOf(OTHER)})).toBe(false)
  })

  it('is written anew where the file that was there is damaged, or knew less', async () => {
    const cache = new LayerCache(cacheFolder)
    const region = stored('a.tar', TAR)
    const full = await streamed(TAR)
    const hop = hopped(TAR)
    cache.writeVerified(region, hop.columns, {...hop.facts, diffId: digestOf(TAR), blobDigest: digestOf(TAR)})
    expect(cache.read(region, null)!.columns.contentDigests).toBeNull()
    cache.writeVerified(region, full.columns, full.facts)
    expect(cache.read(region, null)!.columns.contentDigests).not.toBeNull()
    const path = join(cacheFolder, files().find(name => name.startsWith('diff-'))!)
    truncateSync(path, 100)
    expect(cache.read(region, digestOf(TAR))).toBeNull()
    cache.writeVerified(region, full.columns, full.facts)
    expect(cache.read(region, digestOf(TAR))!.verified).toBe(true)
  })

  it('is nothing to go by where it was only hopped, and what its files hold can be looked at no more', () => {
    const cache = new LayerCache(cacheFolder)
    const packed = gzipSync(TAR)
    const hop = hopped(TAR)
    const facts = {...hop.facts, diffId: digestOf(TAR), blobDigest: digestOf(TAR)}
    cache.writeVerified(stored('a.tar', TAR), hop.columns, facts)
    expect(cache.read(stored('b.tar', TAR), digestOf(TAR))).not.toBeNull()
    expect(cache.read(stored('a.tar.gz', packed), digestOf(TAR))).toBeNull()
    expect(cache.read(null, digestOf(TAR))).toBeNull()
    expect(cache.readBlob(digestOf(TAR), digestOf(TAR))).toBeNull()
    // Known by its bytes all the same, once an older program wrote that down.
    const region = stored('c.tar.gz', packed)
    cache.writeVerified(region, hop.columns, {...facts, compression: 'gzip', blobDigest: digestOf(packed)})
    expect([cache.read(region, null), cache.readBlob(digestOf(packed), null)]).toEqual([null, null])
  })

  it('is known without that where there are no files', () => {
    const cache = new LayerCache(cacheFolder)
    const folders = tarOf({name: 'etc/', flag: '5'})
    const hop = hopped(folders)
    cache.writeVerified(null, hop.columns, {...hop.facts, diffId: digestOf(folders), blobDigest: digestOf(folders)})
    expect(cache.read(stored('a.tar.gz', gzipSync(folders)), digestOf(folders))).not.toBeNull()
    expect(cache.read(null, digestOf(folders))).not.toBeNull()
  })

  it('is no more than claimed where the note that says so is damaged', async () => {
    const cache = new LayerCache(cacheFolder)
    const region = stored('a.tar', TAR)
    const {columns, facts} = await streamed(TAR)
    cache.writeVerified(region, columns, facts)
    const note = join(cacheFolder, files().find(name => name.endsWith('.ref'))!)
    for (const text of ['', '{}', 'null', digestOf(TAR), '{"diffId":"../../etc/passwd"}', '[', '{"diffId":7}']) {
      writeFileSync(note, text)
      expect(cache.read(region, digestOf(TAR))!.verified).toBe(false)
    }
  })
})

describe('room for the cache', () => {
  /** A verified layer with one file of that name; gives the name of its cache file. */
  async function add(cache: LayerCache, name: string): Promise<string> {
    const tar = tarOf({name})
    const {columns, facts} = await streamed(tar)
    cache.writeVerified(null, columns, facts)
    return `diff-${digestOf(tar).slice(7)}.idx`
  }

  it('is made by letting go what was used longest ago', async () => {
    const roomy = new LayerCache(cacheFolder)
    const names = [await add(roomy, 'a'), await add(roomy, 'b'), await add(roomy, 'c')]
    const size = statSync(join(cacheFolder, names[0]!)).size
    const ages = [300, 900, 600]
    for (const [i, name] of names.entries()) {
      utimesSync(join(cacheFolder, name), Date.now() / 1000 - ages[i]!, Date.now() / 1000 - ages[i]!)
    }
    // Reading makes the oldest the newest.
    expect(roomy.read(stored('x', OTHER), parseDigest(`sha256:${names[1]!.slice(5, -4)}`))).not.toBeNull()
    const tight = new LayerCache(cacheFolder, size * 3.5)
    const added = await add(tight, 'd')
    expect(files()).toEqual([names[0]!, names[1]!, added].sort())
    expect(tight.usage().bytes).toBeLessThanOrEqual(size * 3.5)
  })

  it('is made from what a killed process left half-written, not from what one writes now', async () => {
    const cache = new LayerCache(cacheFolder)
    mkdirSync(cacheFolder, {recursive: true})
    const [old, young, foreign] = ['diff-1.idx.1.a.tmp', 'diff-2.idx.1.b.tmp', 'notes.txt']
    for (const name of [old, young, foreign]) writeFileSync(join(cacheFolder, name!), 'half')
    utimesSync(join(cacheFolder, old!), 1000, 1000)
    utimesSync(join(cacheFolder, foreign!), 1000, 1000)
    await add(cache, 'a')
    expect(files()).not.toContain(old)
    expect(files()).toEqual(expect.arrayContaining([young, foreign]))
  })

  it('is told, and given back by clearing, which leaves strange files alone', async () => {
    const cache = new LayerCache(cacheFolder)
    await add(cache, 'a')
    await add(cache, 'b')
    writeFileSync(join(cacheFolder, 'notes.txt'), 'mine')
    expect(cache.usage()).toMatchObject({files: 2})
    cache.clear()
    expect(cache.usage()).toEqual({bytes: 0, files: 0})
    expect(files()).toEqual(['notes.txt'])
  })
})

describe('a cache that can’t be written', () => {
  it('harms nothing', async () => {
    writeFileSync(cacheFolder, 'a file where the folder should be')
    const cache = new LayerCache(cacheFolder)
    const region = stored('a.tar', TAR)
    const {columns, facts} = await streamed(TAR)
    cache.writeHopped(region, columns, facts)
    cache.writeVerified(region, columns, facts)
    expect(cache.read(region, digestOf(TAR))).toBeNull()
    expect(cache.usage()).toEqual({bytes: 0, files: 0})
    cache.clear()
  })
})

describe('several writers at once', () => {
  const WRITER = `
    import {writeCacheFile} from ${JSON.stringify(join(import.meta.dirname, '../../../src/operations/cache/cache-file.ts'))}
    const names = new Uint8Array(new SharedArrayBuffer(400_000)).fill(Number(process.argv[3]))
    for (let i = 0; i < 60; i++) writeCacheFile(process.argv[2], {entryCount: 0, nodeCount: 1, names}, {who: process.argv[3]})
  `

  it('never leave half of one and half of another, nor anything else', async () => {
    const path = join(cacheFolder, 'diff-1.idx')
    const script = join(folder, 'writer.mjs')
    writeFileSync(script, await bundleText(WRITER))
    let running = 3
    const ended = Promise.all(
      [1, 2, 3].map(
        who =>
          new Promise<number | null>(resolve =>
            spawn(process.execPath, [script, path, String(who)], {stdio: 'inherit'}).on('close', code => {
              running--
              resolve(code)
            }),
          ),
      ),
    )
    let seen = 0
    while (running > 0) {
      const found = readCacheFile(path)
      if (found !== null) {
        seen++
        expect(found.columns.names.every(byte => byte === found.columns.names[0])).toBe(true)
        expect(found.facts).toEqual({who: String(found.columns.names[0])})
      }
      await new Promise(resolve => setImmediate(resolve))
    }
    expect(await ended).toEqual([0, 0, 0])
    expect(seen).toBeGreaterThan(0)
    expect(files()).toEqual(['diff-1.idx'])
  })
})
