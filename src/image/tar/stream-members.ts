import {t} from '../../text/translate.ts'
import {LensError} from '../oci/error.ts'
import {EntryType} from './entry-type.ts'
import {nameText} from './name-text.ts'
import {type Member, TarParser} from './tar-parser.ts'

type Chunks = AsyncIterable<Uint8Array>

/** A member of a tar that flows by. */
export interface StreamedMember {
  /** as the tar has it, by `nameText` */
  readonly name: string
  /** EntryType; −1 for what is listed but is no file of anybody (see Member's `aside`) */
  readonly type: number
  /** bytes of content that follow */
  readonly size: number
  /** true for a file with holes: what follows is a map and the data between them */
  readonly isSparse: boolean
  /** target of a link, by `nameText`; null for what is none */
  readonly link: string | null
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** since 1970 */
  readonly seconds: number
  readonly major: number
  readonly minor: number
  readonly xattrs: Readonly<Record<string, string>> | null
  /** each chunk is valid until the next is asked for; what is not read is passed over */
  readonly content: Chunks
}

/**
 * The members of a tar as it flows by, one after the other: read the content of one before asking for the next. `what`
 * names the tar in sentences. Throws `tar-damaged`, also from a content, or what `chunks` throws; leaving the loop closes them.
 */
export async function* streamMembers(chunks: Chunks, what: string): AsyncIterable<StreamedMember> {
  const events = new MemberEvents(chunks, what)
  try {
    for (let event = await events.next(); event !== null; event = await events.next()) {
      if (event instanceof Uint8Array) continue
      yield {...event, content: events.content()}
    }
  } finally {
    await events.close()
  }
}

/** The content of what has none. */
export async function* noContent(): Chunks {}

/** What is known of a member before its content comes. */
export type MemberHead = Omit<StreamedMember, 'content'>

/** What the parser pushed and nobody has pulled yet: never more than one chunk holds. */
class MemberEvents {
  private readonly iterator: AsyncIterator<Uint8Array>
  private readonly parser: TarParser
  private readonly what: string
  private readonly waiting: (MemberHead | Uint8Array)[] = []
  private at = 0
  private ended = false

  constructor(chunks: Chunks, what: string) {
    this.what = what
    this.iterator = chunks[Symbol.asyncIterator]()
    this.parser = new TarParser({
      entry: member => void this.waiting.push(headOf(member)),
      content: (bytes, start, end) => void this.waiting.push(bytes.subarray(start, end)),
      problem() {},
    })
  }

  /** A member's head, a piece of its content, or null at the end. */
  async next(): Promise<MemberHead | Uint8Array | null> {
    while (this.at === this.waiting.length) {
      if (this.ended) return null
      this.waiting.length = 0
      this.at = 0
      const next = await this.iterator.next()
      if (next.done) {
        this.ended = true
        this.parser.finish()
      } else this.parser.write(next.value)
      if (this.parser.damage !== null) throw damagedTar(this.what, this.parser.damage)
    }
    return this.waiting[this.at++]!
  }

  /** The pieces up to the next head. */
  async *content(): Chunks {
    for (let piece = await this.next(); piece !== null; piece = await this.next()) {
      if (!(piece instanceof Uint8Array)) {
        this.at--
        return
      }
      yield piece
    }
  }

  async close(): Promise<void> {
    await this.iterator.return?.()
  }
}

/** A tar that ends too early, or that can't be read on. `what` names it in sentences. */
export function damagedTar(what: string, damage: string): LensError {
  return new LensError('tar-damaged', t`${what} can't be read to its end: ${damage}.`, {
    advice: t`It was cut off or altered on its way; try again.`,
  })
}

/** What a member's header says, to keep. */
export function headOf(member: Member): MemberHead {
  const isLink = member.type === EntryType.symlink || member.type === EntryType.hardlink
  return {
    name: nameText(member.name, member.nameStart, member.nameEnd),
    type: member.aside ? -1 : member.type,
    size: member.stored,
    isSparse: member.type === EntryType.file && member.stored !== member.size,
    link: isLink ? nameText(member.link, member.linkStart, member.linkEnd) : null,
    mode: member.mode,
    uid: member.uid,
    gid: member.gid,
    seconds: member.seconds,
    major: member.major,
    minor: member.minor,
    xattrs: member.xattrs,
  }
}
