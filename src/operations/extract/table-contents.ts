import {createHash} from 'node:crypto'
import {EntryType, type LayerIndex} from '../../image/layer/layer-index.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Context, LayerContent} from '../../image/oci/image.ts'
import {decompress} from '../../image/tar/decompress.ts'
import {t} from '../../text/translate.ts'
import {streamOf} from '../worker/region-reader.ts'
import type {MemberContent} from './member-content.ts'
import {StreamBytes} from './tar-bytes.ts'

/** Files that are fetched one by one; whoever wants more gets the whole blob, which is then sooner there. */
const SINGLY = 24

/**
 * The contents of a layer that is known by its table alone: each file lies packed by itself in the blob, so that only its own
 * bytes are fetched, and held against the digest that the table gives for it.
 */
export class TableContents {
  private readonly content: LayerContent
  private readonly index: LayerIndex
  private readonly end: number
  private readonly context: Context
  private opened = 0
  private last: StreamBytes | null = null

  constructor(content: LayerContent, index: LayerIndex, end: number, context: Context) {
    this.content = content
    this.index = index
    this.end = end
    this.context = context
  }

  /** Throws what fetching throws; the pieces fail with `digest-mismatch` at their end where they are not the file. */
  async open(entry: number): Promise<MemberContent> {
    await this.close()
    const size = this.index.columns.entrySize[entry]!
    if (size === 0) return {size, pieces: async function* () {}}
    if (++this.opened > SINGLY) await this.content.bring?.(this.context)
    const packed = await this.packedFrom(this.index.columns.entryOffset[entry]!)
    const unpacked = decompress(packed, this.index.facts.compression)
    const bytes = new StreamBytes(unpacked, this.context.signal)
    this.last = bytes
    const digest = this.index.columns.contentDigests?.slice(entry * 16, entry * 16 + 16) ?? null
    return {
      size,
      // All of it is read from its begin on: only so its digest is known.
      async *pieces(from = 0) {
        const hash = createHash('sha256')
        let at = 0
        for await (const piece of bytes.pieces(size)) {
          hash.update(piece)
          if (at + piece.length > from) {
            const passed = Math.max(0, from - at)
            yield {at: at + passed, bytes: piece.subarray(passed)}
          }
          at += piece.length
        }
        if (digest !== null && !hash.digest().subarray(0, 16).equals(digest)) throw otherBytes()
      },
    }
  }

  async close(): Promise<void> {
    await this.last?.close()
    this.last = null
  }

  /** The blob's bytes from here to where the next content begins. */
  private async packedFrom(offset: number): Promise<AsyncIterable<Uint8Array>> {
    const length = this.nextAfter(offset) - offset
    const {region} = this.content
    if (region !== undefined) return streamOf({...region, offset: region.offset + offset, size: length})
    if (this.content.openAt === undefined) throw new Error('a table tells of places that nobody can open')
    return this.content.openAt(offset, length, this.context)
  }

  private nextAfter(offset: number): number {
    const {entryCount, entryOffset, entryType, entrySize} = this.index.columns
    let next = this.end
    for (let entry = 0; entry < entryCount; entry++) {
      const at = entryOffset[entry]!
      if (at > offset && at < next && entryType[entry] === EntryType.file && entrySize[entry]! > 0) next = at
    }
    return next
  }
}

function otherBytes(): LensError {
  return new LensError(
    'digest-mismatch',
    t`The file's bytes are not those that the layer's table of contents tells of.`,
    {
      advice: t`The table or the layer was altered; fetch the image whole and look into that: layerlens copy REF oci:DIR`,
    },
  )
}
