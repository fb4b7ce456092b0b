import {createHash} from 'node:crypto'
import {t} from '../../text/translate.ts'
import {isDigest} from '../oci/digest.ts'
import {LensError} from '../oci/error.ts'
import type {BlobTable} from '../oci/image.ts'
import {JsonReader} from '../oci/json.ts'
import {EntryType} from '../tar/entry-type.ts'
import {Member} from '../tar/member.ts'
import {LayerBuilder} from './layer-builder.ts'
import type {LayerIndex} from './layer-index.ts'
import {unpackTable} from './table-of-contents.ts'

const TYPES: ReadonlyMap<string, number> = new Map([
  ['reg', EntryType.file],
  ['dir', EntryType.directory],
  ['symlink', EntryType.symlink],
  ['hardlink', EntryType.hardlink],
  ['char', EntryType.char],
  ['block', EntryType.block],
  ['fifo', EntryType.fifo],
])

const EMPTY = createHash('sha256').digest()
const encoder = new TextEncoder()

/**
 * A layer's index from its table of contents alone: entries in the tar's order, contents where they lie in the blob (`table`
 * of the facts). Nothing of the blob was read, so its digests stay null. `blobSize` as the manifest says. Throws what
 * `unpackTable` throws, and `manifest-malformed` for a table in another shape or one that places files by what it doesn't say.
 */
export async function indexFromTable(table: BlobTable, blobSize: number): Promise<LayerIndex> {
  const json = await unpackTable(table)
  const read = new JsonReader(t`The layer's table of contents`, 'manifest-malformed')
  const entries = read.array(read.object(read.parse(json), '').entries, 'entries')
  const members: Read[] = []
  for (const [i, value] of entries.entries()) {
    const item = read.object(value, `entries[${i}]`)
    // The further pieces of a file lie behind its first.
    if (item.type === 'chunk') continue
    members.push(readMember(read, item, `entries[${i}]`))
  }
  const builder = new LayerBuilder()
  // Digests are of use only where every file has one.
  const hashed = members.every(({member, digest}) => member.type !== EntryType.file || digest !== null)
  for (const {member, digest} of members) {
    builder.entry(member)
    if (hashed && member.type === EntryType.file) builder.contentDigest(digest!)
  }
  if (table.format === 'estargz') builder.entry(tableMember(json.length, table.offset))
  return builder.build({
    tarSize: 0,
    diffId: null,
    blobDigest: null,
    compression: table.format === 'estargz' ? 'gzip' : 'zstd',
    blobSize,
    damage: null,
    table: {end: table.offset},
  })
}

interface Read {
  readonly member: Member
  readonly digest: Uint8Array | null
}

function readMember(read: JsonReader, item: Readonly<Record<string, unknown>>, where: string): Read {
  const number = (key: string) => (item[key] === undefined ? 0 : read.size(item[key], `${where}.${key}`))
  const member = new Member()
  const type = TYPES.get(read.string(item.type, `${where}.type`))
  // Some files share a run of packed bytes there; where each begins, only unpacking would show.
  if (type === undefined || number('innerOffset') > 0) {
    throw new LensError('manifest-malformed', t`The layer's table of contents tells of something that we don't know.`)
  }
  member.type = type
  member.setName(encoder.encode(read.string(item.name, `${where}.name`)))
  member.setLink(encoder.encode(read.optionalString(item.linkName, `${where}.linkName`) ?? ''))
  member.mode = number('mode') & 0o7777
  member.uid = number('uid')
  member.gid = number('gid')
  member.size = member.type === EntryType.file ? number('size') : 0
  member.stored = member.size
  member.major = number('devMajor')
  member.minor = number('devMinor')
  member.contentOffset = number('offset')
  readTime(member, read.optionalString(item.modtime, `${where}.modtime`) ?? '')
  const xattrs = read.stringMap(item.xattrs, `${where}.xattrs`)
  // Both formats spell values as base64, as the index does.
  member.xattrs = Object.keys(xattrs).length === 0 ? null : xattrs
  return {member, digest: digestOf(item.digest, member)}
}

function digestOf(text: unknown, member: Member): Uint8Array | null {
  if (member.type !== EntryType.file) return null
  if (member.size === 0) return EMPTY
  return isDigest(text) && text.startsWith('sha256:') ? Buffer.from(text.slice(7), 'hex') : null
}

/** RFC 3339 with as many digits of a second as there are. */
function readTime(member: Member, text: string): void {
  const found = /^([^.]+?)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/.exec(text)
  const at = found === null ? Number.NaN : Date.parse(`${found[1]}${found[3]}`)
  member.seconds = Number.isNaN(at) ? 0 : Math.floor(at / 1000)
  const fraction = found?.[2] ?? ''
  member.digits = fraction.length
  member.nanos = Number(fraction.padEnd(9, '0'))
}

/** The table is a member of the tar too. */
function tableMember(size: number, offset: number): Member {
  const member = new Member()
  member.setName(encoder.encode('stargz.index.json'))
  member.type = EntryType.file
  member.size = size
  member.stored = size
  member.contentOffset = offset
  return member
}
