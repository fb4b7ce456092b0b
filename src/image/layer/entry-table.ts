import {EntryType} from '../tar/entry-type.ts'
import type {Member} from '../tar/tar-parser.ts'
import {column, firstOf, widen} from './columns.ts'
import {Distinct} from './distinct.ts'
import type {LayerColumns, LayerFacts} from './layer-index.ts'
import {LinkTable} from './link-table.ts'

type EntryColumns = Omit<
  LayerColumns,
  'nodeCount' | 'nodeParent' | 'nodeName' | 'nodeEntry' | 'names' | 'keptEntry' | 'keptStart' | 'keptBytes'
>

const FIRST_CAPACITY = 4096
/** Bytes of a digest that are kept: as many as nobody makes two contents agree in by chance. */
const DIGEST = 16

const COLUMNS = ['node', 'type', 'mark', 'mode', 'owner', 'size', 'offset', 'seconds', 'link'] as const
const RARE_COLUMNS = ['stored', 'nanos', 'digits', 'xattrs'] as const

/** The members of one tar, in its order, as the columns of a LayerIndex; see LayerColumns for their meaning. */
export class EntryTable {
  count = 0
  node = column(Int32Array, FIRST_CAPACITY)
  type = column(Uint8Array, FIRST_CAPACITY)
  mark = column(Uint8Array, FIRST_CAPACITY)
  mode = column(Uint16Array, FIRST_CAPACITY)
  owner = column(Uint32Array, FIRST_CAPACITY)
  size = column(Float64Array, FIRST_CAPACITY)
  offset = column(Float64Array, FIRST_CAPACITY)
  seconds = column(Float64Array, FIRST_CAPACITY)
  link = column(Int32Array, FIRST_CAPACITY)
  // Most layers don't need these: they are made when the first entry does.
  stored: Float64Array | null = null
  nanos: Int32Array | null = null
  digits: Uint8Array | null = null
  xattrs: Int32Array | null = null
  digests: Uint8Array | null = null
  private capacity = FIRST_CAPACITY
  private readonly links = new LinkTable()
  private readonly owners = new Distinct<[number, number]>()
  private lastUid = Number.NaN
  private lastGid = Number.NaN
  private lastOwner = 0
  private readonly xattrSets = new Distinct<Readonly<Record<string, string>>>()
  private readonly devices: [number, number, number][] = []

  /** True where the next member has no room: see `reserve`. */
  get isFull(): boolean {
    return this.count === this.capacity
  }

  /** Makes room: for `wanted` members, but for no more than a guess can be trusted with, and at least twice as many. */
  reserve(wanted: number): number {
    const capacity = Math.max(this.capacity * 2, Math.min(wanted, this.capacity * 64))
    widen(this, COLUMNS, capacity)
    widen(this, RARE_COLUMNS, capacity)
    widen(this, ['digests'], capacity * DIGEST)
    this.capacity = capacity
    return capacity
  }

  /** Adds a member, whose path is `node`; gives its number. */
  add(member: Member, node: number, mark: number): number {
    const entry = this.count++
    this.node[entry] = node
    this.type[entry] = member.type
    this.mark[entry] = mark
    this.mode[entry] = member.mode
    this.owner[entry] = this.ownerOf(member.uid, member.gid)
    this.size[entry] = member.size
    this.offset[entry] = member.contentOffset
    this.seconds[entry] = member.seconds
    const isLink = member.type === EntryType.symlink || member.type === EntryType.hardlink
    this.link[entry] = isLink ? this.links.add(member.link, member.linkStart, member.linkEnd) : -1
    this.rarities(entry, member)
    return entry
  }

  /** Keeps the content digest of the last entry. */
  contentDigest(digest: Uint8Array): void {
    this.digests ??= column(Uint8Array, this.capacity * DIGEST)
    this.digests.set(digest.subarray(0, DIGEST), (this.count - 1) * DIGEST)
  }

  columns(): EntryColumns {
    const {count, stored, nanos, digits, xattrs, digests} = this
    return {
      entryCount: count,
      entryNode: firstOf(this.node, count),
      entryType: firstOf(this.type, count),
      entryMark: firstOf(this.mark, count),
      entryMode: firstOf(this.mode, count),
      entryOwner: firstOf(this.owner, count),
      entrySize: firstOf(this.size, count),
      entryOffset: firstOf(this.offset, count),
      entryStored: stored && firstOf(stored, count),
      entrySeconds: firstOf(this.seconds, count),
      entryNanos: nanos && firstOf(nanos, count),
      entryDigits: digits && firstOf(digits, count),
      entryLink: firstOf(this.link, count),
      ...this.links.columns(),
      entryXattrs: xattrs && firstOf(xattrs, count),
      contentDigests: digests && firstOf(digests, count * DIGEST),
    }
  }

  facts(): Pick<LayerFacts, 'owners' | 'xattrs' | 'devices'> {
    return {owners: this.owners.values, xattrs: this.xattrSets.values, devices: this.devices}
  }

  private rarities(entry: number, member: Member): void {
    if (member.digits > 0) {
      this.nanos ??= column(Int32Array, this.capacity)
      this.digits ??= column(Uint8Array, this.capacity)
      this.nanos[entry] = member.nanos
      this.digits[entry] = member.digits
    }
    if (member.xattrs !== null) {
      this.xattrs ??= column(Int32Array, this.capacity).fill(-1)
      this.xattrs[entry] = this.xattrsOf(member.xattrs)
    } else if (this.xattrs !== null) this.xattrs[entry] = -1
    if (member.type === EntryType.char || member.type === EntryType.block) {
      this.devices.push([entry, member.major, member.minor])
    }
    if (member.type === EntryType.file && member.stored !== member.size && this.stored === null) {
      this.stored = column(Float64Array, this.capacity)
      this.stored.set(this.size.subarray(0, entry))
    }
    if (this.stored !== null) this.stored[entry] = member.stored
  }

  /** Members of one owner follow each other. */
  private ownerOf(uid: number, gid: number): number {
    if (uid === this.lastUid && gid === this.lastGid) return this.lastOwner
    this.lastUid = uid
    this.lastGid = gid
    this.lastOwner = this.owners.idOf(`${uid}:${gid}`, () => [uid, gid])
    return this.lastOwner
  }

  private xattrsOf(xattrs: Readonly<Record<string, string>>): number {
    const sorted = Object.fromEntries(Object.entries(xattrs).sort(([a], [b]) => (a < b ? -1 : 1)))
    return this.xattrSets.idOf(JSON.stringify(sorted), () => sorted)
  }
}
