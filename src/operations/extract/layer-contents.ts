import type {LayerIndex} from '../../image/layer/layer-index.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Context, Layer} from '../../image/oci/image.ts'
import {decompress} from '../../image/tar/decompress.ts'
import {RegionReader} from '../worker/region-reader.ts'
import {type MemberContent, openMember} from './member-content.ts'
import {RegionBytes, StreamBytes, type TarBytes} from './tar-bytes.ts'

/**
 * The contents of one layer's files. A plain tar on disk is read at its places, in any order; anything else flows by once,
 * so its files must be asked for in the order of the tar. Close it after use.
 */
export class LayerContents {
  private readonly tar: TarBytes
  private readonly index: LayerIndex

  private constructor(tar: TarBytes, index: LayerIndex) {
    this.tar = tar
    this.index = index
  }

  /** Throws `blob-missing` where the layer is not here, `io` where it can't be opened. */
  static async open(layer: Layer, index: LayerIndex, context: Context): Promise<LayerContents> {
    const {content} = layer
    if (content === null) throw new LensError('blob-missing', layer.missing ?? 'The layer is not here.')
    const {compression} = index.facts
    if (content.region !== undefined && compression === 'none') {
      return new LayerContents(new RegionBytes(new RegionReader(content.region), context.signal), index)
    }
    const blob = await content.open(context)
    return new LayerContents(new StreamBytes(decompress(blob, compression), context.signal), index)
  }

  /** Finds the content of a regular file's entry. Read its pieces before asking for another. */
  open(entry: number): Promise<MemberContent> {
    return openMember(this.tar, this.index, entry)
  }

  close(): Promise<void> {
    return this.tar.close()
  }
}
