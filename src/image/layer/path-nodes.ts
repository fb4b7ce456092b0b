import {kept} from '../../text/translate.ts'
import type {Member} from '../tar/tar-parser.ts'
import {column, grown} from './columns.ts'
import {climbs, withoutClimbing} from './dot-dot.ts'
import {isKeptName, mayHoldKept} from './kept-files.ts'
import {EntryMark} from './layer-index.ts'
import {NameTree} from './name-tree.ts'
import {isNamelessWhiteout, markOfName} from './whiteout.ts'

/**
 * Bytes of the longest path that is taken for one: eight times what Linux takes in one call. Where each folder on the way to a
 * path of 400,000 letters were a path of its own, to list them would take 40 GB.
 */
const LONGEST_PATH = 32_768

const FIRST_CAPACITY = 4096
const SLASH = 0x2f
const DOT = 0x2e

/** From the names of members to the nodes of a tree, cleaned as the engines do it. */
export class PathNodes {
  readonly tree = new NameTree(FIRST_CAPACITY)
  /** per node: the last member that named it, −1 for none */
  entry = column(Int32Array, FIRST_CAPACITY)
  /** the path that was asked for last is one of a kept file: see KeptFiles */
  isKept = false
  /** per node: EntryMark */
  private mark = column(Uint8Array, FIRST_CAPACITY)
  private folder = new Uint8Array(256)
  private folderLength = -1
  private folderNode = 0
  private folderHoldsKept = false
  private readonly tell: (problem: string) => void

  /** `tell` hears what is odd about the path that is asked for. */
  constructor(tell: (problem: string) => void) {
    this.tell = tell
    this.entry[0] = -1
  }

  /** EntryMark of a path, by its name and those above it. */
  markOf(node: number): number {
    return this.mark[node]!
  }

  /** The node that a member stands for, made where it isn't there yet. */
  of(member: Member): number {
    this.isKept = false
    return member.aside || this.isTooLong(member) ? this.apart(member) : this.named(member)
  }

  private isTooLong({nameStart, nameEnd}: Member): boolean {
    if (nameEnd - nameStart <= LONGEST_PATH) return false
    this.tell(kept`a path of ${nameEnd - nameStart} bytes, which nothing can unpack, stands for no file of the image`)
    return true
  }

  /** A node for a volume's label and its like: whatever its name, it is not in the way of a path. */
  private apart({name, nameStart, nameEnd}: Member): number {
    const node = this.tree.apart(0, withoutClimbing(name, nameStart, nameEnd))
    this.note(node, EntryMark.leftover)
    return node
  }

  private named({name, nameStart, nameEnd}: Member): number {
    let end = nameEnd
    while (end > nameStart && name[end - 1] === SLASH) end--
    let slash = end - 1
    while (slash >= nameStart && name[slash] !== SLASH) slash--
    const base = slash + 1
    const length = Math.max(0, slash - nameStart)
    const isPlain = !(
      end - base === 0 ||
      (name[base] === DOT && end - base <= 2 && (end - base === 1 || name[base + 1] === DOT))
    )
    if (!isPlain) return this.walk(name, nameStart, end)
    // Members of one folder follow each other: the folder's node is looked up once.
    if (length !== this.folderLength || !sameBytes(name, nameStart, this.folder, length)) {
      this.folderNode = length > 0 ? this.walk(name, nameStart, slash) : 0
      if (length > this.folder.length) this.folder = new Uint8Array(length * 2)
      this.folder.set(name.subarray(nameStart, nameStart + length))
      this.folderLength = length
      this.folderHoldsKept = mayHoldKept(name, nameStart, nameStart + length)
    }
    if (this.folderHoldsKept) this.isKept = isKeptName(name, base, end)
    return this.step(this.folderNode, name, base, end)
  }

  /** Any path: no empty parts, no dots, and `..` never leaves the root. */
  private walk(name: Uint8Array, start: number, end: number): number {
    if (climbs(name, start, end)) {
      this.tell(kept`a path with ".." in it was kept inside the image`)
      const clean = withoutClimbing(name, start, end)
      return this.walk(clean, 0, clean.length)
    }
    let node = 0
    let at = start
    while (at < end) {
      let next = at
      while (next < end && name[next] !== SLASH) next++
      const length = next - at
      if (length > 0 && !(length === 1 && name[at] === DOT)) node = this.step(node, name, at, next)
      at = next + 1
    }
    return node
  }

  private step(parent: number, name: Uint8Array, start: number, end: number): number {
    const before = this.tree.count
    const node = this.tree.child(parent, name, start, end)
    if (node === before) this.made(node, parent, name, start, end)
    return node
  }

  private made(node: number, parent: number, name: Uint8Array, start: number, end: number): void {
    // What lies below a leftover, or absurdly below a whiteout, is no file of the image either.
    const below = this.mark[parent] !== EntryMark.none
    const mark = below ? EntryMark.leftover : markOfName(name, start, end)
    if (mark === EntryMark.leftover && !below && isNamelessWhiteout(start, end)) {
      this.tell(kept`a whiteout that names nothing was passed over`)
    }
    this.note(node, mark)
  }

  private note(node: number, mark: number): void {
    if (node >= this.entry.length) {
      const room = this.entry.length * 2
      this.entry = grown(this.entry, room)
      this.mark = grown(this.mark, room)
    }
    this.entry[node] = -1
    this.mark[node] = mark
  }
}

function sameBytes(a: Uint8Array, start: number, b: Uint8Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[start + i] !== b[i]) return false
  return true
}
