import {kept} from '../../text/translate.ts'
import {EXTENSION_LIMIT, ExtendedHeaders, isExtension} from './extended-headers.ts'
import {BLOCK, checksumHolds, isOldGnuSparse, isZeroBlock, readNumber} from './header.ts'
import {Member, type TarSink} from './member.ts'
import {fillMember, hasUnreadable, isSize} from './member-header.ts'

export {Member, type TarSink} from './member.ts'

const EXTENSION_ALONE = kept`the tar ends after an extended header, before the member it describes`

/**
 * A tar parser that is fed: bytes go in by `write`, members come out at the sink. The same parser serves a stream and a file
 * that is hopped through: after a `write`, `skippable` says how many bytes ahead nobody needs, and `skipped` that they were
 * left out. Never throws on odd input; where it can't go on it tells a problem, sets `damage` and ignores the rest.
 */
export class TarParser {
  /** true once the end-of-archive mark was seen, or damage that can't be passed */
  ended = false
  /** why the rest could not be read, null while all is well */
  damage: string | null = null
  /** bytes of the tar that were consumed or skipped */
  position = 0
  members = 0

  private readonly sink: TarSink
  private readonly member = new Member()
  private readonly partial = new Uint8Array(BLOCK)
  private partialLength = 0
  private contentLeft = 0
  private paddingLeft = 0
  private readonly extended = new ExtendedHeaders()
  private sparseBlocks = false
  /** one zero block was seen; the archive ends with two, or where the bytes do */
  private zeroBlock = false
  private lanes: Int32Array | null = null
  private lanesOf: Uint8Array | null = null

  constructor(sink: TarSink) {
    this.sink = sink
  }

  /** Bytes right ahead that need not be given to `write`. */
  get skippable(): number {
    // The rest of an old GNU sparse map comes before the content.
    if (this.extended.reading || this.sparseBlocks) return 0
    return this.sink.content === undefined ? this.contentLeft + this.paddingLeft : 0
  }

  /** Says that `bytes` (at most `skippable`) were left out. */
  skipped(bytes: number): void {
    this.position += bytes
    const content = Math.min(bytes, this.contentLeft)
    this.contentLeft -= content
    this.paddingLeft -= bytes - content
  }

  /** Takes the next bytes of the tar, as many as there are. */
  write(bytes: Uint8Array, start = 0, end = bytes.length): void {
    let at = start
    while (at < end && !this.ended) {
      if (this.contentLeft > 0 && !this.sparseBlocks) {
        const take = Math.min(this.contentLeft, end - at)
        if (this.extended.reading) this.extended.add(bytes.subarray(at, at + take))
        else if (this.member.type >= 0) this.sink.content?.(bytes, at, at + take)
        this.contentLeft -= take
        at += take
        this.position += take
        if (this.contentLeft === 0) this.contentDone()
      } else if (this.paddingLeft > 0 && !this.sparseBlocks) {
        const take = Math.min(this.paddingLeft, end - at)
        this.paddingLeft -= take
        at += take
        this.position += take
      } else if (this.partialLength > 0 || end - at < BLOCK) {
        const take = Math.min(BLOCK - this.partialLength, end - at)
        this.partial.set(bytes.subarray(at, at + take), this.partialLength)
        this.partialLength += take
        at += take
        this.position += take
        if (this.partialLength === BLOCK) {
          this.partialLength = 0
          this.block(this.partial, 0)
        }
      } else {
        this.position += BLOCK
        this.block(bytes, at)
        at += BLOCK
      }
    }
  }

  /**
   * Says that no more bytes come. Ends that lack their mark are common and fine; ends in the middle are damage, and so is
   * `short`: fewer bytes were there than should be.
   */
  finish(short = false): void {
    if (this.ended) return
    this.ended = true
    if (short || this.partialLength > 0 || this.contentLeft > 0 || this.sparseBlocks) {
      this.fail(kept`the tar ends in the middle of a member, after ${this.position} bytes`)
    } else if (this.extended.pending) this.fail(EXTENSION_ALONE)
  }

  private readonly told = (message: string) => this.sink.problem(this.position, message)

  private fail(message: string): void {
    this.ended = true
    this.damage = message
    this.sink.problem(this.position, message)
  }

  private lanesFor(bytes: Uint8Array): Int32Array | null {
    // Whoever hops gives the same view of the same memory each time.
    if (bytes === this.lanesOf) return this.lanes
    this.lanesOf = bytes
    this.lanes = (bytes.byteOffset & 3) === 0 ? new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2) : null
    return this.lanes
  }

  /** One block where a header is due. */
  private block(bytes: Uint8Array, at: number): void {
    if (this.sparseBlocks) {
      // The extension blocks of an old GNU sparse header; the last one has a zero at 504.
      this.sparseBlocks = bytes[at + 504] !== 0
      if (!this.sparseBlocks) this.announce()
      else this.member.contentOffset += BLOCK
      return
    }
    if (bytes[at] === 0 && isZeroBlock(bytes, at)) {
      if (this.extended.pending) this.fail(EXTENSION_ALONE)
      else if (this.zeroBlock) this.ended = true
      this.zeroBlock = true
      return
    }
    if (this.zeroBlock) {
      this.fail(kept`a lone zero block before byte ${this.position - BLOCK}: what follows could not be read`)
      return
    }
    if (!checksumHolds(bytes, at, this.lanesFor(bytes))) {
      const offset = this.position - BLOCK
      this.fail(
        this.members === 0
          ? kept`this is no tar: its first header does not check`
          : kept`a damaged header at byte ${offset}: what follows could not be read`,
      )
      return
    }
    const flag = bytes[at + 156]!
    if (isExtension(flag)) this.beginExtension(bytes, at, flag)
    else this.header(bytes, at)
  }

  private beginExtension(bytes: Uint8Array, at: number, flag: number): void {
    const size = readNumber(bytes, at + 124, 12)
    if (!isSize(size)) {
      this.impossibleSize()
      return
    }
    if (hasUnreadable(bytes, at)) this.told(kept`the mode, owner, time or device of an extended header is no number`)
    this.paddingLeft = (BLOCK - (size % BLOCK)) % BLOCK
    this.contentLeft = size
    if (size > EXTENSION_LIMIT) {
      this.told(kept`an extended header of ${size} bytes was passed over`)
      // As content of nobody it is hopped over, or flows by.
      this.member.type = -1
      return
    }
    this.extended.begin(flag, size)
    if (size === 0) this.contentDone()
  }

  private contentDone(): void {
    if (this.extended.reading) this.extended.end(this.told)
    else if (this.member.type >= 0) this.sink.contentEnd?.()
  }

  private impossibleSize(): void {
    this.fail(
      kept`a member at byte ${this.position - BLOCK} declares an impossible size: what follows could not be read`,
    )
  }

  private header(bytes: Uint8Array, at: number): void {
    const member = this.member
    if (!fillMember(member, bytes, at, this.extended, this.told)) {
      this.impossibleSize()
      return
    }
    member.contentOffset = this.position
    this.contentLeft = member.stored
    this.paddingLeft = (BLOCK - (member.stored % BLOCK)) % BLOCK
    if (bytes[at + 482] !== 0 && isOldGnuSparse(bytes, at)) {
      member.keepNames()
      this.sparseBlocks = true
      member.contentOffset += BLOCK
      return
    }
    this.announce()
  }

  private announce(): void {
    this.members++
    this.sink.entry(this.member)
    if (this.contentLeft === 0) this.sink.contentEnd?.()
  }
}
