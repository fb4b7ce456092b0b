import {existsSync, readdirSync, statSync} from 'node:fs'
import {join, resolve} from 'node:path'
import type {Digest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import type {RawManifest} from '../../image/oci/image.ts'
import {t} from '../../text/translate.ts'
import {writeBlobDurably} from '../disk/durable-blob.ts'
import {type DurableWrite, writeDurably} from '../disk/durable-file.ts'
import {fileFailure} from '../disk/file-failure.ts'
import {readDocument} from '../disk/file-region.ts'
import type {Arrival, Destination, OutgoingBlob} from '../medium/destination.ts'
import {blobPath} from './blob-reader.ts'
import {
  EMPTY_INDEX,
  entryOf,
  formatIndexDocument,
  type IndexDocument,
  type IndexEntry,
  parseIndexDocument,
} from './index-document.ts'
import {REF_NAME} from './layout-candidates.ts'

/**
 * An OCI layout folder (image-spec image-layout.md), made where there is none. Everything is written by temporary name, sync
 * and rename; index.json last, where an entry of the same tag is replaced and all others stay.
 */
export class LayoutDestination implements Destination {
  readonly reference: string
  readonly keepsManifests = true
  private readonly folder: string
  private readonly tag: string | null

  constructor(folder: string, tag: string | null) {
    this.folder = folder
    this.tag = tag
    this.reference = `oci:${folder}${tag === null ? '' : `:${tag}`}`
    if (existsSync(folder) && !isLayoutOrEmpty(folder)) {
      throw new LensError('usage', t`${folder} is there already and is no OCI layout.`, {
        advice: t`Name a folder that is empty, is not there yet, or is a layout.`,
      })
    }
  }

  async putBlob(blob: OutgoingBlob): Promise<Arrival> {
    const {digest, size, signal, progress} = blob
    const path = join(this.folder, blobPath(digest))
    // One of another size was damaged by somebody, and is written anew.
    if (statSync(path, {throwIfNoEntry: false})?.size === size) {
      progress(size)
      return 'there'
    }
    await writeBlobDurably(this.writing(path, signal), blob)
    return 'sent'
  }

  async putNested({raw, digest}: RawManifest, signal: AbortSignal): Promise<void> {
    await this.write(join(this.folder, blobPath(digest)), [raw], signal)
  }

  async putManifest(manifest: RawManifest, signal: AbortSignal): Promise<void> {
    const {raw, digest, mediaType} = manifest
    // A list that can't be read is told of before anything is written.
    this.index()
    await this.putNested(manifest, signal)
    await this.write(join(this.folder, 'oci-layout'), [Buffer.from('{"imageLayoutVersion":"1.0.0"}')], signal)
    const annotations = this.tag === null ? {} : {[REF_NAME]: this.tag}
    const entry = entryOf({mediaType, digest, size: raw.length}, annotations)
    await inTurn(resolve(this.folder), async () => {
      const index = this.index()
      const entries = [...index.entries.filter(other => !this.isReplaced(other, digest)), entry]
      await this.write(join(this.folder, 'index.json'), [formatIndexDocument({...index, entries})], signal)
    })
  }

  close(): void {}

  /** What the index lists: as it stands there. */
  private index(): IndexDocument {
    const path = join(this.folder, 'index.json')
    return existsSync(path) ? parseIndexDocument(readDocument(path)) : EMPTY_INDEX
  }

  private isReplaced({tag, digest}: IndexEntry, by: Digest): boolean {
    return this.tag === null ? tag === null && digest === by : tag === this.tag
  }

  private write(path: string, chunks: Iterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    return writeDurably(this.writing(path, signal), chunks)
  }

  private writing(path: string, signal: AbortSignal): DurableWrite {
    const temporary = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`
    return {path, temporary, shown: this.folder, signal}
  }
}

/** The last who changes the list of a folder, by the folder. */
const turns = new Map<string, Promise<void>>()

/** One after the other: what one adds to a list would be missing in what another read before. Rejects as `work` does. */
async function inTurn(folder: string, work: () => Promise<void>): Promise<void> {
  const mine = (turns.get(folder) ?? Promise.resolve()).then(work)
  const over = mine.catch(() => {})
  turns.set(folder, over)
  await mine.finally(() => {
    if (turns.get(folder) === over) turns.delete(folder)
  })
}

function isLayoutOrEmpty(folder: string): boolean {
  try {
    const names = readdirSync(folder)
    return names.length === 0 || names.includes('oci-layout') || names.every(name => name === 'blobs')
  } catch (cause) {
    throw fileFailure(folder, cause)
  }
}
