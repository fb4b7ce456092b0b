import {setImmediate} from 'node:timers/promises'
import {contentSize} from '../../image/filesystem/path-versions.ts'
import type {Context} from '../../image/oci/image.ts'
import type {ImageFiles} from '../extract/path-failure.ts'
import {plainRegion} from '../plain-region.ts'
import {contentOf} from '../read-file.ts'

/** Enough to tell what a file is, and to fill a screen. Bytes. */
export const FIRST_PIECE = 64 * 1024
const PIECE = 1 << 20

/** The bytes of a version of a file, in pieces of one's own; keys are heard between them. */
export class FileBytes {
  /** bytes, holes included */
  readonly size: number
  /** any place of it can be read at once; else all of the layer that lies before has to be unpacked */
  readonly plain: boolean
  private readonly files: ImageFiles
  private readonly version: number
  private readonly context: Context
  private readonly onUnpacked: (position: number, target: number) => void

  constructor(
    files: ImageFiles,
    version: number,
    context: Context,
    onUnpacked: (position: number, target: number) => void,
  ) {
    const layer = files.union.columns.versionLayer[files.union.original(version)]!
    this.files = files
    this.version = version
    this.context = context
    this.onUnpacked = onUnpacked
    this.size = contentSize(files.union, version)
    this.plain = plainRegion(files.image.layers[layer]!, files.union.layers[layer]!) !== null
  }

  /** From a byte on; the first piece is small. Nobody writes to them any more. Leaving the loop closes what was opened. */
  async *from(offset: number): AsyncIterable<Uint8Array> {
    const {onUnpacked} = this
    let left = this.size - offset
    if (left <= 0) return
    let piece = new Uint8Array(Math.min(left, FIRST_PIECE))
    let filled = 0
    for await (const chunk of contentOf(this.files, this.version, this.context, {from: offset, onUnpacked})) {
      for (let at = 0; at < chunk.length; ) {
        const taken = chunk.subarray(at, at + piece.length - filled)
        piece.set(taken, filled)
        filled += taken.length
        at += taken.length
        if (filled < piece.length) continue
        left -= filled
        yield piece
        await setImmediate()
        piece = new Uint8Array(Math.min(left, PIECE))
        filled = 0
        if (left === 0) return
      }
    }
  }

  /** The last `length` bytes. */
  last(length: number): Promise<Uint8Array> {
    return lastOf(this.from(this.size - length), length, length)
  }
}

/** The last `length` bytes of a stream of `size`; the others flow by. */
export async function lastOf(pieces: AsyncIterable<Uint8Array>, size: number, length: number): Promise<Uint8Array> {
  const start = size - length
  const tail = new Uint8Array(length)
  let at = 0
  for await (const piece of pieces) {
    const cut = Math.max(0, start - at)
    if (cut < piece.length) tail.set(piece.subarray(cut), at + cut - start)
    at += piece.length
  }
  return tail
}
