import {existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, unlinkSync} from 'node:fs'
import {basename, join} from 'node:path'
import {type Digest, isDigest} from '../../image/oci/digest.ts'
import {throwIfCancelled} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {syncFolder} from '../disk/durable-file.ts'
import type {IndexDocument} from '../layout/index-document.ts'
import {readHolder} from './lock-file.ts'
import {livenessOf, ownIdentity} from './process-identity.ts'
import {Reachability, unknowable} from './reachability.ts'
import type {Store} from './store.ts'
import {readMark, readMarks, type WriterMark} from './writer-mark.ts'

/** What collecting came to. */
export interface Collected {
  readonly blobs: number
  /** bytes of them */
  readonly freed: number
  /** what was not collected though no image needs it */
  readonly kept: readonly Kept[]
}

export interface Kept {
  readonly blobs: number
  readonly bytes: number
  /** why, in words that follow "kept:" */
  readonly why: string
}

/** Another program that writes into the folder makes no mark; what it wrote is left alone for so long, milliseconds. */
const YOUNG = 3600_000

/**
 * Removes the blobs that no image of a list needs; call it under the lock, with the list as it is written. Left are those that
 * somebody who writes just now counts on, and those that are young and nobody's: `doomed` are never taken for such.
 * Throws where it can't be told what is needed: nothing is removed then.
 */
export async function collect(
  store: Store,
  index: IndexDocument,
  {doomed, now, signal}: {readonly doomed: ReadonlySet<Digest>; readonly now: number; readonly signal: AbortSignal},
): Promise<Collected> {
  const needed = await neededBy(store, index)
  throwIfCancelled(signal)
  const marks = readMarks(store.marksFolder)
  const claims = claimsOf(marks.filter(({liveness}) => liveness !== 'dead'))
  const ours = new Set([
    ...doomed,
    ...marks.filter(({liveness}) => liveness === 'dead').flatMap(({digests}) => digests),
  ])
  const kept = new Map<string, {blobs: number; bytes: number}>()
  let [blobs, freed] = [0, 0]
  for (const {digest, path, size, mtimeMs} of blobsOf(store)) {
    if (needed.has(digest)) continue
    const writer = claims.get(digest)
    const isYoung = now - mtimeMs < YOUNG && !ours.has(digest)
    if (writer !== undefined || isYoung) {
      const why = writer === undefined ? t`younger than an hour: another program may be writing them` : busy(writer)
      const sum = kept.get(why) ?? {blobs: 0, bytes: 0}
      kept.set(why, {blobs: sum.blobs + 1, bytes: sum.bytes + size})
      continue
    }
    unlinkSync(path)
    blobs++
    freed += size
  }
  await syncFolder(join(store.folder, 'blobs', 'sha256'))
  for (const {path, liveness} of marks) if (liveness === 'dead') rmSync(path, {force: true})
  removeLeftovers(store, marks, now)
  return {blobs, freed, kept: [...kept].map(([why, sum]) => ({why, ...sum}))}
}

/** What all images of a list need together. Throws what `unknowable` says. */
export async function neededBy(store: Store, {entries}: IndexDocument): Promise<ReadonlySet<Digest>> {
  const reachability = new Reachability(store)
  for (const entry of entries) {
    await reachability.of(entry).catch(cause => {
      throw unknowable(cause, entry.tag ?? entry.digest)
    })
  }
  return reachability.ofList(entries)
}

function claimsOf(marks: readonly WriterMark[]): Map<Digest, WriterMark> {
  return new Map(marks.flatMap(mark => mark.digests.map(digest => [digest, mark] as const)))
}

function busy({writer, what, liveness}: WriterMark): string {
  const {pid, machine} = writer
  if (liveness === 'alive') return t`process ${pid} needs them: ${what}`
  return t`process ${pid} of ${machine.split(' ')[0]} may need them: ${what}`
}

/** A file among the blobs, as it was when it was listed. */
export interface StoredBlob {
  readonly digest: Digest
  readonly path: string
  readonly size: number
  readonly mtimeMs: number
}

/** All blobs of a store, whoever needs them. What is no blob by its name is nobody's business. */
export function blobsOf(store: Store): readonly StoredBlob[] {
  return ['sha256', 'sha512'].flatMap(algorithm => {
    const folder = join(store.folder, 'blobs', algorithm)
    if (!existsSync(folder)) return []
    return readdirSync(folder).flatMap(name => {
      const digest = `${algorithm}:${name}`
      const path = join(folder, name)
      const stat = isDigest(digest) ? statSync(path, {throwIfNoEntry: false}) : undefined
      if (stat === undefined || !stat.isFile()) return []
      return [{digest: digest as Digest, path, size: stat.size, mtimeMs: stat.mtimeMs}]
    })
  })
}

/**
 * What programs left that were killed while they wrote: half files, and files of locks that they never got. Whose number runs
 * here may be alive; and one that doesn't may run on another machine, unless a mark says that it was here.
 */
function removeLeftovers(store: Store, marks: readonly WriterMark[], now: number): void {
  const dead = new Set(marks.filter(({liveness}) => liveness === 'dead').map(({writer}) => writer.pid))
  for (const [folder, pattern] of [
    [store.incomingFolder, /^(\d+)-[0-9a-f-]{36}$/],
    [store.ownFolder, /^lock-(\d+)-[0-9a-f-]{36}\.tmp(?:\.own)?$/],
    [store.marksFolder, /^(\d+)-[0-9a-f-]{36}\.json\.tmp$/],
  ] as const) {
    if (!existsSync(folder)) continue
    for (const name of readdirSync(folder)) {
      const pid = Number(pattern.exec(name)?.[1] ?? 0)
      if (pid === 0 || pid === process.pid) continue
      if (livenessOf({...ownIdentity(), pid, started: null}) === 'alive') continue
      const path = join(folder, name)
      const stat = statSync(path, {throwIfNoEntry: false})
      if (stat === undefined) continue
      if (dead.has(pid) || isOfTheDead(path) || now - stat.mtimeMs > OLD) rmSync(path, {force: true})
    }
  }
}

/** A file of a lock, and a mark that was written and did not get its name, say themselves whose they were. */
function isOfTheDead(path: string): boolean {
  const name = basename(path)
  if (name.endsWith('.json.tmp')) return readMark(path)?.liveness === 'dead'
  if (!name.startsWith('lock-')) return false
  const holder = readHolder(path)
  return holder !== 'gone' && holder !== null && livenessOf(holder) === 'dead'
}

/** Nobody writes one file for longer, milliseconds. */
const OLD = 24 * 3600_000

/**
 * Puts a blob aside whose bytes are not those of its name: nobody reads it there, and nothing is lost. Null for one that was
 * written anew or removed since it was listed: blobs come and go without the lock, and what is there now may be sound.
 */
export function putAside(store: Store, {path, digest, size, mtimeMs}: StoredBlob): string | null {
  const stat = statSync(path, {throwIfNoEntry: false})
  if (stat?.size !== size || stat.mtimeMs !== mtimeMs) return null
  const folder = join(store.ownFolder, 'damaged')
  mkdirSync(folder, {recursive: true})
  const target = join(folder, digest.replace(':', '-'))
  renameSync(path, target)
  return target
}
