import {digestAlgorithm} from '../../image/oci/digest.ts'
import {throwIfCancelled} from '../../image/oci/error.ts'
import type {OutgoingBlob} from '../medium/destination.ts'
import {countedBlob, requireDigest} from '../medium/verified-blob.ts'
import {type DurableWrite, durably} from './durable-file.ts'
import {type GrowingFile, growHere, WRITE_THREADS} from './write-thread.ts'

/** Bytes are handed to the thread that writes in pieces of this size: each costs both a turn. */
const PIECE = 1 << 20
/** One is filled while others are written. */
const PIECES = 3

/**
 * Writes a blob as `writeDurably` writes a file; one whose bytes are not those of its digest never gets its name. Throws
 * `digest-mismatch`, `io`, `cancelled`, and what opening and reading it throw; then nothing stays.
 */
export function writeBlobDurably(target: DurableWrite, blob: OutgoingBlob): Promise<void> {
  return durably(target, async ({fd}) => {
    const algorithm = digestAlgorithm(blob.digest)
    const file = blob.size > PIECE ? WRITE_THREADS.grow(fd, algorithm) : growHere(fd, algorithm)
    const pieces = new Pieces(file, Math.min(PIECE, blob.size))
    try {
      for await (const chunk of countedBlob(blob)) {
        throwIfCancelled(target.signal)
        await pieces.add(chunk)
      }
    } catch (thrown) {
      await pieces.end().catch(() => {})
      throw thrown
    }
    requireDigest(blob, await pieces.end())
  })
}

/** Gathers bytes into pieces of memory that go to and fro between here and the thread that writes. */
class Pieces {
  private readonly file: GrowingFile
  private readonly size: number
  /** those that are written, first come first served */
  private readonly away: Promise<Uint8Array<ArrayBuffer>>[] = []
  private piece: Uint8Array<ArrayBuffer> | null = null
  private filled = 0

  constructor(file: GrowingFile, size: number) {
    this.file = file
    this.size = size
  }

  /** Takes in a chunk, whose memory is free again once it resolves. Rejects with the system's error, for what came before too. */
  async add(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      this.piece ??= await this.next()
      const part = chunk.subarray(at, at + this.size - this.filled)
      this.piece.set(part, this.filled)
      at += part.length
      this.filled += part.length
      if (this.filled === this.size) this.send()
    }
  }

  /** The digest of all, when all is written. Nobody uses the file any more then, also where it rejects. */
  async end(): Promise<string> {
    this.send()
    const digest = await this.file.end()
    await Promise.all(this.away)
    return digest
  }

  private async next(): Promise<Uint8Array<ArrayBuffer>> {
    if (this.away.length < PIECES) return new Uint8Array(this.size)
    return this.away.shift()!
  }

  private send(): void {
    if (this.piece === null) return
    const written = this.file.append(this.piece, this.filled)
    // Whoever needs the piece next, or `end`, hears of a failure.
    written.catch(() => {})
    this.away.push(written)
    this.piece = null
    this.filled = 0
  }
}
