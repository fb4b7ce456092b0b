import {EntryType} from './entry-type.ts'
import {BLOCK, checksumHolds, dialectOf, FLAG, isZeroBlock, readNumber, readOctal, textEnd} from './header.ts'
import {type PaxRecords, parsePax} from './pax.ts'

/**
 * A member as the parser tells it: one object, filled anew for each. Names are views into memory that the next call may
 * overwrite; copy what you keep.
 */
export class Member {
  /** path bytes as the tar has them */
  name: Uint8Array = new Uint8Array(0)
  nameStart = 0
  nameEnd = 0
  /** EntryType */
  type = 0
  mode = 0
  uid = 0
  gid = 0
  /** declared size, bytes: real size of a sparse file, 0 for what is no regular file */
  size = 0
  /** bytes of content that follow in the tar */
  stored = 0
  seconds = 0
  nanos = 0
  /** digits of a second's fraction that the tar gave */
  digits = 0
  link: Uint8Array = new Uint8Array(0)
  linkStart = 0
  linkEnd = 0
  xattrs: Readonly<Record<string, string>> | null = null
  major = 0
  minor = 0
  /** bytes from the start of the tar */
  contentOffset = 0
}

export interface TarSink {
  /** A member's header was read; `member` is reused. */
  entry(member: Member): void
  /** A piece of the last member's content. Leave it out to let contents be hopped over. */
  content?(bytes: Uint8Array, start: number, end: number): void
  /** All of the last member's content was passed on. Only called where `content` is there. */
  contentEnd?(): void
  /** Something odd that was survived. */
  problem(offset: number, message: string): void
}

/** The longest extended header that is read; longer ones are passed over and told. */
const EXTENSION_LIMIT = 1 << 20

const EXTENSION_ALONE = 'the tar ends after an extended header, before the member it describes'

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
  private extension: Uint8Array | null = null
  private extensionFlag = 0
  private extensionLength = 0
  private sparseBlocks = false
  /** one zero block was seen; the archive ends with two, or where the bytes do */
  private zeroBlock = false
  private globalPax: PaxRecords = {}
  private pax: PaxRecords | null = null
  private longName: Uint8Array | null = null
  private longLink: Uint8Array | null = null
  private lanes: Int32Array | null = null
  private lanesOf: Uint8Array | null = null

  constructor(sink: TarSink) {
    this.sink = sink
  }

  /** Bytes right ahead that need not be given to `write`. */
  get skippable(): number {
    // The rest of an old GNU sparse map comes before the content.
    if (this.extension !== null || this.sparseBlocks) return 0
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
        if (this.extension !== null) this.extension.set(bytes.subarray(at, at + take), this.extensionLength)
        else if (this.member.type >= 0) this.sink.content?.(bytes, at, at + take)
        if (this.extension !== null) this.extensionLength += take
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
      this.fail(`the tar ends in the middle of a member, after ${this.position} bytes`)
    } else if (this.extensionPending()) this.fail(EXTENSION_ALONE)
  }

  private extensionPending(): boolean {
    return this.pax !== null || this.longName !== null || this.longLink !== null
  }

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
      if (this.extensionPending()) this.fail(EXTENSION_ALONE)
      else if (this.zeroBlock) this.ended = true
      this.zeroBlock = true
      return
    }
    if (this.zeroBlock) {
      this.fail(`a lone zero block before byte ${this.position - BLOCK}: what follows could not be read`)
      return
    }
    if (!checksumHolds(bytes, at, this.lanesFor(bytes))) {
      const offset = this.position - BLOCK
      this.fail(
        this.members === 0
          ? 'this is no tar: its first header does not check'
          : `a damaged header at byte ${offset}: what follows could not be read`,
      )
      return
    }
    const flag = bytes[at + 156]!
    if (
      flag === FLAG.paxLocal ||
      flag === FLAG.paxGlobal ||
      flag === FLAG.gnuLongName ||
      flag === FLAG.gnuLongLink ||
      flag === FLAG.paxLocalSolaris
    ) {
      this.beginExtension(bytes, at, flag)
    } else this.header(bytes, at, flag)
  }

  private beginExtension(bytes: Uint8Array, at: number, flag: number): void {
    const size = readNumber(bytes, at + 124, 12)
    if (!this.sizeIsSane(size)) return
    this.paddingLeft = (BLOCK - (size % BLOCK)) % BLOCK
    this.contentLeft = size
    if (size > EXTENSION_LIMIT) {
      this.sink.problem(this.position, `an extended header of ${size} bytes was passed over`)
      // As content of nobody it is hopped over, or flows by.
      this.member.type = -1
      return
    }
    this.extension = new Uint8Array(size)
    this.extensionFlag = flag
    this.extensionLength = 0
    if (size === 0) this.contentDone()
  }

  private contentDone(): void {
    const extension = this.extension
    if (extension === null) {
      if (this.member.type >= 0) this.sink.contentEnd?.()
      return
    }
    this.extension = null
    const told = (message: string) => this.sink.problem(this.position, message)
    switch (this.extensionFlag) {
      case FLAG.paxGlobal:
        this.globalPax = parsePax(extension, this.globalPax, told)
        break
      case FLAG.gnuLongName:
        this.longName = extension.subarray(0, textEnd(extension, 0, extension.length))
        break
      case FLAG.gnuLongLink:
        this.longLink = extension.subarray(0, textEnd(extension, 0, extension.length))
        break
      default:
        this.pax = parsePax(extension, this.globalPax, told)
    }
  }

  private sizeIsSane(size: number): boolean {
    if (Number.isSafeInteger(size) && size >= 0) return true
    this.fail(`a member at byte ${this.position - BLOCK} declares an impossible size: what follows could not be read`)
    return false
  }

  private header(bytes: Uint8Array, at: number, flag: number): void {
    const member = this.member
    const dialect = dialectOf(bytes, at)
    member.name = bytes
    member.nameStart = at
    member.nameEnd = textEnd(bytes, at, 100)
    if ((dialect === 'ustar' || dialect === 'star') && bytes[at + 345] !== 0) this.joinPrefix(bytes, at, dialect)
    member.mode = (readOctal(bytes, at + 100, 8) ?? 0) & 0o7777
    member.uid = readNumber(bytes, at + 108, 8) || 0
    member.gid = readNumber(bytes, at + 116, 8) || 0
    let stored = readNumber(bytes, at + 124, 12)
    member.seconds = Math.floor(readNumber(bytes, at + 136, 12)) || 0
    member.nanos = 0
    member.digits = 0
    member.link = bytes
    member.linkStart = at + 157
    member.linkEnd = textEnd(bytes, at + 157, 100)
    member.xattrs = null
    member.type = this.typeOf(flag)
    if (member.type === EntryType.char || member.type === EntryType.block) {
      member.major = readNumber(bytes, at + 329, 8) || 0
      member.minor = readNumber(bytes, at + 337, 8) || 0
    }
    if (this.longName !== null) this.setName(this.longName)
    if (this.longLink !== null) this.setLink(this.longLink)
    this.longName = null
    this.longLink = null
    const pax = this.pax ?? this.globalPax
    this.pax = null
    if (pax.size !== undefined) stored = pax.size
    if (!this.sizeIsSane(stored)) return
    member.size = stored
    this.applyPax(pax)
    // Links, folders and devices have no content whatever their size field says (Go's archive/tar, which engines use).
    if (member.type !== EntryType.file && flag !== FLAG.gnuDumpDirectory) stored = 0
    if (
      member.type === EntryType.file &&
      member.nameEnd > member.nameStart &&
      member.name[member.nameEnd - 1] === 0x2f
    ) {
      member.type = EntryType.directory // v7 had no flag for directories
    }
    if (member.type !== EntryType.file) member.size = 0
    member.stored = stored
    member.contentOffset = this.position
    this.contentLeft = stored
    this.paddingLeft = (BLOCK - (stored % BLOCK)) % BLOCK
    if (flag === FLAG.gnuSparse) {
      const real = readNumber(bytes, at + 483, 12)
      if (Number.isSafeInteger(real) && real >= 0) member.size = real
      if (bytes[at + 482] !== 0) {
        this.keepNames()
        this.sparseBlocks = true
        member.contentOffset += BLOCK
        return
      }
    }
    this.announce()
  }

  private announce(): void {
    this.members++
    this.sink.entry(this.member)
    if (this.contentLeft === 0) this.sink.contentEnd?.()
  }

  private typeOf(flag: number): number {
    switch (flag) {
      case 0x31:
        return EntryType.hardlink
      case 0x32:
        return EntryType.symlink
      case 0x33:
        return EntryType.char
      case 0x34:
        return EntryType.block
      case 0x35:
      case FLAG.gnuDumpDirectory:
        return EntryType.directory
      case 0x36:
        return EntryType.fifo
      default:
        return EntryType.file // POSIX: an unknown flag is a regular file
    }
  }

  private applyPax(pax: PaxRecords): void {
    const member = this.member
    if (pax.path !== undefined) this.setName(pax.path)
    if (pax.linkpath !== undefined) this.setLink(pax.linkpath)
    if (pax.uid !== undefined) member.uid = pax.uid
    if (pax.gid !== undefined) member.gid = pax.gid
    if (pax.mtime !== undefined) {
      member.seconds = pax.mtime.seconds
      member.nanos = pax.mtime.nanos
      member.digits = pax.mtime.digits
    }
    member.xattrs = pax.xattrs ?? null
    if (pax.sparseName !== undefined) this.setName(pax.sparseName)
    if (pax.sparseSize !== undefined && Number.isSafeInteger(pax.sparseSize) && pax.sparseSize >= 0) {
      member.size = pax.sparseSize
    }
  }

  private setName(name: Uint8Array): void {
    this.member.name = name
    this.member.nameStart = 0
    this.member.nameEnd = name.length
  }

  private setLink(link: Uint8Array): void {
    this.member.link = link
    this.member.linkStart = 0
    this.member.linkEnd = link.length
  }

  /** Names still point into the caller's bytes; take copies where the member is told only after more of them. */
  private keepNames(): void {
    const member = this.member
    this.setName(member.name.slice(member.nameStart, member.nameEnd))
    this.setLink(member.link.slice(member.linkStart, member.linkEnd))
  }

  private joinPrefix(bytes: Uint8Array, at: number, dialect: 'ustar' | 'star'): void {
    const prefixEnd = textEnd(bytes, at + 345, dialect === 'star' ? 131 : 155)
    const prefixLength = prefixEnd - (at + 345)
    const nameLength = this.member.nameEnd - at
    const joined = new Uint8Array(prefixLength + 1 + nameLength)
    joined.set(bytes.subarray(at + 345, prefixEnd), 0)
    joined[prefixLength] = 0x2f
    joined.set(bytes.subarray(at, at + nameLength), prefixLength + 1)
    this.setName(joined)
  }
}
