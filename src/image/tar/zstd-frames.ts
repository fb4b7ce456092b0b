import {t} from '../../text/translate.ts'
import {LensError} from '../oci/error.ts'
import {damaged} from './unpacking-failure.ts'

const ZSTD_MAGIC = 0xfd2fb528

/** Windows beyond this are refused: a header may ask for 2 GiB of memory with a few bytes. The format's own advice is 8 MiB. */
export const ZSTD_WINDOW_LIMIT = 128 * 1024 * 1024

/** A block unpacks to at most 128 KiB (RFC 8878), so a piece of this many to at most 4 MiB, however well it is packed. */
const BLOCKS_A_PIECE = 32

/** A piece of one data frame; `last` marks the frame's end. */
export interface FramePiece {
  readonly bytes: Uint8Array
  readonly last: boolean
}

type State = 'magic' | 'skip-size' | 'skip' | 'descriptor' | 'frame-header' | 'block-header' | 'block' | 'checksum'

/**
 * Cuts a stream of chunks into pieces of data frames: finds where zstd frames end (RFC 8878) without decompressing them. Node's
 * own decompressor stops after the first frame, and blobs of several frames (zstd:chunked, parallel writers) are common.
 * Skippable frames are left out on the way. Throws `compression-damaged` or `limit-exceeded`.
 */
export class ZstdFrameSplitter {
  private state: State = 'magic'
  private readonly field = new Uint8Array(18)
  private have = 0
  private need = 4
  private left = 0
  private hasChecksum = false
  private lastBlock = false
  private blocks = 0

  /** True between frames: the only place where the data may end. */
  get atBoundary(): boolean {
    return this.state === 'magic' && this.have === 0
  }

  /** The pieces of data frames in this chunk, in order; views of it. */
  *split(chunk: Uint8Array): Generator<FramePiece> {
    let at = 0
    let from = -1
    // A frame's magic may have come with an earlier chunk: it is passed on by itself when the frame begins.
    if (this.state !== 'magic' && this.state !== 'skip-size' && this.state !== 'skip') from = 0
    while (at < chunk.length) {
      if (this.state === 'skip' || this.state === 'block') {
        const take = Math.min(this.left, chunk.length - at)
        at += take
        this.left -= take
        if (this.left > 0) break
        if (this.state === 'skip') this.expect('magic', 4)
        else if (this.afterBlock()) {
          yield {bytes: chunk.subarray(from, at), last: true}
          from = -1
        } else if (++this.blocks >= BLOCKS_A_PIECE) {
          yield {bytes: chunk.subarray(from, at), last: false}
          from = at
          this.blocks = 0
        }
        continue
      }
      const take = Math.min(this.need - this.have, chunk.length - at)
      this.field.set(chunk.subarray(at, at + take), this.have)
      this.have += take
      at += take
      if (this.have < this.need) break
      const before = this.state
      const frameEnded = this.fieldDone()
      if (before === 'magic' && (this.state as State) === 'descriptor') {
        yield {bytes: this.field.slice(0, 4), last: false}
        from = at
      }
      if (frameEnded) {
        yield {bytes: chunk.subarray(from, at), last: true}
        from = -1
      }
    }
    if (from >= 0 && from < chunk.length) yield {bytes: chunk.subarray(from), last: false}
  }

  private expect(state: State, bytes: number): void {
    this.state = state
    this.need = bytes
    this.have = 0
  }

  private word(at = 0): number {
    return (
      (this.field[at]! | (this.field[at + 1]! << 8) | (this.field[at + 2]! << 16) | (this.field[at + 3]! << 24)) >>> 0
    )
  }

  /** A field is complete; true where that ended a frame. */
  private fieldDone(): boolean {
    switch (this.state) {
      case 'magic':
        if (this.word() === ZSTD_MAGIC) this.expect('descriptor', 1)
        else if (this.word() >>> 4 === 0x184d2a5) this.expect('skip-size', 4)
        else throw damaged('zstd', t`what should be a frame is none`)
        return false
      case 'skip-size':
        this.left = this.word()
        if (this.left > 0) this.state = 'skip'
        else this.expect('magic', 4)
        return false
      case 'descriptor': {
        this.hasChecksum = (this.field[0]! & 4) !== 0
        const single = (this.field[0]! & 0x20) !== 0
        const dictionary = [0, 1, 2, 4][this.field[0]! & 3]!
        const contentSize = [single ? 1 : 0, 2, 4, 8][this.field[0]! >> 6]!
        // One of them is there: a window, or the size of the content.
        this.need = 1 + (single ? 0 : 1) + dictionary + contentSize
        this.state = 'frame-header'
        return false
      }
      case 'frame-header':
        this.checkWindow()
        this.expect('block-header', 3)
        return false
      case 'block-header': {
        const header = this.field[0]! | (this.field[1]! << 8) | (this.field[2]! << 16)
        const type = (header >> 1) & 3
        if (type === 3) throw damaged('zstd', t`a block has no valid type`)
        this.lastBlock = (header & 1) !== 0
        this.left = type === 1 ? 1 : header >> 3
        this.have = 0
        if (this.left > 0) {
          this.state = 'block'
          return false
        }
        return this.afterBlock()
      }
      default:
        this.expect('magic', 4)
        return true
    }
  }

  private afterBlock(): boolean {
    if (!this.lastBlock) this.expect('block-header', 3)
    else if (this.hasChecksum) this.expect('checksum', 4)
    else {
      this.expect('magic', 4)
      return true
    }
    return false
  }

  private checkWindow(): void {
    const descriptor = this.field[0]!
    const single = (descriptor & 0x20) !== 0
    let window = 0
    if (!single) {
      const exponent = this.field[1]! >> 3
      const base = 2 ** (10 + exponent)
      window = base + (base / 8) * (this.field[1]! & 7)
    } else {
      const at = 1 + [0, 1, 2, 4][descriptor & 3]!
      const size = descriptor >> 6
      if (size === 0) window = this.field[at]!
      else if (size === 1) window = this.field[at]! + 256 * this.field[at + 1]! + 256
      else window = this.word(at) + (size === 3 ? this.word(at + 4) * 2 ** 32 : 0)
    }
    if (window > ZSTD_WINDOW_LIMIT) {
      throw new LensError(
        'limit-exceeded',
        t`A zstd frame asks for a window of ${window} bytes; at most ${ZSTD_WINDOW_LIMIT} are given.`,
        {
          advice: t`Write the layer again with zstd at an ordinary level (without --long or --ultra).`,
        },
      )
    }
  }
}
