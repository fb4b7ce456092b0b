import {kept} from '../../text/translate.ts'
import {EntryType} from './entry-type.ts'
import type {ExtendedHeaders} from './extended-headers.ts'
import {dialectOf, FLAG, readNumber, textEnd} from './header.ts'
import type {Member} from './member.ts'
import type {PaxRecords} from './pax.ts'

/** Whether a tar's number can be a count of bytes. NaN, negative ones and those beyond 2^53 can't. */
export function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0
}

/**
 * Fills `member` from its header block at `at` and from what extended headers said of it; all but where its content stands.
 * False where its size can't be one: then nobody knows where the next header is.
 */
export function fillMember(
  member: Member,
  bytes: Uint8Array,
  at: number,
  extended: ExtendedHeaders,
  problem: (message: string) => void,
): boolean {
  const flag = bytes[at + 156]!
  const dialect = dialectOf(bytes, at)
  member.name = bytes
  member.nameStart = at
  member.nameEnd = textEnd(bytes, at, 100)
  if ((dialect === 'ustar' || dialect === 'star') && bytes[at + 345] !== 0) joinPrefix(member, bytes, at, dialect)
  member.link = bytes
  member.linkStart = at + 157
  member.linkEnd = textEnd(bytes, at + 157, 100)
  member.mode = readNumber(bytes, at + 100, 8)
  member.uid = readNumber(bytes, at + 108, 8)
  member.gid = readNumber(bytes, at + 116, 8)
  let stored = readNumber(bytes, at + 124, 12)
  member.seconds = Math.floor(readNumber(bytes, at + 136, 12))
  member.nanos = 0
  member.digits = 0
  member.xattrs = null
  member.type = typeOf(flag)
  member.aside = flag === FLAG.gnuVolumeLabel || flag === FLAG.gnuMultiVolume || flag === FLAG.solarisAcl
  if (dialect !== 'v7' || member.type === EntryType.char || member.type === EntryType.block) {
    member.major = readNumber(bytes, at + 329, 8)
    member.minor = readNumber(bytes, at + 337, 8)
  }
  if (extended.longName !== null) member.setName(extended.longName)
  if (extended.longLink !== null) member.setLink(extended.longLink)
  const pax = extended.records
  extended.used()
  if (pax.size !== undefined) stored = pax.size
  if (!isSize(stored)) return false
  member.size = stored
  applyPax(member, pax, problem)
  // A sum that is NaN says that one of them is.
  if (Number.isNaN(member.mode + member.uid + member.gid + member.seconds + member.major + member.minor)) {
    withoutUnreadable(member, problem)
  }
  member.mode &= 0o7777
  // Links, folders and devices have no content whatever their size field says (Go's archive/tar, which engines use).
  if (member.type !== EntryType.file && flag !== FLAG.gnuDumpDirectory) stored = 0
  if (flag === FLAG.gnuVolumeLabel) stored = 0
  // v7 had no flag for directories. Flags it didn't know keep their meaning, whatever the name, but for sparse files (GNU tar).
  const isPlain = flag === 0 || flag === 0x30 || flag === FLAG.gnuSparse
  if (isPlain && member.nameEnd > member.nameStart && member.name[member.nameEnd - 1] === 0x2f) {
    member.type = EntryType.directory
  }
  if (member.type !== EntryType.file || flag === FLAG.gnuVolumeLabel) member.size = 0
  if (flag === FLAG.gnuSparse && dialect === 'gnu' && member.type === EntryType.file) {
    const real = readNumber(bytes, at + 483, 12)
    if (isSize(real)) member.size = real
    else problem(kept`the real size of a sparse file can’t be read: what is stored of it is counted`)
  }
  member.stored = stored
  if (member.aside) problem(ASIDE[flag]!)
  return true
}

/** What is told of members that GNU tar lists and that make no file when an image is unpacked. */
const ASIDE: Readonly<Record<number, string>> = {
  [FLAG.gnuVolumeLabel]: kept`a volume’s label stands among the members; it is no file of the image`,
  [FLAG.gnuMultiVolume]: kept`the rest of a file that another volume began stands among the members; it is no file of the image`,
  [FLAG.solarisAcl]: kept`an access control list as Solaris writes it stands among the members; it is no file of the image`,
}

function typeOf(flag: number): number {
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

function applyPax(member: Member, pax: PaxRecords, problem: (message: string) => void): void {
  if (pax.path !== undefined) member.setName(pax.path)
  if (pax.linkpath !== undefined) member.setLink(pax.linkpath)
  if (pax.uid !== undefined) member.uid = pax.uid
  if (pax.gid !== undefined) member.gid = pax.gid
  if (pax.mtime !== undefined) {
    member.seconds = pax.mtime.seconds
    member.nanos = pax.mtime.nanos
    member.digits = pax.mtime.digits
  }
  member.xattrs = pax.xattrs ?? null
  if (pax.sparseName !== undefined) member.setName(pax.sparseName)
  if (pax.sparseSize === undefined) return
  if (isSize(pax.sparseSize)) member.size = pax.sparseSize
  else problem(kept`the real size of a sparse file can’t be one: what is stored of it is counted`)
}

/** Whether a header has a number that can't be read in a field that its kind has no use for: most readers refuse such a one. */
export function hasUnreadable(bytes: Uint8Array, at: number): boolean {
  const numbers = [100, 108, 116, ...(dialectOf(bytes, at) === 'v7' ? [] : [329, 337])]
  return Number.isNaN(
    numbers.reduce((sum, field) => sum + readNumber(bytes, at + field, 8), readNumber(bytes, at + 136, 12)),
  )
}

function withoutUnreadable(member: Member, problem: (message: string) => void): void {
  problem(kept`a header’s mode, owner, time or device is no number; 0 is taken for it`)
  member.mode ||= 0
  member.uid ||= 0
  member.gid ||= 0
  member.seconds ||= 0
  member.major ||= 0
  member.minor ||= 0
}

function joinPrefix(member: Member, bytes: Uint8Array, at: number, dialect: 'ustar' | 'star'): void {
  const prefixEnd = textEnd(bytes, at + 345, dialect === 'star' ? 131 : 155)
  const prefixLength = prefixEnd - (at + 345)
  const nameLength = member.nameEnd - at
  const joined = new Uint8Array(prefixLength + 1 + nameLength)
  joined.set(bytes.subarray(at + 345, prefixEnd), 0)
  joined[prefixLength] = 0x2f
  joined.set(bytes.subarray(at, at + nameLength), prefixLength + 1)
  member.setName(joined)
}
