/**
 * The first bytes of a file, as many as were read, in pieces that nobody writes to any more. Adding gives another run that
 * shares the pieces of this one.
 */
export class ByteRun {
  static readonly EMPTY: ByteRun = new ByteRun([], 0)

  /** bytes */
  readonly length: number
  private readonly pieces: readonly BytePiece[]

  private constructor(pieces: readonly BytePiece[], length: number) {
    this.pieces = pieces
    this.length = length
  }

  /** Takes `bytes` as they are: whoever gives them keeps his hands off from then on. */
  with(bytes: Uint8Array): ByteRun {
    if (bytes.length === 0) return this
    return new ByteRun([...this.pieces, {at: this.length, bytes}], this.length + bytes.length)
  }

  /** The bytes from `from` to `to`, as far as there are any: a view where they lie in one piece, else a copy. */
  slice(from: number, to: number): Uint8Array {
    const start = Math.max(0, from)
    const end = Math.min(to, this.length)
    if (start >= end) return new Uint8Array(0)
    let i = this.pieceAt(start)
    const first = this.pieces[i]!
    if (end <= first.at + first.bytes.length) return first.bytes.subarray(start - first.at, end - first.at)
    const joined = new Uint8Array(end - start)
    for (let at = start; at < end; i++) {
      const {at: begin, bytes} = this.pieces[i]!
      const taken = bytes.subarray(at - begin, end - begin)
      joined.set(taken, at - start)
      at += taken.length
    }
    return joined
  }

  private pieceAt(offset: number): number {
    let low = 0
    let high = this.pieces.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.pieces[middle]!.at <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}

interface BytePiece {
  readonly at: number
  readonly bytes: Uint8Array
}
