import {createHash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {type Digest, digestAlgorithm} from '../../image/oci/digest.ts'
import {eachOfSeveral, type Refused} from '../../image/oci/each-of-several.ts'
import {errorCode, LensError, throwIfCancelled} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import {t} from '../../text/translate.ts'
import {fileFailure} from '../disk/file-failure.ts'
import {entryOf, type IndexDocument, type IndexEntry, withoutName} from '../layout/index-document.ts'
import {blobsOf, type Collected, collect, neededBy, putAside, type StoredBlob} from './collect.ts'
import {Reachability} from './reachability.ts'
import type {Store} from './store.ts'
import {settled} from './store-destination.ts'
import {isNamed, nameAnnotations, type StoreName, splitTag} from './store-name.ts'
import {storeCandidates} from './store-source.ts'

/** What removing images took away. */
export interface StoreRemoval {
  /** names that are gone */
  readonly untagged: readonly string[]
  /** images that are gone */
  readonly deleted: readonly Digest[]
  readonly collected: Collected
  /** why nothing could be collected; null where it could */
  readonly problem: string | null
}

/** The same of several, some of which may stay. */
export interface StoreRemovals extends StoreRemoval {
  /** what stays, and why */
  readonly refused: readonly Refused[]
}

/** Gives an image of the store one more name; whatever had it is left without. Throws `not-found`, `reference-ambiguous`, `io`. */
export async function tagInStore(store: Store, image: string, name: StoreName, signal: AbortSignal): Promise<void> {
  await store.locked(t`tagging ${name}`, signal, async () => {
    const index = store.readIndex()
    const entry = await entryNamed(store, index, image)
    const {digest, mediaType, size} = entry
    const others = index.entries.map(other =>
      isNamed(other.tag, name) && other.digest !== digest ? withoutName(other) : other,
    )
    const same = others.some(other => other.digest === digest && isNamed(other.tag, name))
    const entries = same ? others : [...others, entryOf({digest, mediaType, size}, nameAnnotations(name))]
    await store.writeIndex({...index, entries: settled(entries)}, signal)
  })
}

/**
 * Removes names, and images with their last one; what no other image needs goes too, at once. An ID or a digest names the image
 * itself: with several names it is only removed by `force`. Of several what can't be removed stays, and the others go; where none
 * could, it throws as for one. Throws `not-found`, `reference-ambiguous`, `usage`, `io`.
 */
export async function removeFromStore(
  store: Store,
  images: readonly string[],
  {force, now, signal}: {readonly force: boolean; readonly now: number; readonly signal: AbortSignal},
): Promise<StoreRemovals> {
  return store.locked(t`removing ${images.join(', ')}`, signal, async () => {
    const before = store.readIndex()
    let index = before
    const untagged: string[] = []
    const refused = await eachOfSeveral(images, async image => {
      const entry = await entryNamed(store, index, image)
      const all = index.entries.filter(({digest}) => digest === entry.digest)
      const byTag = entry.tag !== null && isNamed(entry.tag, image)
      if (!byTag && all.length > 1 && !force) throw severalNames(image, all)
      const gone = new Set(byTag ? [entry] : all)
      untagged.push(...[...gone].flatMap(({tag}) => tag ?? []))
      index = {...index, entries: index.entries.filter(other => !gone.has(other))}
    })
    if (refused.length > 0 && refused.length === images.length) throw refused[0]!.error
    const left = new Set(index.entries.map(({digest}) => digest))
    const deleted = [...new Set(before.entries.map(({digest}) => digest))].filter(digest => !left.has(digest))
    const doomed = await neededBy(store, before).catch(() => new Set<Digest>(deleted))
    index = await withoutOrphans(store, index)
    await store.writeIndex(index, signal)
    const removed = {untagged, deleted, refused}
    try {
      return {...removed, collected: await collect(store, index, {doomed, now, signal}), problem: null}
    } catch (thrown) {
      // The names are gone already; that something else is damaged does not change it.
      if (!(thrown instanceof LensError) || thrown.kind === 'cancelled') throw thrown
      return {...removed, collected: {blobs: 0, freed: 0, kept: []}, problem: thrown.message}
    }
  })
}

/**
 * Removes what no image needs; `untagged`: images without a name too, but not what says something about one that stays. Throws
 * as `collect`.
 */
export async function collectStore(
  store: Store,
  {untagged, now, signal}: {readonly untagged: boolean; readonly now: number; readonly signal: AbortSignal},
): Promise<StoreRemoval> {
  // Where there is none, none need be made.
  if (!store.exists) return {untagged: [], deleted: [], collected: {blobs: 0, freed: 0, kept: []}, problem: null}
  return store.locked(t`collecting what no image needs`, signal, async () => {
    const before = store.readIndex()
    const doomed = untagged ? await neededBy(store, before) : new Set<Digest>()
    const kept = untagged ? await withoutNameless(store, before) : before
    const index = await withoutOrphans(store, kept)
    if (index.entries.length !== before.entries.length) await store.writeIndex(index, signal)
    const left = new Set(index.entries.map(({digest}) => digest))
    const deleted = before.entries.map(({digest}) => digest).filter(digest => !left.has(digest))
    return {untagged: [], deleted, collected: await collect(store, index, {doomed, now, signal}), problem: null}
  })
}

/** Without images that have no name. What refers to another manifest is none: a signature never has one. */
async function withoutNameless(store: Store, index: IndexDocument): Promise<IndexDocument> {
  const reachability = new Reachability(store)
  const entries: IndexEntry[] = []
  for (const entry of index.entries) {
    if (entry.tag !== null || (await reachability.of(entry)).subject !== null) entries.push(entry)
  }
  return {...index, entries}
}

/** Without nameless entries that say something about an image which is gone. */
async function withoutOrphans(store: Store, index: IndexDocument): Promise<IndexDocument> {
  const needed = await neededBy(store, index).catch(() => null)
  if (needed === null) return index
  return {...index, entries: index.entries.filter(({digest}) => needed.has(digest))}
}

/** What reading all blobs found. */
export interface Examined {
  readonly blobs: number
  readonly bytes: number
  /** those whose bytes are not those of their names, and where they lie now */
  readonly damaged: readonly {readonly digest: Digest; readonly aside: string}[]
}

/** Reads every blob and puts those aside that are damaged, so that pulling brings them anew. Throws `io`, `cancelled`. */
export async function examineStore(store: Store, {signal, progress}: Context): Promise<Examined> {
  const blobs = blobsOf(store)
  const total = blobs.reduce((sum, {size}) => sum + size, 0)
  let done = 0
  const damaged: Examined['damaged'][number][] = []
  for (const blob of blobs) {
    const sound = await isSound(blob, bytes => {
      throwIfCancelled(signal)
      done += bytes
      progress({label: t`Reading the store`, done, total})
    })
    const aside = sound === false ? putAside(store, blob) : null
    if (aside !== null) damaged.push({digest: blob.digest, aside})
  }
  return {blobs: blobs.length, bytes: total, damaged}
}

/** Null for one that was removed meanwhile. */
async function isSound({path, digest}: StoredBlob, read: (bytes: number) => void): Promise<boolean | null> {
  const hash = createHash(digestAlgorithm(digest))
  try {
    for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20}) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      read(chunk.length)
    }
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return null
    throw fileFailure(path, thrown)
  }
  return digest === `${digestAlgorithm(digest)}:${hash.digest('hex')}`
}

/** The entry of the list that a name, an ID, the beginning of one or a digest means. */
async function entryNamed(store: Store, index: IndexDocument, image: string): Promise<IndexEntry> {
  const byTag = index.entries.find(({tag}) => isNamed(tag, image))
  if (byTag !== undefined) return byTag
  // NAME@DIGEST: the digest alone says which one.
  const digestOnly = image.slice(image.search(/@sha(?:256|512):/) + 1)
  const byDigest = index.entries.find(({digest}) => digest === digestOnly)
  if (byDigest !== undefined) return byDigest
  const prefix = /^(?:sha256:)?([0-9a-f]{1,64})$/.exec(image)?.[1]
  const candidates = prefix === undefined ? [] : await storeCandidates(store)
  const meant = candidates.filter(({id, digests}) =>
    [id, ...digests].some(digest => digest?.startsWith(`sha256:${prefix}`)),
  )
  const entries = new Set(meant.map(({positions}) => index.entries[positions[0]!]!.digest))
  if (entries.size === 1) return index.entries[meant[0]!.positions[0]!]!
  const tags = index.entries.flatMap(({tag}) => tag ?? [])
  if (entries.size > 1 && new Set(meant.map(({id}) => id)).size === 1) throw oneId(image, index.entries, entries)
  if (entries.size > 1) {
    throw new LensError('reference-ambiguous', t`${image} may mean ${entries.size} images of the store.`, {
      advice: t`Give more digits, or a name.`,
    })
  }
  throw new LensError('not-found', t`The store holds no image ${image}.`, {
    advice: tags.length === 0 ? t`It holds none with a name.` : t`It holds ${tags.slice(0, 20).join(', ')}.`,
  })
}

/** Manifests of one image that differ in how its layers are packed, say: no more digits of its ID tell them apart. */
function oneId(image: string, all: readonly IndexEntry[], meant: ReadonlySet<Digest>): LensError {
  const named = [...meant].map(meantDigest => {
    const tag = all.find(({digest, tag}) => digest === meantDigest && tag !== null)?.tag ?? null
    return `store:${tag === null ? '' : splitTag(tag)[0]}@${meantDigest}`
  })
  return new LensError('reference-ambiguous', t`${image} is the ID of ${meant.size} images of the store.`, {
    advice: t`Name it by its digest: ${named.join(', ')}`,
  })
}

function severalNames(image: string, entries: readonly IndexEntry[]): LensError {
  const tags = entries.flatMap(({tag}) => tag ?? [])
  return new LensError('usage', t`${image} has ${tags.length} names: ${tags.join(', ')}.`, {
    advice: t`Remove it by one of them, or with all of them: --force`,
  })
}
