import {Readable} from 'node:stream'
import type {LayerIndex} from '../../image/layer/layer-index.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Context, Layer, Region} from '../../image/oci/image.ts'
import {type Compression, decompress} from '../../image/tar/decompress.ts'
import {sniffed} from '../../image/tar/sniffed.ts'
import {t} from '../../text/translate.ts'
import {RegionReader, streamOf} from '../worker/region-reader.ts'
import {type MemberContent, openMember} from './member-content.ts'
import {TableContents} from './table-contents.ts'
import {RegionBytes, StreamBytes, type TarBytes} from './tar-bytes.ts'

/** A layer whose files can be read. Close it after use. */
export interface OpenContents {
  /** Finds the content of a regular file's entry. Read its pieces before asking for another. */
  open(entry: number): Promise<MemberContent>
  close(): Promise<void>
}

/**
 * The contents of one layer's files. A plain tar on disk is read at its places, in any order; anything else flows by once,
 * so its files must be asked for in the order of the tar. Close it after use.
 */
export class LayerContents implements OpenContents {
  private readonly tar: TarBytes
  private readonly index: LayerIndex
  /** what flows by; null for what is read at its places */
  private readonly blob: AsyncIterable<Uint8Array> | null

  private constructor(tar: TarBytes, index: LayerIndex, blob: AsyncIterable<Uint8Array> | null) {
    this.tar = tar
    this.index = index
    this.blob = blob
  }

  /** `compression` is the blob's own: an index may have been made of the same tar elsewhere, compressed otherwise. */
  private static flowing(
    blob: AsyncIterable<Uint8Array>,
    {chunks, compression}: {readonly chunks: AsyncIterable<Uint8Array>; readonly compression: Compression},
    index: LayerIndex,
    signal: AbortSignal,
    pulse?: (position: number) => void,
  ): LayerContents {
    return new LayerContents(new StreamBytes(decompress(chunks, compression), signal, pulse), index, blob)
  }

  /**
   * `pulse` is told how many bytes of the tar were unpacked, where that has to be done. Throws `blob-missing` where the layer
   * is not here, `io` where it can't be opened.
   */
  static async open(
    layer: Layer,
    index: LayerIndex,
    context: Context,
    pulse?: (position: number) => void,
  ): Promise<OpenContents> {
    const {content} = layer
    if (content === null) throw new LensError('blob-missing', layer.missing ?? t`The layer is not here.`)
    const {table} = index.facts
    if (table !== undefined) return new TableContents(content, index, table.end, context)
    if (content.region !== undefined) return LayerContents.ofRegion(content.region, index, context.signal, pulse)
    const blob = await content.open(context)
    return LayerContents.flowing(blob, await sniffed(blob), index, context.signal, pulse)
  }

  /** The same of a layer whose blob lies on disk, packed or not; in any thread. */
  static ofRegion(
    region: Region,
    index: LayerIndex,
    signal: AbortSignal,
    pulse?: (position: number) => void,
  ): LayerContents {
    const {compression} = index.facts
    if (compression !== 'none') {
      const blob = streamOf(region)
      return LayerContents.flowing(blob, {chunks: blob, compression}, index, signal, pulse)
    }
    return new LayerContents(new RegionBytes(new RegionReader(region), signal), index, null)
  }

  /** True where a file can be asked for whatever was read before. */
  get isSeekable(): boolean {
    return this.tar instanceof RegionBytes
  }

  /** Finds the content of a regular file's entry. Read its pieces before asking for another. */
  open(entry: number): Promise<MemberContent> {
    return openMember(this.tar, this.index, entry)
  }

  async close(): Promise<void> {
    await this.tar.close()
    // A stream that nobody began to read has nobody else to close it, nor to hear that it could not even be opened.
    if (this.blob instanceof Readable) this.blob.on('error', () => {}).destroy()
  }
}
