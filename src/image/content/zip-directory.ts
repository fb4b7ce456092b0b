import {t} from '../../text/translate.ts'
import {LensError} from '../oci/error.ts'
import {type ArchiveListing, type ArchiveMember, LONGEST_NAME, MOST_MEMBERS} from './archive-member.ts'

/**
 * The central directory of a zip (APPNOTE.TXT 4.3.12 to 4.3.16, ZIP64 too), which jar, whl, apk and office files are as well.
 * It stands at the file's end: nothing of the members is read. Every number in it may lie.
 */

/** Where the directory is. */
export interface ZipDirectory {
  /** bytes from the start of the file */
  readonly offset: number
  readonly size: number
  /** members, as the end record says */
  readonly count: number
}

/** The end record (22 bytes), its comment, and ZIP64's record and locator before it. */
export const ZIP_END = 22 + 0xffff + 56 + 20

/** A larger directory is refused, bytes: hundreds of thousands of members. */
export const LARGEST_DIRECTORY = 32 * 1024 * 1024

const SIGNATURE = {local: 0x04034b50, entry: 0x02014b50, end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50}
const ENTRY = 46

/** Whether a file that begins so is a zip. */
export function looksLikeZip(head: Uint8Array): boolean {
  if (head.length < 4) return false
  const signature = viewOf(head).getUint32(0, true)
  return signature === SIGNATURE.local || signature === SIGNATURE.end
}

/**
 * Finds the directory by the records in `tail`, the last bytes of a file of `size` bytes (ZIP_END of them are enough). Throws
 * `tar-damaged` where there is none, `limit-exceeded` where it is too large to be kept.
 */
export function locateDirectory(tail: Uint8Array, size: number): ZipDirectory {
  const view = viewOf(tail)
  const start = size - tail.length
  for (let at = tail.length - 22; at >= 0; at--) {
    // A comment may hold the signature too: the real one's comment ends the file.
    if (view.getUint32(at, true) !== SIGNATURE.end || at + 22 + view.getUint16(at + 20, true) !== tail.length) continue
    const found = fromEnd64(view, at, start) ?? {
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      offset: start + at - view.getUint32(at + 12, true),
    }
    if (!Number.isSafeInteger(found.size) || found.offset < 0) break
    if (found.size > LARGEST_DIRECTORY) {
      throw new LensError(
        'limit-exceeded',
        t`Its directory has ${found.size} bytes; more than ${LARGEST_DIRECTORY} are not read.`,
      )
    }
    return found
  }
  throw new LensError('tar-damaged', t`It has no directory at its end: it was cut off, or is no zip.`)
}

/**
 * ZIP64's own end record, where the locator before the end record points to one. The directory ends where that record begins:
 * offsets inside an archive are wrong where something was put in front of it (4.4.24).
 */
function fromEnd64(view: DataView, end: number, start: number): ZipDirectory | null {
  const locator = end - 20
  if (locator < 0 || view.getUint32(locator, true) !== SIGNATURE.locator64) return null
  for (let at = locator - 56; at >= Math.max(0, locator - 56 - 4096); at--) {
    if (view.getUint32(at, true) !== SIGNATURE.end64) continue
    const size = Number(view.getBigUint64(at + 40, true))
    return {count: Number(view.getBigUint64(at + 32, true)), size, offset: start + at - size}
  }
  return null
}

/** Lists the members of a directory: as many as there really are, whatever count it gives. */
export function zipListing(directory: Uint8Array, count: number): ArchiveListing {
  const view = viewOf(directory)
  const members: ArchiveMember[] = []
  let at = 0
  while (at + ENTRY <= directory.length && view.getUint32(at, true) === SIGNATURE.entry) {
    const nameLength = view.getUint16(at + 28, true)
    const extraLength = view.getUint16(at + 30, true)
    const next = at + ENTRY + nameLength + extraLength + view.getUint16(at + 32, true)
    if (next > directory.length || members.length === MOST_MEMBERS) break
    members.push(memberAt(directory, view, at, nameLength, extraLength))
    at = next
  }
  const all = Number.isSafeInteger(count) ? count : null
  if (members.length === MOST_MEMBERS && at < directory.length) {
    return {format: 'zip', members, count: all, damage: t`The first ${MOST_MEMBERS} members are listed.`}
  }
  // Without ZIP64 the count is that of 16 bits, whatever is really there.
  const agrees = at === directory.length && (all === null || members.length % 0x10000 === all % 0x10000)
  if (agrees) return {format: 'zip', members, count: members.length, damage: null}
  const damage = t`Its directory is damaged: it promises ${all ?? t`more`} members, and ${members.length} can be read.`
  return {format: 'zip', members, count: all, damage}
}

function memberAt(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  nameLength: number,
  extraLength: number,
): ArchiveMember {
  const nameStart = at + ENTRY
  const unpacked = view.getUint32(at + 24, true)
  const name = nameText(bytes.subarray(nameStart, nameStart + Math.min(nameLength, LONGEST_NAME)))
  const isUnix = view.getUint8(at + 5) === 3
  const unixMode = isUnix ? view.getUint16(at + 40, true) : 0
  const format = unixMode & 0o170000
  return {
    name,
    type: name.endsWith('/') || format === 0o040000 ? 'directory' : format === 0o120000 ? 'symlink' : 'file',
    size: unpacked === 0xffffffff ? (size64(view, nameStart + nameLength, extraLength) ?? unpacked) : unpacked,
    mode: unixMode === 0 ? null : unixMode & 0o7777,
    seconds: dosTime(view.getUint16(at + 14, true), view.getUint16(at + 12, true)),
    link: null,
  }
}

/** The unpacked size in the ZIP64 extra field: the first there, since it is asked for only where the short one is full (4.5.3). */
function size64(view: DataView, start: number, length: number): number | null {
  for (let at = start; at + 4 <= start + length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    if (view.getUint16(at + 2, true) < 8 || at + 12 > start + length) return null
    const size = Number(view.getBigUint64(at + 4, true))
    return Number.isSafeInteger(size) ? size : null
  }
  return null
}

/** Without a zone: what the clock of whoever packed it showed. Null for what is no date. */
function dosTime(date: number, time: number): number | null {
  const [month, day] = [(date >> 5) & 15, date & 31]
  if (month < 1 || month > 12 || day < 1) return null
  const at = Date.UTC(1980 + (date >> 9), month - 1, day, time >> 11, (time >> 5) & 63, (time & 31) * 2)
  return at / 1000
}

/** UTF-8 where it can be, flag or not; else a byte a character, as old packers wrote. */
function nameText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes)
  } catch {
    return new TextDecoder('latin1').decode(bytes)
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
