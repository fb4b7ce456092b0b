import {randomUUID} from 'node:crypto'
import {mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {type Digest, isDigest} from '../../image/oci/digest.ts'
import {errorCode} from '../../image/oci/error.ts'
import {type Liveness, livenessOf, ownIdentity, type ProcessIdentity} from './process-identity.ts'

/** What somebody who writes an image into a store counts on, until the list leads to it. */
export interface WriterMark {
  readonly path: string
  readonly writer: ProcessIdentity
  /** what it does, in words */
  readonly what: string
  readonly digests: readonly Digest[]
  readonly liveness: Liveness
}

/** The mark of one who writes. It is only changed and read under the store's lock, so that nobody sees half of it. */
export class OwnMark {
  private readonly folder: string
  private readonly what: string
  private readonly path: string
  private readonly digests = new Set<Digest>()

  /** `folder`: where the marks of a store lie. */
  constructor(folder: string, what: string) {
    this.folder = folder
    this.what = what
    this.path = join(folder, `${process.pid}-${randomUUID()}.json`)
  }

  /** Says that a blob is counted on: nobody collects it from now on. */
  claim(digest: Digest): void {
    if (this.digests.has(digest)) return
    this.digests.add(digest)
    mkdirSync(this.folder, {recursive: true})
    const text = JSON.stringify({...ownIdentity(), what: this.what, digests: [...this.digests]})
    writeFileSync(`${this.path}.tmp`, text)
    renameSync(`${this.path}.tmp`, this.path)
  }

  drop(): void {
    if (this.digests.size === 0) return
    this.digests.clear()
    try {
      rmSync(this.path, {force: true})
    } catch {
      // What went wrong with the disk was told already; a mark that stays is one of the dead soon.
    }
  }
}

/** All marks in a folder, those of the dead too. */
export function readMarks(folder: string): readonly WriterMark[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return []
    throw thrown
  }
  return names.filter(name => name.endsWith('.json')).flatMap(name => readMark(join(folder, name)) ?? [])
}

/** The mark in a file; null where there is none that is whole. */
export function readMark(path: string): WriterMark | null {
  try {
    const {pid, started, machine, boot, what, digests} = JSON.parse(readFileSync(path, 'utf8')) as Record<
      string,
      unknown
    >
    if (typeof pid !== 'number' || typeof machine !== 'string' || !Array.isArray(digests)) return null
    const writer = {
      ...{pid, machine},
      started: typeof started === 'string' ? started : null,
      boot: typeof boot === 'string' ? boot : null,
    }
    return {
      path,
      writer,
      what: typeof what === 'string' ? what : '',
      digests: digests.filter(isDigest),
      liveness: livenessOf(writer),
    }
  } catch {
    // Gone by now, or nothing of ours.
    return null
  }
}
