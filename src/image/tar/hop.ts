import type {TarParser} from './tar-parser.ts'

/** Reads up to `buffer.length` bytes at `offset` of the tar into `buffer`; gives how many there were, 0 at the end. */
export type ReadAt = (buffer: Uint8Array, offset: number) => number

const SMALLEST = 4 * 1024
const LARGEST = 512 * 1024

/**
 * Runs the parser over a tar of `size` bytes that can be read at any place, hopping over contents. The window grows while
 * headers stand close together and shrinks where contents are long, so that neither many small reads nor reading in vain
 * costs time. `pulse` is called now and then with the position; it may throw to stop.
 */
export function hopThrough(parser: TarParser, readAt: ReadAt, size: number, pulse?: (position: number) => void): void {
  const memory = new Uint8Array(LARGEST)
  let window = 16 * SMALLEST
  let position = 0
  let untilPulse = 256
  while (!parser.ended && position < size) {
    const wanted = Math.min(window, size - position)
    const got = readAt(memory.subarray(0, wanted), position)
    if (got <= 0) break
    let at = 0
    let hops = 0
    while (at < got && !parser.ended) {
      // One block at a time where contents can be skipped: what follows the header is only wanted if it is a header too.
      // A content that runs past the end is cut there, and finish() tells it.
      const skip = Math.min(parser.skippable, size - position - at)
      if (skip > 0) {
        parser.skipped(skip)
        at += skip
        hops++
      } else {
        const end = Math.min(got, at + 512)
        parser.write(memory, at, end)
        at = end
      }
    }
    position += at
    if (at > got) window = Math.max(SMALLEST, window >> 1)
    else if (hops > 8) window = Math.min(LARGEST, window << 1)
    if (--untilPulse === 0) {
      untilPulse = 256
      pulse?.(position)
    }
  }
  parser.finish()
}
