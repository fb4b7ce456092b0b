import {Readable} from 'node:stream'
import {EntryType, type LayerIndex} from '../../image/layer/layer-index.ts'
import type {Context, LayerContent} from '../../image/oci/image.ts'
import type {ImageFiles} from '../extract/path-failure.ts'
import {contentOf} from '../read-file.ts'

/**
 * The contents of a flat tree: its files are had one by one from the image that they are of. Places are those of the flat
 * tree's own row of files.
 */
export class TreeContent implements LayerContent {
  private readonly files: ImageFiles
  private readonly index: LayerIndex
  /** by entry: the version in the image */
  private readonly origins: Int32Array
  private entries: ReadonlyMap<number, number> | null = null

  constructor(files: ImageFiles, index: LayerIndex, origins: Int32Array) {
    this.files = files
    this.index = index
    this.origins = origins
  }

  open(): Promise<Readable> {
    throw new Error('a flat tree has no blob')
  }

  /** All of the file that begins at this place, which `entryOffset` of the flat tree gives. */
  openAt(offset: number, _length: number, context: Context): Promise<Readable> {
    const entry = this.byOffset().get(offset)
    if (entry === undefined) throw new Error('no file of the flat tree begins here')
    return Promise.resolve(Readable.from(copied(contentOf(this.files, this.origins[entry]!, context))))
  }

  private byOffset(): ReadonlyMap<number, number> {
    if (this.entries === null) {
      const {entryCount, entryOffset, entryType, entryMark} = this.index.columns
      const entries = new Map<number, number>()
      for (let e = 0; e < entryCount; e++) {
        if (entryType[e] === EntryType.file && entryMark[e] === 0) entries.set(entryOffset[e]!, e)
      }
      this.entries = entries
    }
    return this.entries
  }
}

/** A stream may hold a chunk longer than its source lets it stand. */
async function* copied(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk)
}
