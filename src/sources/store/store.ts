import {randomUUID} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, statSync} from 'node:fs'
import {join} from 'node:path'
import type {Digest} from '../../image/oci/digest.ts'
import {errorCode, LensError} from '../../image/oci/error.ts'
import {shellPath} from '../../text/shell-words.ts'
import {t} from '../../text/translate.ts'
import {writeBlobDurably} from '../disk/durable-blob.ts'
import {type DurableWrite, writeDurably, writeFailure} from '../disk/durable-file.ts'
import {fileFailure} from '../disk/file-failure.ts'
import {readDocument} from '../disk/file-region.ts'
import {blobPath} from '../layout/blob-reader.ts'
import {FolderBlobs} from '../layout/folder-blobs.ts'
import {EMPTY_INDEX, formatIndexDocument, type IndexDocument, parseIndexDocument} from '../layout/index-document.ts'
import type {OutgoingBlob} from '../medium/destination.ts'
import {withLock} from './store-lock.ts'

/**
 * Our own store of images: an OCI layout folder (image-spec image-layout.md) that other tools read as `oci:FOLDER:TAG`. What
 * only we need stands below `.layerlens`: the lock of index.json and a copy of it, what is just written, and who writes.
 *
 * A blob is written under another name, held against its digest and size, synced and renamed; then the manifest; the list
 * last, under the lock. So whoever is killed leaves blobs that nobody leads to, which are collected.
 */
export class Store {
  readonly folder: string
  readonly blobs: FolderBlobs

  constructor(folder: string) {
    this.folder = folder
    this.blobs = new FolderBlobs(folder)
  }

  /** False until something is written into it. */
  get exists(): boolean {
    return existsSync(join(this.folder, 'oci-layout')) || existsSync(join(this.folder, 'index.json'))
  }

  get marksFolder(): string {
    return join(this.folder, OWN, 'writers')
  }

  get ownFolder(): string {
    return join(this.folder, OWN)
  }

  get incomingFolder(): string {
    return join(this.folder, OWN, 'incoming')
  }

  blobPath(digest: Digest): string {
    return join(this.folder, blobPath(digest))
  }

  /** Bytes of a blob that is there; null where it isn't. */
  sizeOf(digest: Digest): number | null {
    const stat = statSync(this.blobPath(digest), {throwIfNoEntry: false})
    return stat?.isFile() ? stat.size : null
  }

  /** What it lists; nothing where there is no store yet. Throws `manifest-malformed` for a damaged list, with what to do. */
  readIndex(): IndexDocument {
    const bytes = this.indexBytes()
    if (bytes === null) {
      if (!this.hasBlobs()) return EMPTY_INDEX
      throw this.damaged(null)
    }
    try {
      return parseIndexDocument(bytes)
    } catch (cause) {
      throw cause instanceof LensError ? this.damaged(cause) : cause
    }
  }

  /** Does something while nobody else changes the store. `what`: in words. Throws as `withLock`; what the disk refuses is `io`. */
  async locked<T>(what: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    this.requirePlace()
    try {
      return await withLock(this.ownFolder, {what, signal}, work)
    } catch (thrown) {
      throw writeFailure(this.shown, thrown)
    }
  }

  /** names it in sentences */
  private get shown(): string {
    return t`the store (${this.folder})`
  }

  /** Writes the list; under the lock. */
  async writeIndex(index: IndexDocument, signal: AbortSignal): Promise<void> {
    const bytes = formatIndexDocument(index)
    if (!existsSync(join(this.folder, 'oci-layout'))) {
      await this.write(join(this.folder, 'oci-layout'), Buffer.from('{"imageLayoutVersion":"1.0.0"}'), signal)
    }
    await this.write(join(this.folder, 'index.json'), bytes, signal)
    await this.write(this.copyOfIndex, bytes, signal)
  }

  /** Writes a document, whole or not at all. Throws `io`, `cancelled`. */
  async write(path: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    await writeDurably(this.writing(path, signal), [bytes])
  }

  /** Writes a blob to where it belongs, held against its digest, whole or not at all. Throws as `writeBlobDurably` does. */
  async writeBlob(blob: OutgoingBlob): Promise<void> {
    await writeBlobDurably(this.writing(this.blobPath(blob.digest), blob.signal), blob)
  }

  private writing(path: string, signal: AbortSignal): DurableWrite {
    try {
      mkdirSync(this.incomingFolder, {recursive: true})
    } catch (cause) {
      throw this.unwritable(cause)
    }
    const temporary = join(this.incomingFolder, `${process.pid}-${randomUUID()}`)
    return {path, temporary, shown: this.shown, signal}
  }

  private get copyOfIndex(): string {
    return join(this.folder, OWN, 'index.json')
  }

  private indexBytes(): Uint8Array | null {
    const path = join(this.folder, 'index.json')
    try {
      return existsSync(path) ? readDocument(path) : null
    } catch (cause) {
      throw fileFailure(path, cause)
    }
  }

  private hasBlobs(): boolean {
    try {
      return readdirSync(join(this.folder, 'blobs', 'sha256')).length > 0 && existsSync(this.copyOfIndex)
    } catch {
      return false
    }
  }

  /** Somebody broke the list: the images are still there, and so is a copy of the list as we wrote it. */
  private damaged(cause: LensError | null): LensError {
    const path = join(this.folder, 'index.json')
    const what = cause === null ? t`it is gone` : cause.message
    const copy = existsSync(this.copyOfIndex)
    return new LensError(
      'manifest-malformed',
      t`The store's list of images, ${path}, was damaged: ${what}. Its blobs were not touched.`,
      {
        cause,
        advice: copy
          ? t`Put back the copy that the last change left: cp ${shellPath(this.copyOfIndex)} ${shellPath(path)}`
          : t`Move that folder away, and pull into a new one: mv ${shellPath(this.folder)} ${shellPath(`${this.folder}.damaged`)}`,
      },
    )
  }

  /** A folder of something else is no place for a store. */
  private requirePlace(): void {
    if (this.exists || existsSync(this.ownFolder)) return
    let names: string[]
    try {
      names = readdirSync(this.folder)
    } catch (cause) {
      if (errorCode(cause) === 'ENOENT') return
      throw this.unwritable(cause)
    }
    if (names.length === 0 || names.every(name => name === 'blobs')) return
    throw new LensError('usage', t`${this.folder} is there already and is no store: it is no OCI layout.`, {
      advice: t`Name a folder that is empty, is not there yet, or is a layout: --store DIR`,
    })
  }

  private unwritable(cause: unknown): LensError {
    return new LensError('io', t`The store ${this.folder} can't be written to (${errorCode(cause) ?? t`no reason`}).`, {
      cause,
      advice: t`Name another folder for it: --store DIR`,
    })
  }
}

/** Below the layout, where no other tool looks. */
const OWN = '.layerlens'
