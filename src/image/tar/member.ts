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
  /**
   * true for what is listed but is no file of anybody: a volume's label, the rest of a file that another volume began, an
   * access control list of the member after it
   */
  aside = false
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

  /** Takes a whole array for the name, a view. */
  setName(name: Uint8Array): void {
    this.name = name
    this.nameStart = 0
    this.nameEnd = name.length
  }

  /** Takes a whole array for the link's target, a view. */
  setLink(link: Uint8Array): void {
    this.link = link
    this.linkStart = 0
    this.linkEnd = link.length
  }

  /** Names point into the caller's bytes; take copies where the member is told only after more of them. (A Buffer's `slice` is a view.) */
  keepNames(): void {
    this.setName(new Uint8Array(this.name.subarray(this.nameStart, this.nameEnd)))
    this.setLink(new Uint8Array(this.link.subarray(this.linkStart, this.linkEnd)))
  }
}

/** Who hears of a tar's members as they are parsed, in the tar's order. */
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
