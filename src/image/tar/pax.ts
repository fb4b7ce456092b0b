import {kept} from '../../text/translate.ts'
/**
 * PAX extended headers (POSIX.1-2001): records "LENGTH KEY=VALUE\n". Values are bytes; only the keys that change what an entry
 * is are kept.
 */
export interface PaxRecords {
  path?: Uint8Array
  linkpath?: Uint8Array
  size?: number
  uid?: number
  gid?: number
  mtime?: PaxTime
  /** attribute name → value in base64 */
  xattrs?: Record<string, string>
  /** real size of a sparse file (GNU.sparse.realsize or .size) */
  sparseSize?: number
  sparseName?: Uint8Array
}

/** A moment as PAX writes it, as precise as it was written. */
export interface PaxTime {
  /** whole seconds since 1970, rounded down */
  readonly seconds: number
  readonly nanos: number
  /** digits the fraction was written with, at most 9 */
  readonly digits: number
}

const SCHILY = 'SCHILY.xattr.'
const LIBARCHIVE = 'LIBARCHIVE.xattr.'

/** Parses a PAX time: optional sign, seconds, optional fraction. Null where the text is no such number. */
export function parsePaxTime(text: string): PaxTime | null {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text)
  if (!match) return null
  const fraction = (match[3] ?? '').slice(0, 9)
  let seconds = Number(match[2])
  let nanos = Number(fraction.padEnd(9, '0') || 0)
  if (match[1] === '-') {
    seconds = -seconds
    if (nanos > 0) {
      seconds -= 1
      nanos = 1e9 - nanos
    }
  }
  if (!Number.isSafeInteger(seconds)) return null
  return {seconds, nanos, digits: fraction.length}
}

function parseWhole(text: string): number | null {
  return /^-?\d{1,20}$/.test(text) ? Number(text) : null
}

/**
 * Parses the records of one extended header over `base` (what a global header said before). `problem` is called with a reason
 * where a record is malformed; what was read up to there counts. Linear, and every step moves on.
 */
export function parsePax(bytes: Uint8Array, base: PaxRecords, problem: (message: string) => void): PaxRecords {
  const records: PaxRecords = {...base}
  let at = 0
  while (at < bytes.length && bytes[at] !== 0) {
    let length = 0
    let i = at
    while (i < bytes.length && i - at < 10 && bytes[i]! >= 0x30 && bytes[i]! <= 0x39)
      length = length * 10 + bytes[i++]! - 0x30
    const end = at + length
    if (i === at || bytes[i] !== 0x20 || end > bytes.length || end <= i + 1 || bytes[end - 1] !== 0x0a) {
      problem(kept`a PAX record is malformed; the rest of this extended header was passed over`)
      return records
    }
    const equals = bytes.indexOf(0x3d, i + 1)
    if (equals < 0 || equals >= end) {
      problem(kept`a PAX record has no value; the rest of this extended header was passed over`)
      return records
    }
    const key = Buffer.from(bytes.buffer, bytes.byteOffset + i + 1, equals - i - 1).toString('utf8')
    take(records, base, key, bytes.subarray(equals + 1, end - 1), problem)
    at = end
  }
  return records
}

/** Applies one record. An empty value takes back what a global header said. */
function take(
  records: PaxRecords,
  base: PaxRecords,
  key: string,
  value: Uint8Array,
  problem: (message: string) => void,
): void {
  const read = <T>(parse: (text: string) => T | null): T | undefined => {
    if (value.length === 0) return undefined
    const parsed = parse(Buffer.from(value.buffer, value.byteOffset, value.length).toString('latin1'))
    if (parsed === null) problem(kept`a PAX record for ${key} holds no number; it was passed over`)
    return parsed ?? undefined
  }
  switch (key) {
    case 'path':
      set(records, 'path', value.length > 0 ? new Uint8Array(value) : undefined)
      return
    case 'linkpath':
      set(records, 'linkpath', value.length > 0 ? new Uint8Array(value) : undefined)
      return
    case 'GNU.sparse.name':
      records.sparseName = new Uint8Array(value)
      return
    case 'size':
      set(records, 'size', read(parseWhole))
      return
    case 'uid':
      set(records, 'uid', read(parseWhole))
      return
    case 'gid':
      set(records, 'gid', read(parseWhole))
      return
    case 'mtime':
      set(records, 'mtime', read(parsePaxTime))
      return
    case 'GNU.sparse.realsize':
    case 'GNU.sparse.size':
      set(records, 'sparseSize', read(parseWhole))
      return
    case 'GNU.volume.filename':
      problem(kept`the tar is a later volume: its first member is the rest of a file that another one began`)
      return
    default:
      takeXattr(records, base, key, value)
  }
}

function set<K extends keyof PaxRecords>(records: PaxRecords, key: K, value: PaxRecords[K] | undefined): void {
  if (value === undefined) delete records[key]
  else records[key] = value
}

function takeXattr(records: PaxRecords, base: PaxRecords, key: string, value: Uint8Array): void {
  let name: string
  if (key.startsWith(SCHILY)) name = key.slice(SCHILY.length)
  else if (key.startsWith(LIBARCHIVE)) name = percentDecoded(key.slice(LIBARCHIVE.length))
  else return
  // Never write into the set of a global header: it is shared by every entry after it.
  if (records.xattrs === undefined || records.xattrs === base.xattrs) {
    records.xattrs = Object.assign(Object.create(null) as Record<string, string>, base.xattrs)
  }
  if (key.startsWith(SCHILY)) records.xattrs[name] = Buffer.from(value).toString('base64')
  // libarchive writes both spellings; its own one is base64 without padding, and only counts alone.
  else records.xattrs[name] ??= Buffer.from(Buffer.from(value).toString('latin1'), 'base64').toString('base64')
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
