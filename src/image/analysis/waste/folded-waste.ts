import type {Union} from '../../filesystem/union.ts'
import {WASTE_CAUSES, type WasteCause, type WastedFiles, wastedPath} from './wasted-files.ts'

/** Waste of one cause, stored by one layer and hidden by one, at the highest folder that tells the story. Plain data. */
export interface WasteRow {
  /** without a leading slash, '' for the root; hostile */
  readonly path: string
  /** the union's node, −1 for what never was a path of the image */
  readonly node: number
  readonly cause: WasteCause
  /** the layer that stored the bytes */
  readonly layer: number
  /** the layer that hid them */
  readonly hider: number
  readonly bytes: number
  readonly files: number
  /** for copies: what differs, bits of REASONS, over all files of the row */
  readonly reasons: number
  /**
   * of what is gone: nothing is left at and below the path; of copies: they are nearly all that the layer had put there.
   * False where these are files among others
   */
  readonly whole: boolean
}

/** A folder is told as copied as a whole where at least this share of what the layer stored in it was. */
const WHOLE = 0.98
/** What has less than this share of a group's bytes is not worth a line of its own. */
const WORTH_A_LINE = 0.05
/** unless there are few of them: so many files below a folder. */
const FEW = 8

/** Folds files to rows. Rows of a group sum up to its files' bytes; largest first. */
export function foldWaste(union: Union, files: WastedFiles): readonly WasteRow[] {
  const folding = new Folding(union, files)
  return groupsOf(files)
    .flatMap(group => folding.fold(group))
    .sort((a, b) => b.bytes - a.bytes || a.hider - b.hider || a.layer - b.layer || (a.path < b.path ? -1 : 1))
}

/** Rows of the table that share layer, hider and cause. */
function groupsOf(files: WastedFiles): readonly Int32Array[] {
  const ids = new Map<number, number>()
  const groupOf = new Int32Array(files.count)
  const counts: number[] = []
  for (let row = 0; row < files.count; row++) {
    const key = (files.layer[row]! * 65536 + files.hider[row]!) * WASTE_CAUSES.length + files.cause[row]!
    let id = ids.get(key)
    if (id === undefined) {
      id = ids.size
      ids.set(key, id)
      counts.push(0)
    }
    groupOf[row] = id
    counts[id]!++
  }
  const groups = counts.map(count => new Int32Array(count))
  counts.fill(0)
  for (let row = 0; row < files.count; row++) {
    const id = groupOf[row]!
    groups[id]![counts[id]!++] = row
  }
  return groups
}

/** Sums of one group by node, kept in arrays that are emptied after each. */
class Folding {
  private readonly union: Union
  private readonly files: WastedFiles
  private readonly bytes: Float64Array
  private readonly count: Int32Array
  private readonly reasons: Uint16Array
  /** of the nodes that the group touches: first child and next sibling, 0 ends a list */
  private readonly first: Int32Array
  private readonly next: Int32Array

  constructor(union: Union, files: WastedFiles) {
    const {nodeCount} = union.columns
    this.union = union
    this.files = files
    this.bytes = new Float64Array(nodeCount)
    this.count = new Int32Array(nodeCount)
    this.reasons = new Uint16Array(nodeCount)
    this.first = new Int32Array(nodeCount)
    this.next = new Int32Array(nodeCount)
  }

  fold(group: Int32Array): WasteRow[] {
    const of = group[0]!
    const {files} = this
    const shared = {
      cause: WASTE_CAUSES[files.cause[of]!]!,
      layer: files.layer[of]!,
      hider: files.hider[of]!,
    }
    if (files.node[of]! < 0) {
      const bytes = group.reduce((sum, row) => sum + files.bytes[row]!, 0)
      const path = wastedPath(this.union, files, of)
      return [{...shared, path, node: -1, bytes, files: group.length, reasons: 0, whole: false}]
    }
    const touched = this.sum(group)
    const rows = this.rows(shared)
    for (const node of touched) {
      this.bytes[node] = 0
      this.count[node] = 0
      this.reasons[node] = 0
      this.first[node] = 0
    }
    return rows
  }

  /** Adds up a group at its nodes and above; gives the nodes, children before parents. */
  private sum(group: Int32Array): Int32Array {
    const {nodeParent} = this.union.columns
    const {files, bytes, count, reasons} = this
    const touched: number[] = []
    for (const row of group) {
      for (let n = files.node[row]!; n >= 0 && count[n] === 0; n = nodeParent[n]!) {
        count[n] = -1
        touched.push(n)
      }
    }
    for (const node of touched) count[node] = 0
    for (const row of group) {
      const node = files.node[row]!
      bytes[node]! += files.bytes[row]!
      count[node]!++
      reasons[node]! |= files.reasons[row]!
    }
    const order = Int32Array.from(touched).sort().reverse()
    for (const node of order) {
      const up = nodeParent[node]!
      if (up < 0) continue
      bytes[up]! += bytes[node]!
      count[up]! += count[node]!
      reasons[up]! |= reasons[node]!
      this.next[node] = this.first[up]!
      this.first[up] = node
    }
    return order
  }

  private rows(shared: Pick<WasteRow, 'cause' | 'layer' | 'hider'>): WasteRow[] {
    const {union, bytes, count, reasons, first, next} = this
    const worth = bytes[0]! * WORTH_A_LINE
    const rows: WasteRow[] = []
    const open = [0]
    while (open.length > 0) {
      let node = open.pop()!
      while (first[node] !== 0 && next[first[node]!] === 0 && count[first[node]!] === count[node]) node = first[node]!
      const whole = node !== 0 && this.isWhole(node, shared)
      const row = {...shared, path: union.path(node), node}
      const rest = {bytes: bytes[node]!, files: count[node]!}
      if (!whole) {
        const least = count[node]! <= FEW ? 0 : worth
        for (let child = first[node]!; child !== 0; child = next[child]!) {
          if (bytes[child]! < least) continue
          open.push(child)
          rest.bytes -= bytes[child]!
          rest.files -= count[child]!
        }
      }
      if (rest.files > 0) rows.push({...row, ...rest, reasons: reasons[node]!, whole})
    }
    return rows
  }

  private isWhole(node: number, {cause, layer, hider}: Pick<WasteRow, 'cause' | 'layer' | 'hider'>): boolean {
    if (this.first[node] === 0) return true
    if (cause === 'deleted' || cause === 'opaque' || cause === 'type') return this.union.pathsBelow(node, hider) === 0
    return this.union.storedBelow(node, layer) * WHOLE <= this.bytes[node]!
  }
}
