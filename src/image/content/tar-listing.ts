import {t} from '../../text/translate.ts'
import {ENTRY_TYPE_NAMES, EntryType} from '../tar/entry-type.ts'
import {BLOCK, checksumHolds, isZeroBlock} from '../tar/header.ts'
import {type Member, TarParser} from '../tar/tar-parser.ts'
import {type ArchiveListing, type ArchiveMember, LONGEST_NAME, MOST_MEMBERS} from './archive-member.ts'

/** Whether a file that begins so is a tar: its first header checks. */
export function looksLikeTar(head: Uint8Array): boolean {
  return head.length >= BLOCK && !isZeroBlock(head, 0) && checksumHolds(head, 0, null)
}

/** Lists a tar as it flows by. */
export class TarListing {
  private readonly members: ArchiveMember[] = []
  private readonly parser = new TarParser({entry: member => this.entry(member), problem: () => {}})
  private full = false
  private finished = false

  /** nothing that comes now would be listed */
  get ended(): boolean {
    return this.full || this.parser.ended
  }

  /** Bytes right ahead that hold no header: they need not be given to `write`. */
  get skippable(): number {
    return this.parser.skippable
  }

  /** Says that so many bytes were left out. */
  skipped(bytes: number): void {
    this.parser.skipped(bytes)
  }

  /** Takes the next bytes of the archive. */
  write(bytes: Uint8Array): void {
    this.parser.write(bytes)
  }

  /** Says that no more bytes come; `short`: the file ends before its content does. */
  finish(short = false): void {
    this.finished = true
    if (!this.full) this.parser.finish(short)
  }

  /** What was found so far; may be asked any time. */
  listing(): ArchiveListing {
    const {members} = this
    const whole = this.finished && !this.full
    const damage = this.full ? t`The first ${MOST_MEMBERS} members are listed.` : tellsDamage(this.parser.damage)
    return {format: 'tar', members: [...members], count: whole && damage === null ? members.length : null, damage}
  }

  private entry(member: Member): void {
    if (this.members.length === MOST_MEMBERS) {
      this.full = true
      return
    }
    const isLink = member.type === EntryType.symlink || member.type === EntryType.hardlink
    this.members.push({
      name: text(member.name, member.nameStart, member.nameEnd),
      type: ENTRY_TYPE_NAMES[member.type] ?? 'file',
      size: member.size,
      mode: member.mode,
      seconds: member.seconds,
      link: isLink ? text(member.link, member.linkStart, member.linkEnd) : null,
    })
  }
}

function tellsDamage(damage: string | null): string | null {
  return damage === null ? null : t`Only a part could be listed: ${damage}.`
}

const decoder = new TextDecoder('utf-8')

function text(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, Math.min(end, start + LONGEST_NAME)))
}
