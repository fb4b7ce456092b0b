import {EntryType} from './entry-type.ts'
import {BLOCK, FLAG} from './header.ts'
import {nameBytes} from './name-text.ts'
import type {StreamedMember} from './stream-members.ts'

type Chunks = AsyncIterable<Uint8Array>

/** By EntryType. */
const TYPE_FLAGS: Readonly<Record<number, string>> = {
  [EntryType.file]: '0',
  [EntryType.hardlink]: '1',
  [EntryType.symlink]: '2',
  [EntryType.char]: '3',
  [EntryType.block]: '4',
  [EntryType.directory]: '5',
  [EntryType.fifo]: '6',
}

/**
 * A tar (POSIX pax) of `members` as they come, with no more of it in memory than a chunk. A chunk is valid until the next is
 * asked for. Members of other types are left out. Throws what `members` and their contents throw, and where a content has not
 * the size that its member says.
 */
export async function* packStream(members: AsyncIterable<StreamedMember>): Chunks {
  for await (const member of members) {
    if (TYPE_FLAGS[member.type] === undefined) continue
    yield memberHeader(member)
    if (member.type !== EntryType.file) continue
    let left = member.size
    for await (const chunk of member.content) {
      left -= chunk.length
      yield chunk
    }
    if (left !== 0) throw new Error('a member has another size than it said')
    yield new Uint8Array(padding(member.size))
  }
  yield new Uint8Array(2 * BLOCK)
}

const padding = (size: number) => (BLOCK - (size % BLOCK)) % BLOCK

/** The header blocks of a member; what a plain header has no room for stands in an extended one before it. */
function memberHeader(member: StreamedMember): Uint8Array {
  const {type, link, mode, seconds, major, minor} = member
  const name = nameBytes(type === EntryType.directory ? `${member.name.replace(/\/$/, '')}/` : member.name)
  const target = nameBytes(link ?? '')
  const size = type === EntryType.file ? member.size : 0
  const records: Buffer[] = []
  const fit = (key: string, value: number, most: number) => {
    if (value >= 0 && value <= most) return value
    records.push(record(key, Buffer.from(String(value))))
    return 0
  }
  if (name.length > 100) records.push(record('path', name))
  if (target.length > 100) records.push(record('linkpath', target))
  for (const [key, value] of Object.entries(member.xattrs ?? {})) {
    records.push(attributeRecord(key, value))
  }
  const header = plainHeader({
    name: name.subarray(0, 100),
    flag: TYPE_FLAGS[type]!,
    link: target.subarray(0, 100),
    mode,
    uid: fit('uid', member.uid, 0o7777777),
    gid: fit('gid', member.gid, 0o7777777),
    size: fit('size', size, 0o77777777777),
    seconds: fit('mtime', seconds, 0o77777777777),
    major,
    minor,
  })
  if (records.length === 0) return header
  const body = Buffer.concat(records)
  const extended = plainHeader({
    ...{name: Buffer.from('PaxHeader'), flag: String.fromCharCode(FLAG.paxLocal), link: Buffer.alloc(0)},
    ...{mode: 0o644, uid: 0, gid: 0, size: body.length, seconds: 0, major: 0, minor: 0},
  })
  return Buffer.concat([extended, body, Buffer.alloc(padding(body.length)), header])
}

/** An extended attribute, its value in base64. No key can hold a =: such names are spelled as libarchive spells all of them. */
function attributeRecord(name: string, value: string): Buffer {
  if (!name.includes('=')) return record(`SCHILY.xattr.${name}`, Buffer.from(value, 'base64'))
  return record(`LIBARCHIVE.xattr.${encodeURIComponent(name)}`, Buffer.from(value.replace(/=+$/, ''), 'latin1'))
}

/** `LENGTH KEY=VALUE\n`, where LENGTH counts itself. */
function record(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')])
  let length = rest.length
  while (length !== rest.length + String(length).length) length = rest.length + String(length).length
  return Buffer.concat([Buffer.from(String(length)), rest])
}

interface PlainHeader {
  readonly name: Buffer
  readonly flag: string
  readonly link: Buffer
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  readonly seconds: number
  readonly major: number
  readonly minor: number
}

function plainHeader({name, flag, link, mode, uid, gid, size, seconds, major, minor}: PlainHeader): Buffer {
  const block = Buffer.alloc(BLOCK)
  const octal = (value: number, at: number, digits: number) => {
    block.write(Math.max(0, Math.floor(value)).toString(8).padStart(digits, '0').slice(-digits), at, 'latin1')
  }
  // POSIX has no record for what is larger; GNU's binary numbers are known to all readers.
  const device = (value: number, at: number) => {
    if (value <= 0o7777777) octal(value, at, 7)
    else block.writeBigUInt64BE((1n << 63n) | BigInt(value), at)
  }
  name.copy(block, 0)
  octal(mode & 0o7777, 100, 7)
  octal(uid, 108, 7)
  octal(gid, 116, 7)
  octal(size, 124, 11)
  octal(seconds, 136, 11)
  block.write(flag, 156, 'latin1')
  link.copy(block, 157)
  block.write('ustar\x0000', 257, 'latin1')
  device(major, 329)
  device(minor, 337)
  block.fill(' ', 148, 156)
  let sum = 0
  for (const byte of block) sum += byte
  octal(sum, 148, 6)
  block[154] = 0
  return block
}
