import {createHash} from 'node:crypto'
import {existsSync, readdirSync, rmSync, statSync, utimesSync} from 'node:fs'
import {join} from 'node:path'
import type {LayerColumns, LayerFacts} from '../../image/layer/layer-index.ts'
import {type Digest, digestHex} from '../../image/oci/digest.ts'
import type {Region} from '../../image/oci/image.ts'
import {EntryType} from '../../image/tar/entry-type.ts'
import {readCacheFile, writeCacheFile, writeWhole} from './cache-file.ts'
import {readReference, seenFacts, writtenReference} from './region-reference.ts'

/** What the cache has of a layer. */
export interface CachedLayer {
  readonly columns: LayerColumns
  readonly facts: LayerFacts
  /** true where these very bytes were hashed once and did not change since */
  readonly verified: boolean
}

/** Bytes the cache may take before the files used longest ago go. */
export const CACHE_LIMIT = 2 * 1024 ** 3

/** A temporary file this old belongs to nobody any more. */
const STALE_MS = 10 * 60_000

/** Files that changed so lately may change again within the same tick of their clock. */
const RACY_MS = 2000

/**
 * LayerIndexes on disk. Three kinds of keys, by what is known:
 * - `diff-HEX.idx`: the index of the layer with this diffID. Written only by whoever hashed every byte of it.
 * - `region-HEX`: what was found in these very bytes of this very file (device, inode, size, mtime, place). `.idx` holds an
 *   index that was hopped together and not verified; `.ref` says that they were hashed and have the diffID it names, and
 *   how they are compressed, which the tar's index can't know.
 * - `blob-HEX`: what was found in the blob with this digest, wherever it lies. `.ref` as above; `blob-HEX-HEX.idx` holds an index
 *   that is the blob's own table of contents, under the table's digest too, and was not verified.
 * A file that is damaged, of another version or gone is a miss. So is an index that was hopped together, and knows nothing of what
 * files hold, where nobody can look at them: in a layer that is packed, or not here.
 */
export class LayerCache {
  private readonly folder: string
  private readonly limit: number

  constructor(folder: string, limit = CACHE_LIMIT) {
    this.folder = folder
    this.limit = limit
  }

  /**
   * Looks for a layer by the bytes it lies in, then by its claimed diffID. Bytes known to be another layer are a miss. Without
   * a region there is only the diffID to go by, and of the blob nothing is known.
   */
  read(region: Region | null, diffId: Digest | null): CachedLayer | null {
    if (region === null) return this.readByDiffId(diffId)
    const key = regionKey(region)
    if (key !== null) {
      const reference = readReference(join(this.folder, `${key}.ref`))
      if (reference !== null) {
        if (diffId !== null && reference.diffId !== diffId) return null
        const found = this.readIndex(diffName(reference.diffId))
        if (found !== null && (reference.compression === 'none' || knowsContents(found.columns)))
          return {columns: found.columns, facts: {...found.facts, ...reference}, verified: true}
      }
      const hopped = this.readIndex(`${key}.idx`)
      if (hopped !== null) return {...hopped, verified: false}
    }
    const found = diffId === null ? null : this.readIndex(diffName(diffId))
    const blob = found && seenFacts(region)
    if (found === null || blob === null || (blob.compression !== 'none' && !knowsContents(found.columns))) return null
    return {columns: found.columns, facts: {...found.facts, ...blob}, verified: false}
  }

  /** False where nothing can be known of a layer that is not here: for whoever would have to ask another thread. */
  mayKnow({digest, diffId, table}: AbsentLayer): boolean {
    const names = [
      diffId && diffName(diffId),
      digest && diffName(digest),
      digest && `${blobKey(digest)}.ref`,
      digest && table && tableName({digest, table}),
    ]
    return names.some(name => name !== null && existsSync(join(this.folder, name)))
  }

  /** Looks for a layer that is not here by the digest of its blob. A blob known to be another layer is a miss. */
  readBlob(digest: Digest, diffId: Digest | null): CachedLayer | null {
    const reference = readReference(join(this.folder, `${blobKey(digest)}.ref`))
    if (reference === null) return diffId === null || diffId === digest ? this.readPlain(digest) : null
    if (diffId !== null && reference.diffId !== diffId) return null
    const found = this.readFar(reference.diffId)
    return found && {columns: found.columns, facts: {...found.facts, ...reference}, verified: true}
  }

  /** The layer whose blob is its plain tar: both have the same digest. */
  private readPlain(digest: Digest): CachedLayer | null {
    const found = this.readFar(digest)
    if (found === null) return null
    const {columns, facts} = found
    const blob = {compression: 'none', blobDigest: digest, blobSize: facts.tarSize} as const
    return {columns, facts: {...facts, ...blob}, verified: true}
  }

  /** Looks for an index that is this very table of this blob. */
  readTable(key: TableKey): CachedLayer | null {
    const found = this.readIndex(tableName(key))
    return found && {...found, verified: false}
  }

  /** Keeps an index that is a blob's table of contents. */
  writeTable(key: TableKey, columns: LayerColumns, facts: LayerFacts): void {
    this.write(() => writeCacheFile(join(this.folder, tableName(key)), columns, facts))
  }

  private readByDiffId(diffId: Digest | null): CachedLayer | null {
    const found = diffId === null ? null : this.readFar(diffId)
    if (found === null) return null
    const {columns, facts} = found
    const blob = {compression: 'none', blobDigest: null, blobSize: facts.tarSize} as const
    return {columns, facts: {...facts, ...blob}, verified: false}
  }

  /** Keeps an index that was hopped together: under its bytes alone, whatever digest is claimed for them. */
  writeHopped(region: Region, columns: LayerColumns, facts: LayerFacts): void {
    const key = regionKey(region)
    if (key !== null) this.write(() => writeCacheFile(join(this.folder, `${key}.idx`), columns, facts))
  }

  /** Keeps an index whose every byte was hashed; `facts.diffId` is what they hashed to. */
  writeVerified(region: Region | null, columns: LayerColumns, facts: LayerFacts): void {
    const {diffId} = facts
    if (diffId === null || facts.damage !== null) return
    const key = region && regionKey(region)
    this.write(() => {
      const path = join(this.folder, diffName(diffId))
      const kept = readCacheFile(path)
      // A damaged one is replaced, and one that was hopped together by one that knows what the contents hash to.
      const enough = kept !== null && (kept.columns.contentDigests !== null || columns.contentDigests === null)
      if (!enough) writeCacheFile(path, columns, facts)
      // A plain blob is named by the tar's own digest.
      if (facts.blobDigest !== null && facts.blobDigest !== diffId) {
        writeWhole(join(this.folder, `${blobKey(facts.blobDigest)}.ref`), writtenReference({...facts, diffId}))
      }
      if (key) {
        writeWhole(join(this.folder, `${key}.ref`), writtenReference({...facts, diffId}))
        rmSync(join(this.folder, `${key}.idx`), {force: true})
      }
    })
  }

  /** The index of a layer whose bytes are not here to be looked at. */
  private readFar(diffId: Digest): {columns: LayerColumns; facts: LayerFacts} | null {
    const found = this.readIndex(diffName(diffId))
    return found !== null && knowsContents(found.columns) ? found : null
  }

  /** Bytes and number of files. */
  usage(): {bytes: number; files: number} {
    const files = this.list()
    return {bytes: files.reduce((sum, file) => sum + file.size, 0), files: files.length}
  }

  /** Removes all that the cache keeps, and nothing else that lies there. Throws what the disk throws. */
  clear(): void {
    for (const file of this.list()) rmSync(join(this.folder, file.name), {force: true})
  }

  private readIndex(name: string): {columns: LayerColumns; facts: LayerFacts} | null {
    const path = join(this.folder, name)
    const found = readCacheFile(path)
    if (found === null) return null
    try {
      const now = new Date()
      utimesSync(path, now, now)
    } catch {
      // A cache that can't be written can still be read.
    }
    return found
  }

  /** A cache is a comfort: where it can't be written, the work goes on without. */
  private write(act: () => void): void {
    try {
      act()
      this.trim()
    } catch {
      // A full or read-only disk costs the next start some time, nothing else.
    }
  }

  private list(): {name: string; size: number; used: number}[] {
    try {
      return readdirSync(this.folder)
        .filter(name => /^(?:blob|diff|region|union)-.*\.(?:idx|ref|tmp)$/.test(name))
        .map(name => {
          const facts = statSync(join(this.folder, name), {throwIfNoEntry: false})
          return {name, size: facts?.size ?? 0, used: facts?.mtimeMs ?? 0}
        })
    } catch {
      return []
    }
  }

  /** Removes what a killed process left half-written, and the files used longest ago where there are too many bytes. */
  private trim(): void {
    const now = Date.now()
    const files = this.list().filter(file => {
      const stale = file.name.endsWith('.tmp') && now - file.used > STALE_MS
      if (stale) rmSync(join(this.folder, file.name), {force: true})
      return !stale
    })
    let total = files.reduce((sum, file) => sum + file.size, 0)
    if (total <= this.limit) return
    files.sort((a, b) => a.used - b.used)
    for (const file of files) {
      if (total <= this.limit * 0.9) return
      rmSync(join(this.folder, file.name), {force: true})
      total -= file.size
    }
  }
}

/** Whether it knows what each file's content hashes to; where there are no files there is nothing to know. */
function knowsContents({contentDigests, entryType}: LayerColumns): boolean {
  return contentDigests !== null || !entryType.includes(EntryType.file)
}

/** What names a layer that is not here. */
export interface AbsentLayer {
  readonly digest: Digest | null
  readonly diffId: Digest | null
  readonly table: Digest | null
}

/** Which table of which blob. */
export interface TableKey {
  readonly digest: Digest
  readonly table: Digest
}

function tableName({digest, table}: TableKey): string {
  return `${blobKey(digest)}-${digestHex(table)}.idx`
}

function blobKey(digest: Digest): string {
  return `blob-${digestHex(digest)}`
}

function diffName(diffId: Digest): string {
  return `diff-${digestHex(diffId)}.idx`
}

/** What names these bytes of this file as it is now; null where the file is gone, about to go, or too fresh to be told from its next state. */
function regionKey(region: Region): string | null {
  try {
    const facts = statSync(region.path, {bigint: true})
    // A file without a name ends with the program: nobody meets it again.
    if (facts.nlink === 0n || Date.now() - Number(facts.mtimeMs) < RACY_MS) return null
    const text = [facts.dev, facts.ino, facts.size, facts.mtimeNs, region.offset, region.size].join(':')
    return `region-${createHash('sha256').update(text).digest('hex')}`
  } catch {
    return null
  }
}
