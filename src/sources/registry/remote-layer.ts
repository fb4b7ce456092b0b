import type {Readable} from 'node:stream'
import {
  ESTARGZ_FOOTER,
  estargzOffset,
  TABLE_LIMIT,
  type TablePlace,
  tablePlaceOf,
} from '../../image/layer/table-of-contents.ts'
import type {Digest} from '../../image/oci/digest.ts'
import type {BlobTable, Context, LayerContent, Region} from '../../image/oci/image.ts'
import type {Descriptor} from '../../image/oci/manifest.ts'
import {t} from '../../text/translate.ts'
import type {LayerParts} from '../medium/assemble-image.ts'
import type {BlobKeeper, KeptBlob} from '../medium/blob-keeper.ts'
import {encryptedReason, foreignReason, saysCompressed} from '../medium/layer-type.ts'
import {openBlob, openRange, type RemoteBlob, readRange} from './blobs.ts'

/** A layer whose blob lies in a registry. Nothing of it is read. */
export function remoteLayer(
  descriptor: Descriptor,
  place: Pick<RemoteBlob, 'client' | 'repository'>,
  keeper: BlobKeeper | null,
): LayerParts {
  const {digest, mediaType, size, urls, annotations} = descriptor
  const missing = foreignReason(mediaType, urls) ?? encryptedReason(mediaType)
  return {
    digest,
    mediaType,
    // The first bytes would say more, but asking for them costs a round trip a layer.
    compressedSize: saysCompressed(mediaType) ? size : null,
    content: missing === null ? new RemoteContent({...place, digest, size}, tablePlaceOf(annotations), keeper) : null,
    missing,
    oddity: null,
  }
}

/** Bytes of a blob that is fetched whole rather than in parts. */
const SMALL = 64 * 1024

/** A blob of a registry, until somebody brings it here. */
class RemoteContent implements LayerContent {
  private readonly blob: RemoteBlob
  private readonly place: TablePlace | null
  private readonly keeper: BlobKeeper | null
  private kept: KeptBlob | null = null
  /** bytes */
  private came = 0

  constructor(blob: RemoteBlob, table: TablePlace | null, keeper: BlobKeeper | null) {
    this.blob = blob
    // Of a small blob the table is most of it.
    this.place = blob.size < SMALL ? null : table
    this.keeper = keeper
  }

  get size(): number {
    return this.blob.size
  }

  get fetched(): number {
    return this.came
  }

  get table(): Digest | undefined {
    return this.place?.digest
  }

  get region(): Region | undefined {
    return this.kept?.region
  }

  async open(context: Context): Promise<Readable> {
    return this.kept === null ? openBlob(this.blob, context.signal) : this.kept.open(context)
  }

  async bring(context: Context): Promise<boolean> {
    this.kept ??= (await this.keeper?.keep(this.blob, (inner, from) => this.counted(inner, from), context)) ?? null
    return this.kept !== null
  }

  async openAt(offset: number, length: number, {signal}: Context): Promise<Readable> {
    return openRange(this.blob, offset, offset + length, signal, bytes => {
      this.came += bytes
    })
  }

  async fetchTable({signal, progress}: Context): Promise<BlobTable | null> {
    if (this.place === null) return null
    const {format, digest, run} = this.place
    const found = run ?? (await this.estargzRun(signal))
    if (found === null || found.offset + found.length > this.size || found.length > TABLE_LIMIT) return null
    const bytes = await readRange(this.blob, found.offset, found.length, signal)
    if (bytes !== null) {
      const done = bytes.length
      this.came += done + (run === null ? ESTARGZ_FOOTER : 0)
      progress({label: t`Fetching ${this.blob.digest}`, done, total: done, fetched: this.came})
    }
    return bytes && {format, digest, bytes, offset: found.offset}
  }

  /** From what its last bytes say to those bytes. */
  private async estargzRun(signal: AbortSignal): Promise<{offset: number; length: number} | null> {
    if (this.size < ESTARGZ_FOOTER) return null
    const end = this.size - ESTARGZ_FOOTER
    const footer = await readRange(this.blob, end, ESTARGZ_FOOTER, signal)
    const offset = footer && estargzOffset(footer)
    return offset === null || offset >= end ? null : {offset, length: end - offset}
  }

  /** From a byte on; whole it is held against its digest. */
  private async *counted({signal, progress}: Context, from: number): AsyncIterable<Uint8Array> {
    let done = from
    const {blob} = this
    for await (const chunk of from === 0 ? openBlob(blob, signal) : openRange(blob, from, blob.size, signal)) {
      yield chunk
      done += (chunk as Buffer).length
      this.came += (chunk as Buffer).length
      progress({label: t`Fetching ${this.blob.digest}`, done, total: this.blob.size, fetched: this.came})
    }
  }
}
