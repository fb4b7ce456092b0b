import {EntryType} from '../tar/entry-type.ts'
import type {Member, TarSink} from '../tar/tar-parser.ts'
import {column, firstOf, grown} from './columns.ts'
import {climbs, withoutClimbing} from './dot-dot.ts'
import {markEstargz} from './estargz.ts'
import {EntryMark, type LayerFacts, LayerIndex, type LayerProblem} from './layer-index.ts'
import {NameTree} from './name-tree.ts'
import {isNamelessWhiteout, markOfName} from './whiteout.ts'

/** What a scan knows of a layer beyond its entries. */
export type ScanFacts = Pick<
  LayerFacts,
  'tarSize' | 'diffId' | 'filledDiffId' | 'blobDigest' | 'compression' | 'blobSize' | 'damage'
>

const FIRST_CAPACITY = 4096

/** More problems than these are only counted: a hostile tar must not fill the memory with complaints. */
const PROBLEMS_KEPT = 100

/** Collects the members of one tar into the columns of a LayerIndex. Feed it to a TarParser, then call `build`. */
export class LayerBuilder implements TarSink {
  private readonly tree: NameTree
  private capacity: number
  private count = 0
  private nodeEntry: Int32Array
  private nodeMark: Uint8Array
  private entryNode: Int32Array
  private entryType: Uint8Array
  private entryMark: Uint8Array
  private entryMode: Uint16Array
  private entryOwner: Uint32Array
  private entrySize: Float64Array
  private entryOffset: Float64Array
  private entryStored: Float64Array | null = null
  private entrySeconds: Float64Array
  private entryNanos: Int32Array | null = null
  private entryDigits: Uint8Array | null = null
  private entryLink: Int32Array
  private entryXattrs: Int32Array | null = null
  private digests: Uint8Array | null = null
  private linkStart = column(Uint32Array, 64)
  private linkNames = column(Uint8Array, 1024)
  private linkCount = 0
  private linkLength = 0
  private readonly owners: [number, number][] = []
  private readonly ownerIds = new Map<string, number>()
  private lastUid = Number.NaN
  private lastGid = Number.NaN
  private lastOwner = 0
  private readonly xattrs: Readonly<Record<string, string>>[] = []
  private readonly xattrIds = new Map<string, number>()
  private readonly devices: [number, number, number][] = []
  private readonly problems: LayerProblem[] = []
  private problemCount = 0
  private size = 0
  private whiteouts = 0
  private opaque = 0
  private folder = new Uint8Array(256)
  private folderLength = -1
  private folderNode = 0
  /** of the member at hand, for what is told about it */
  private contentOffset = 0

  /** A guess at how many members there will be in the end, made when room runs out: growing once beats growing often. */
  private readonly forecast: (members: number) => number

  constructor(forecast: (members: number) => number = () => 0) {
    const capacity = FIRST_CAPACITY
    this.forecast = forecast
    this.capacity = capacity
    this.tree = new NameTree(capacity)
    this.nodeEntry = column(Int32Array, capacity)
    this.nodeEntry[0] = -1
    this.nodeMark = new Uint8Array(capacity)
    this.entryNode = column(Int32Array, capacity)
    this.entryType = column(Uint8Array, capacity)
    this.entryMark = column(Uint8Array, capacity)
    this.entryMode = column(Uint16Array, capacity)
    this.entryOwner = column(Uint32Array, capacity)
    this.entrySize = column(Float64Array, capacity)
    this.entryOffset = column(Float64Array, capacity)
    this.entrySeconds = column(Float64Array, capacity)
    this.entryLink = column(Int32Array, capacity)
  }

  problem(offset: number, message: string): void {
    this.problemCount++
    if (this.problems.length < PROBLEMS_KEPT) this.problems.push({offset, message})
  }

  /** A problem of the member at hand. */
  private tell(message: string): void {
    this.problem(this.contentOffset, message)
  }

  entry(member: Member): void {
    this.contentOffset = member.contentOffset
    if (this.count === this.capacity) this.widen()
    const entry = this.count++
    const node = member.aside ? this.nodeApart(member) : this.nodeOf(member)
    const mark = this.nodeMark[node]!
    this.nodeEntry[node] = entry
    this.entryNode[entry] = node
    this.entryType[entry] = member.type
    this.entryMark[entry] = mark
    this.entryMode[entry] = member.mode
    this.entryOwner[entry] = this.ownerOf(member.uid, member.gid)
    this.entrySize[entry] = member.size
    this.entryOffset[entry] = member.contentOffset
    this.entrySeconds[entry] = member.seconds
    if (member.type === EntryType.symlink || member.type === EntryType.hardlink) {
      this.entryLink[entry] = this.addLink(member.link, member.linkStart, member.linkEnd)
      if (member.type === EntryType.hardlink && namesItself(member)) this.tell('a hard link to itself has no content')
    } else this.entryLink[entry] = -1
    if (member.type === EntryType.file) this.size += member.size
    if (mark === EntryMark.whiteout) this.whiteouts++
    else if (mark === EntryMark.opaque) this.opaque++
    this.rarities(entry, member)
  }

  /** Keeps the content digest (its first 16 bytes) of the last entry. */
  contentDigest(digest: Uint8Array): void {
    this.digests ??= column(Uint8Array, this.capacity * 16)
    this.digests.set(digest.subarray(0, 16), (this.count - 1) * 16)
  }

  get lastIsFile(): boolean {
    return this.entryType[this.count - 1] === EntryType.file
  }

  build(facts: ScanFacts): LayerIndex {
    const {nodeParent, nodeName, names} = this.tree.columns()
    const {nodeEntry, entryNode, entryType, entryMark, count: entryCount} = this
    markEstargz({entryCount, nodeParent, nodeName, names, nodeEntry, entryNode, entryType, entryMark})
    const nodes = this.tree.count
    const entries = this.count
    this.linkStart[this.linkCount] = this.linkLength
    if (this.problemCount > this.problems.length) {
      const more = this.problemCount - this.problems.length
      this.problems.push({offset: facts.tarSize, message: `and ${more} more problems like these`})
    }
    return new LayerIndex(
      {
        entryCount: entries,
        nodeCount: nodes,
        nodeParent,
        nodeName,
        names,
        nodeEntry: firstOf(Int32Array, this.nodeEntry, nodes),
        entryNode: firstOf(Int32Array, this.entryNode, entries),
        entryType: firstOf(Uint8Array, this.entryType, entries),
        entryMark: firstOf(Uint8Array, this.entryMark, entries),
        entryMode: firstOf(Uint16Array, this.entryMode, entries),
        entryOwner: firstOf(Uint32Array, this.entryOwner, entries),
        entrySize: firstOf(Float64Array, this.entrySize, entries),
        entryOffset: firstOf(Float64Array, this.entryOffset, entries),
        entryStored: this.entryStored && firstOf(Float64Array, this.entryStored, entries),
        entrySeconds: firstOf(Float64Array, this.entrySeconds, entries),
        entryNanos: this.entryNanos && firstOf(Int32Array, this.entryNanos, entries),
        entryDigits: this.entryDigits && firstOf(Uint8Array, this.entryDigits, entries),
        entryLink: firstOf(Int32Array, this.entryLink, entries),
        linkStart: firstOf(Uint32Array, this.linkStart, this.linkCount + 1),
        linkNames: firstOf(Uint8Array, this.linkNames, this.linkLength),
        entryXattrs: this.entryXattrs && firstOf(Int32Array, this.entryXattrs, entries),
        contentDigests: this.digests && firstOf(Uint8Array, this.digests, entries * 16),
      },
      {
        ...facts,
        owners: this.owners,
        xattrs: this.xattrs,
        devices: this.devices,
        size: this.size,
        whiteouts: this.whiteouts,
        opaqueDirectories: this.opaque,
        problems: this.problems,
      },
    )
  }

  /** Columns that most layers don't need are made when the first entry does. */
  private rarities(entry: number, member: Member): void {
    if (member.digits > 0) {
      this.entryNanos ??= column(Int32Array, this.capacity)
      this.entryDigits ??= column(Uint8Array, this.capacity)
      this.entryNanos[entry] = member.nanos
      this.entryDigits[entry] = member.digits
    }
    if (member.xattrs !== null) {
      this.entryXattrs ??= column(Int32Array, this.capacity).fill(-1)
      this.entryXattrs[entry] = this.xattrsOf(member.xattrs)
    } else if (this.entryXattrs !== null) this.entryXattrs[entry] = -1
    if (member.type === EntryType.char || member.type === EntryType.block) {
      this.devices.push([entry, member.major, member.minor])
    }
    if (member.type === EntryType.file && member.stored !== member.size && this.entryStored === null) {
      this.entryStored = column(Float64Array, this.capacity)
      this.entryStored.set(this.entrySize.subarray(0, entry))
    }
    if (this.entryStored !== null) this.entryStored[entry] = member.stored
  }

  private nodeOf(member: Member): number {
    const {name, nameStart} = member
    let end = member.nameEnd
    while (end > nameStart && name[end - 1] === 0x2f) end--
    let slash = end - 1
    while (slash >= nameStart && name[slash] !== 0x2f) slash--
    const base = slash + 1
    const length = Math.max(0, slash - nameStart)
    const plain = !(
      end - base === 0 ||
      (name[base] === 0x2e && end - base <= 2 && (end - base === 1 || name[base + 1] === 0x2e))
    )
    if (!plain) return this.walk(name, nameStart, end)
    // Members of one folder follow each other: the folder's node is looked up once.
    if (length !== this.folderLength || !sameBytes(name, nameStart, this.folder, length)) {
      this.folderNode = length > 0 ? this.walk(name, nameStart, slash) : 0
      if (length > this.folder.length) this.folder = new Uint8Array(length * 2)
      this.folder.set(name.subarray(nameStart, nameStart + length))
      this.folderLength = length
    }
    return this.step(this.folderNode, name, base, end)
  }

  /** Any path, cleaned as the engines do it: no empty parts, no dots, and `..` never leaves the root. */
  private walk(name: Uint8Array, start: number, end: number): number {
    if (climbs(name, start, end)) {
      this.tell('a path with ".." in it was kept inside the image')
      const clean = withoutClimbing(name, start, end)
      return this.walk(clean, 0, clean.length)
    }
    let node = 0
    let at = start
    while (at < end) {
      let next = at
      while (next < end && name[next] !== 0x2f) next++
      const length = next - at
      if (length > 0 && !(length === 1 && name[at] === 0x2e)) node = this.step(node, name, at, next)
      at = next + 1
    }
    return node
  }

  private step(parent: number, name: Uint8Array, start: number, end: number): number {
    const before = this.tree.count
    const node = this.tree.child(parent, name, start, end)
    if (node === before) this.newNode(node, parent, name, start, end)
    return node
  }

  private newNode(node: number, parent: number, name: Uint8Array, start: number, end: number): void {
    // What lies below a leftover, or absurdly below a whiteout, is no file of the image either.
    const below = this.nodeMark[parent] !== EntryMark.none
    const mark = below ? EntryMark.leftover : markOfName(name, start, end)
    if (mark === EntryMark.leftover && !below && isNamelessWhiteout(start, end)) {
      this.tell('a whiteout that names nothing was passed over')
    }
    this.markNode(node, mark)
  }

  /** A node for a volume's label and its like: whatever its name, it is not in the way of a path. */
  private nodeApart({name, nameStart, nameEnd}: Member): number {
    const node = this.tree.apart(0, withoutClimbing(name, nameStart, nameEnd))
    this.markNode(node, EntryMark.leftover)
    return node
  }

  private markNode(node: number, mark: number): void {
    if (node >= this.nodeEntry.length) {
      this.nodeEntry = grown(Int32Array, this.nodeEntry, this.nodeEntry.length * 2)
      const marks = new Uint8Array(this.nodeEntry.length)
      marks.set(this.nodeMark)
      this.nodeMark = marks
    }
    this.nodeEntry[node] = -1
    this.nodeMark[node] = mark
  }

  private ownerOf(uid: number, gid: number): number {
    if (uid === this.lastUid && gid === this.lastGid) return this.lastOwner
    const key = `${uid}:${gid}`
    let id = this.ownerIds.get(key)
    if (id === undefined) {
      id = this.owners.length
      this.owners.push([uid, gid])
      this.ownerIds.set(key, id)
    }
    this.lastUid = uid
    this.lastGid = gid
    this.lastOwner = id
    return id
  }

  private xattrsOf(xattrs: Readonly<Record<string, string>>): number {
    const sorted = Object.fromEntries(Object.entries(xattrs).sort(([a], [b]) => (a < b ? -1 : 1)))
    const key = JSON.stringify(sorted)
    let id = this.xattrIds.get(key)
    if (id === undefined) {
      id = this.xattrs.length
      this.xattrs.push(sorted)
      this.xattrIds.set(key, id)
    }
    return id
  }

  private addLink(bytes: Uint8Array, start: number, end: number): number {
    const id = this.linkCount++
    if (id + 1 >= this.linkStart.length) this.linkStart = grown(Uint32Array, this.linkStart, this.linkStart.length * 2)
    const length = end - start
    if (this.linkLength + length > this.linkNames.length) {
      const wanted = Math.max(this.linkNames.length * 2, this.linkLength + length)
      this.linkNames = grown(Uint8Array, this.linkNames, wanted)
    }
    this.linkStart[id] = this.linkLength
    this.linkNames.set(bytes.subarray(start, end), this.linkLength)
    this.linkLength += length
    return id
  }

  private widen(): void {
    const capacity = Math.max(this.capacity * 2, Math.min(this.forecast(this.count), this.capacity * 64))
    this.tree.reserve(capacity)
    this.entryNode = grown(Int32Array, this.entryNode, capacity)
    this.entryType = grown(Uint8Array, this.entryType, capacity)
    this.entryMark = grown(Uint8Array, this.entryMark, capacity)
    this.entryMode = grown(Uint16Array, this.entryMode, capacity)
    this.entryOwner = grown(Uint32Array, this.entryOwner, capacity)
    this.entrySize = grown(Float64Array, this.entrySize, capacity)
    this.entryOffset = grown(Float64Array, this.entryOffset, capacity)
    this.entryStored = this.entryStored && grown(Float64Array, this.entryStored, capacity)
    this.entrySeconds = grown(Float64Array, this.entrySeconds, capacity)
    this.entryNanos = this.entryNanos && grown(Int32Array, this.entryNanos, capacity)
    this.entryDigits = this.entryDigits && grown(Uint8Array, this.entryDigits, capacity)
    this.entryLink = grown(Int32Array, this.entryLink, capacity)
    this.entryXattrs = this.entryXattrs && grown(Int32Array, this.entryXattrs, capacity)
    this.digests = this.digests && grown(Uint8Array, this.digests, capacity * 16)
    this.capacity = capacity
  }
}

function sameBytes(a: Uint8Array, start: number, b: Uint8Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[start + i] !== b[i]) return false
  return true
}

function namesItself({name, nameStart, nameEnd, link, linkStart, linkEnd}: Member): boolean {
  return (
    nameEnd - nameStart === linkEnd - linkStart &&
    Buffer.compare(name.subarray(nameStart, nameEnd), link.subarray(linkStart, linkEnd)) === 0
  )
}
