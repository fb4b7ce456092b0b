import {t} from '../../text/translate.ts'
import type {Located} from '../disk/stored-layer.ts'
import {shorten} from '../medium/shorten.ts'
import {type ArchiveMember, type ArchiveMembers, normalName} from './archive-members.ts'

/** Stands for a target that no name inside can have. */
const OUTSIDE = '..'
/** Longer paths name nothing that a builder wrote; looking for links along them would take the square of their length. */
const LONGEST_PATH = 4096
/** Links followed before giving up. */
const MAX_HOPS = 32

/**
 * Where a member's bytes are. Links, of both kinds and also in the middle of a path, are followed inside the archive only;
 * what they can't reach there is missing, with the reason.
 */
export function locateMember(archive: ArchiveMembers, name: string): Located {
  const shown = shorten(name)
  if (name.length > LONGEST_PATH) return missing(t`${shown} is too long a name for a file (${name.length} characters).`)
  const start = normalName(name)
  if (start === null || name.startsWith('/')) return missing(t`${shown} lies outside of the archive.`)
  let at: string = start
  for (let hops = 0; hops <= MAX_HOPS; hops++) {
    const member = archive.members.get(at)
    if (member?.type === 'file') return regionOf(archive, member, shown)
    const next: string | null = member === undefined ? throughFolderLink(archive, at) : linkTarget(at, member)
    if (next === OUTSIDE) return missing(t`${shown} is a link that leads out of the archive.`)
    if (next !== null && next.length > LONGEST_PATH) return missing(t`${shown} is a link to a name that is too long.`)
    if (next === null) return missing(absence(archive, shown, at, member))
    at = next
  }
  return missing(t`${shown} is a link that leads in a circle.`)
}

function missing(reason: string): Located {
  return {region: null, missing: reason}
}

function regionOf(archive: ArchiveMembers, member: ArchiveMember, shown: string): Located {
  const {path, fileSize} = archive
  const {offset, size, sparse} = member
  if (sparse) {
    return missing(t`${shown} is stored as a sparse file; pack the archive again without tar's --sparse.`)
  }
  if (offset + size > fileSize) {
    const there = Math.max(0, fileSize - offset)
    return missing(t`The file ends before this member does: ${there} of the ${size} bytes of ${shown} are there.`)
  }
  return {region: {path, offset, size}, missing: null}
}

/** The target of a link that is this very member; null for what is no link. */
function linkTarget(at: string, member: ArchiveMember): string | null {
  if (member.link === null) return null
  // A hard link names a member from the root; a symlink counts from its own folder.
  if (member.type === 'hardlink') return normalName(member.link) ?? OUTSIDE
  if (member.link.startsWith('/')) return OUTSIDE
  return normalName(`${at.slice(0, at.lastIndexOf('/') + 1)}${member.link}`) ?? OUTSIDE
}

/** The path that results where a folder on the way is a symlink; null where none is. */
function throughFolderLink(archive: ArchiveMembers, at: string): string | null {
  for (let end = at.indexOf('/'); end >= 0; end = at.indexOf('/', end + 1)) {
    const folder = at.slice(0, end)
    const member = archive.members.get(folder)
    if (member?.type !== 'symlink') continue
    const target = linkTarget(folder, member)
    if (target === null || target === OUTSIDE) return target
    return normalName(`${target}${at.slice(end)}`) ?? OUTSIDE
  }
  return null
}

function absence(archive: ArchiveMembers, shown: string, at: string, member: ArchiveMember | undefined): string {
  if (member !== undefined) return t`${shown} is no file in the archive.`
  if (archive.cutIn !== null) return t`The file ends before ${shown} comes.`
  if (archive.damage !== null) return t`${shown} is not in the part of the archive that could be read.`
  const target = normalName(shown) === at ? '' : t` (a link to ${shorten(at)})`
  return t`${shown}${target} is not in the archive.`
}
