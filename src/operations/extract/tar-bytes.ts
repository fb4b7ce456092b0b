import {LensError, throwIfCancelled} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import type {RegionReader} from '../worker/region-reader.ts'

/** A layer's uncompressed tar from front to back. What is passed over is only read where there is no other way past it. */
export interface TarBytes {
  /** bytes from the start of the tar */
  readonly position: number
  /** Exactly `length` bytes, to keep. Throws `tar-damaged` where the tar ends before. */
  take(length: number): Promise<Uint8Array>
  /** Backwards only where the tar lies plain on disk. */
  skip(length: number): Promise<void>
  /** The next `length` bytes in pieces; each is valid until the next is asked for. */
  pieces(length: number): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

const CHUNK = 256 * 1024

function endsEarly(position: number): LensError {
  return new LensError('tar-damaged', t`The layer ends after ${position} bytes, in the middle of this file.`, {
    advice: t`The image was cut off or altered; fetch or write it again.`,
  })
}

/** A plain tar on disk: positioned reads, nothing in between is touched. */
export class RegionBytes implements TarBytes {
  position = 0
  private readonly reader: RegionReader
  private readonly signal: AbortSignal
  private buffer: Uint8Array | null = null

  constructor(reader: RegionReader, signal: AbortSignal) {
    this.reader = reader
    this.signal = signal
  }

  async take(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length)
    this.fill(bytes)
    return bytes
  }

  async skip(length: number): Promise<void> {
    this.position += length
  }

  async *pieces(length: number): AsyncIterable<Uint8Array> {
    this.buffer ??= new Uint8Array(CHUNK)
    for (let left = length; left > 0; ) {
      throwIfCancelled(this.signal)
      const piece = this.buffer.subarray(0, Math.min(CHUNK, left))
      this.fill(piece)
      left -= piece.length
      yield piece
    }
  }

  async close(): Promise<void> {
    this.reader.close()
  }

  private fill(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      const got = this.reader.readAt(bytes.subarray(done), this.position)
      if (got === 0) throw endsEarly(this.position)
      done += got
      this.position += got
    }
  }
}

/** A tar that flows by, such as one that is being decompressed: memory for one chunk, whatever is passed over. */
export class StreamBytes implements TarBytes {
  position = 0
  private readonly chunks: AsyncIterator<Uint8Array>
  private readonly signal: AbortSignal
  private readonly pulse: ((position: number) => void) | undefined
  private chunk: Uint8Array = new Uint8Array(0)

  constructor(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal, pulse?: (position: number) => void) {
    this.chunks = chunks[Symbol.asyncIterator]()
    this.signal = signal
    this.pulse = pulse
  }

  async take(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length)
    let done = 0
    for await (const piece of this.pieces(length)) {
      bytes.set(piece, done)
      done += piece.length
    }
    return bytes
  }

  async skip(length: number): Promise<void> {
    if (length < 0) throw new Error('contents of a stream are read in the order of the tar')
    for await (const _ of this.pieces(length));
  }

  async *pieces(length: number): AsyncIterable<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (this.chunk.length === 0) await this.next()
      const piece = this.chunk.subarray(0, left)
      this.chunk = this.chunk.subarray(piece.length)
      this.position += piece.length
      left -= piece.length
      yield piece
    }
  }

  async close(): Promise<void> {
    await this.chunks.return?.()
  }

  private async next(): Promise<void> {
    throwIfCancelled(this.signal)
    this.pulse?.(this.position)
    let next: IteratorResult<Uint8Array>
    try {
      next = await this.chunks.next()
    } catch (error) {
      // A stream that was told to stop says so in its own words.
      throwIfCancelled(this.signal)
      throw error
    }
    if (next.done) throw endsEarly(this.position)
    this.chunk = next.value
  }
}
