import type {FileContent} from '../../image/content/file-content.ts'

/** Bytes kept in all. */
const ROOM = 32 * 1024 * 1024
/** What a member of a listing takes, about. */
const MEMBER = 200

/** What was read lately: going back to it takes no time. The longest unused goes first. */
export class RecentContents {
  private readonly contents = new Map<string, FileContent>()
  private used = 0

  get(key: string): FileContent | null {
    const content = this.contents.get(key)
    if (content === undefined) return null
    this.contents.delete(key)
    this.contents.set(key, content)
    return content
  }

  /** Keeps it, unless it would take more than half of the room. */
  keep(key: string, content: FileContent): void {
    const before = this.contents.get(key)
    if (before !== undefined) this.used -= weight(before)
    this.contents.delete(key)
    if (weight(content) > ROOM / 2) return
    this.contents.set(key, content)
    this.used += weight(content)
    for (const [oldest, each] of this.contents) {
      if (this.used <= ROOM) break
      this.contents.delete(oldest)
      this.used -= weight(each)
    }
  }
}

function weight({bytes, text, archive}: FileContent): number {
  // Text in UTF-16 was written anew; any other shares the file's bytes.
  const rewritten = text?.encoding.startsWith('utf-16') ? text.bytes.length : 0
  return bytes.length + rewritten + (archive?.members.length ?? 0) * MEMBER
}
