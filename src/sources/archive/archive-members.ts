import {readSync} from 'node:fs'
import {EntryType} from '../../image/tar/entry-type.ts'
import {hopThrough} from '../../image/tar/hop.ts'
import {type Member, TarParser} from '../../image/tar/tar-parser.ts'
import {withFile} from '../disk/file-region.ts'
import {shorten} from '../medium/shorten.ts'

export type MemberType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'other'

/** A member of the outer tar. */
export interface ArchiveMember {
  readonly type: MemberType
  /** bytes from the start of the file */
  readonly offset: number
  /** bytes of content */
  readonly size: number
  /** target of a link, as the tar has it */
  readonly link: string | null
  /** true where a sparse file's content is no plain run of bytes */
  readonly sparse: boolean
}

/** What an archive holds, by name. Names are relative and normal; of two members with one name the later counts, as in tar. */
export interface ArchiveMembers {
  readonly path: string
  /** bytes of the whole file */
  readonly fileSize: number
  readonly members: ReadonlyMap<string, ArchiveMember>
  /** why the list may not be whole, null where all is well */
  readonly damage: string | null
  /** name of the member in whose middle the file ends, null where there is none */
  readonly cutIn: string | null
}

/** More members than any image archive has; the rest is not listed. */
const MAX_MEMBERS = 200_000

class EnoughMembers extends Error {}

/** Lists a tar file by hopping from header to header; contents are not read. No members: it is no tar, or an empty one. */
export function listMembers(path: string): ArchiveMembers {
  return withFile(path, ({fd, size: fileSize}) => {
    const members = new Map<string, ArchiveMember>()
    const cut = {name: null as string | null}
    const parser = new TarParser({
      entry(member) {
        // Labels and continuations are no files, whatever they are called.
        if (member.aside) return
        if (members.size >= MAX_MEMBERS) throw new EnoughMembers()
        const name = textOf(member.name, member.nameStart, member.nameEnd)
        if (member.contentOffset + member.stored > fileSize) cut.name = shorten(name)
        const normal = normalName(name)
        if (normal !== null) members.set(normal, memberOf(member))
      },
      problem() {},
    })
    try {
      hopThrough(parser, (buffer, offset) => readSync(fd, buffer, 0, buffer.length, offset), fileSize)
    } catch (thrown) {
      if (!(thrown instanceof EnoughMembers)) throw thrown
    }
    return {path, fileSize, members, damage: parser.damage, cutIn: cut.name}
  })
}

function memberOf(member: Member): ArchiveMember {
  const type = memberType(member.type)
  const isLink = type === 'symlink' || type === 'hardlink'
  return {
    type,
    offset: member.contentOffset,
    size: member.stored,
    link: isLink ? textOf(member.link, member.linkStart, member.linkEnd) : null,
    sparse: type === 'file' && member.size !== member.stored,
  }
}

function memberType(type: number): MemberType {
  switch (type) {
    case EntryType.file:
      return 'file'
    case EntryType.directory:
      return 'directory'
    case EntryType.symlink:
      return 'symlink'
    case EntryType.hardlink:
      return 'hardlink'
    default:
      return 'other'
  }
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')
}

/** A member's name without `.`, `..` and slashes too many; null for one that points out of the archive. '' is its root. */
export function normalName(name: string): string | null {
  const parts: string[] = []
  for (const part of name.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts.join('/')
}
