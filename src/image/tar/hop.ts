import type {TarParser} from './tar-parser.ts'

/** Reads up to `buffer.length` bytes at `offset` of the tar into `buffer`; gives how many there were, 0 at the end. */
export type ReadAt = (buffer: Uint8Array, offset: number) => number

/** A read costs about what reading 12 KiB more does: below that, hopping saves nothing. */
const SMALLEST = 16 * 1024
const LARGEST = 128 * 1024
const SHORT_HOP = 1024

/**
 * Runs the parser over a tar of `size` bytes that can be read at any place, hopping over contents. The window grows while
 * headers stand close together and shrinks where contents are long, so that neither many small reads nor reading in vain
 * costs time. `pulse` is called now and then with the position; it may throw to stop.
 */
export function hopThrough(parser: TarParser, readAt: ReadAt, size: number, pulse?: (position: number) => void): void {
  const memory = new Uint8Array(LARGEST)
  let window = 4 * SMALLEST
  let position = 0
  let untilPulse = 256
  while (!parser.ended && position < size) {
    const wanted = Math.min(window, size - position)
    const got = readAt(memory.subarray(0, wanted), position)
    if (got <= 0) {
      parser.finish(true)
      return
    }
    parser.write(memory, 0, got)
    position += got
    // A content that runs past the end is cut there, and finish() tells it.
    const ahead = Math.min(parser.skippable, size - position)
    parser.skipped(ahead)
    position += ahead
    // What a short hop saved, a larger window saves too; a long one says that contents are worth hopping over.
    if (ahead < SHORT_HOP) window = Math.min(LARGEST, window << 1)
    else window = Math.max(SMALLEST, window >> 1)
    if (--untilPulse === 0) {
      untilPulse = 256
      pulse?.(position)
    }
  }
  parser.finish()
}
