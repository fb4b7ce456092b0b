import {createReadStream} from 'node:fs'
import {type Digest, digestAlgorithm, digestHex} from '../../image/oci/digest.ts'
import {throwIfCancelled} from '../../image/oci/error.ts'
import type {RawManifest} from '../../image/oci/image.ts'
import {fileHeader, filePadding, TAR_END} from '../../image/tar/file-header.ts'
import {EMPTY_INDEX, entryOf, formatIndexDocument} from '../layout/index-document.ts'
import {REF_NAME} from '../layout/layout-candidates.ts'
import type {Arrival, Destination, OutgoingBlob} from '../medium/destination.ts'
import {verifiedBlob} from '../medium/verified-blob.ts'
import {type TemporaryFile, temporaryFailure, temporaryFile} from '../spool/temporary-file.ts'
import {requireNew, writeArchive} from './new-archive.ts'

/**
 * An oci-archive: an OCI layout in a tar. Blobs wait in temporary files until the manifest is there; the archive is then written
 * under another name and renamed. It cannot be added to: a file that is there is refused.
 */
export class OciArchiveDestination implements Destination {
  readonly reference: string
  readonly keepsManifests = true
  private readonly path: string
  private readonly tag: string | null
  private readonly blobs = new Map<Digest, TemporaryFile>()

  constructor(path: string, tag: string | null) {
    this.path = path
    this.tag = tag
    this.reference = `oci-archive:${path}${tag === null ? '' : `:${tag}`}`
    requireNew(path)
  }

  async putBlob(blob: OutgoingBlob): Promise<Arrival> {
    if (this.blobs.has(blob.digest)) return 'there'
    const file = temporaryFile()
    try {
      for await (const chunk of verifiedBlob(blob)) {
        throwIfCancelled(blob.signal)
        await file.write(chunk)
      }
    } catch (thrown) {
      file.close()
      throwIfCancelled(blob.signal)
      throw temporaryFailure(thrown)
    }
    this.blobs.set(blob.digest, file)
    return 'sent'
  }

  async putNested({raw, digest}: RawManifest): Promise<void> {
    if (this.blobs.has(digest)) return
    const file = temporaryFile()
    this.blobs.set(digest, file)
    await file.write(raw).catch(thrown => {
      throw temporaryFailure(thrown)
    })
  }

  async putManifest(manifest: RawManifest, signal: AbortSignal): Promise<void> {
    await this.putNested(manifest)
    const {raw, digest, mediaType} = manifest
    const annotations = this.tag === null ? {} : {[REF_NAME]: this.tag}
    const index = {...EMPTY_INDEX, entries: [entryOf({mediaType, digest, size: raw.length}, annotations)]}
    await writeArchive(this.path, this.members(formatIndexDocument(index)), signal)
  }

  close(): void {
    for (const file of this.blobs.values()) file.close()
    this.blobs.clear()
  }

  /** Documents first: who reads from a pipe knows at once what it is. */
  private async *members(index: Uint8Array): AsyncIterable<Uint8Array> {
    yield* document('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}'))
    yield* document('index.json', index)
    for (const [digest, file] of this.blobs) {
      yield fileHeader(`blobs/${digestAlgorithm(digest)}/${digestHex(digest)}`, file.size)
      if (file.size > 0) yield* createReadStream(file.path, {highWaterMark: 1 << 20}) as AsyncIterable<Buffer>
      yield filePadding(file.size)
    }
    yield TAR_END
  }
}

function* document(name: string, bytes: Uint8Array): Iterable<Uint8Array> {
  yield fileHeader(name, bytes.length)
  yield bytes
  yield filePadding(bytes.length)
}
