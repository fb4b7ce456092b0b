import type {PathMatches} from '../../../image/filesystem/filter/path-matches.ts'
import {Change, type ChangeCode, type Union} from '../../../image/filesystem/union.ts'
import {NOTHING_HIDDEN} from '../preferences.ts'
import {type Kind, KindSieve} from './kinds.ts'
import {LazyOrder} from './lazy-order.ts'
import {Sieve} from './sieve.ts'
import type {Sort, View} from './view.ts'

export type {Sort, View} from './view.ts'

const DIRECTORY = 1

/**
 * One answer to "which rows, in which order": a union seen as of a layer, in a view, sorted, filtered or not. Rows are never
 * listed as a whole: a folder's children are found when somebody looks into it, and kept. Node 0, the root, is not a row.
 */
export class TreeModel {
  readonly union: Union
  readonly layer: number
  readonly view: View
  readonly sort: Sort
  /** what a filter lets through; null: everything */
  readonly sieve: Sieve | null
  /** what is left where kinds of change are hidden; null: none is */
  readonly kinds: KindSieve | null
  private readonly orders = new Map<number, LazyOrder>()
  private readonly heaviest = new Map<number, number>()

  constructor(
    union: Union,
    layer: number,
    view: View,
    sort: Sort,
    matches: PathMatches | null = null,
    hidden: readonly Kind[] = [],
  ) {
    this.union = union
    this.layer = layer
    this.view = view
    this.sort = sort
    this.kinds = hidden.length === 0 ? null : new KindSieve(union, layer, view, hidden)
    this.sieve = matches === null ? null : new Sieve(union, layer, view, matches, this.kinds)
  }

  /** The version a row stands for: the one visible, else the one this layer removed; −1 for none. */
  version(node: number): number {
    const own = this.union.versionAt(node, this.layer)
    return own >= 0 || this.layer === 0 ? own : this.union.versionAt(node, this.layer - 1)
  }

  change(node: number): ChangeCode {
    return this.union.changeIn(node, this.layer)
  }

  isShown(node: number): boolean {
    const {union, layer} = this
    if (this.sieve !== null && !this.sieve.admits(node)) return false
    if (this.kinds !== null && !this.kinds.admits(node)) return false
    if (this.view === 'aggregated')
      return union.versionAt(node, layer) >= 0 || union.changeIn(node, layer) === Change.removed
    if (union.changeIn(node, layer) !== Change.none) return true
    if (this.view === 'changes') return union.changesBelow(node, layer) > 0
    return union.versionIn(node, layer) >= 0 || union.touchedBelow(node, layer)
  }

  hasChildren(node: number): boolean {
    const {union, layer} = this
    if (union.columns.nodeFirst[node]! < 0) return false
    if (this.kinds !== null && !this.kinds.leads(node)) return false
    if (this.sieve?.leads(node)) return true
    if (this.sieve !== null && !this.sieve.isInside(node)) return false
    if (this.view === 'layer') return union.touchedBelow(node, layer)
    return union.changesBelow(node, layer) > 0 || (this.view === 'aggregated' && union.pathsBelow(node, layer) > 0)
  }

  isDirectory(node: number): boolean {
    const {versionEntry, versionLayer} = this.union.columns
    const version = this.version(node)
    // A folder on the way to a change that this layer's state no longer has: only folders have something below.
    if (version < 0) return this.union.columns.nodeFirst[node]! >= 0
    const entry = versionEntry[version]!
    return entry < 0 || this.union.layers[versionLayer[version]!]!.columns.entryType[entry] === DIRECTORY
  }

  /** Bytes the row stands for: visible below, or stored by this layer; of what is removed, the bytes it hides. */
  size(node: number): number {
    const {union, layer} = this
    if (union.changeIn(node, layer) === Change.removed) return this.sizeAt(node, layer - 1)
    if (this.view === 'aggregated') return this.sizeAt(node, layer)
    if (this.isDirectory(node)) return union.storedBelow(node, layer)
    const own = union.versionIn(node, layer)
    return own < 0 ? 0 : union.sizeOf(own)
  }

  /** All of what the view shows. */
  get total(): number {
    return this.view === 'aggregated' ? this.union.bytesBelow(0, this.layer) : this.union.storedBelow(0, this.layer)
  }

  private sizeAt(node: number, layer: number): number {
    const version = this.union.versionAt(node, layer)
    if (version < 0) return 0
    return this.isDirectory(node) ? this.union.bytesBelow(node, layer) : this.union.sizeOf(version)
  }

  /** A folder's rows in order. */
  children(node: number): LazyOrder {
    let order = this.orders.get(node)
    if (order === undefined) {
      order = this.sort === 'size' ? this.bySize(node) : new LazyOrder(this.shownChildren(node), this.byName)
      this.orders.set(node, order)
    }
    return order
  }

  /** Bytes of the largest folder directly inside. */
  heaviestFolder(node: number): number {
    let most = this.heaviest.get(node)
    if (most !== undefined) return most
    const {nodeFirst, nodeNext} = this.union.columns
    most = 0
    for (let child = nodeFirst[node]!; child >= 0; child = nodeNext[child]!)
      if (nodeFirst[child]! >= 0 && this.isShown(child) && this.isDirectory(child))
        most = Math.max(most, this.size(child))
    this.heaviest.set(node, most)
    return most
  }

  private shownChildren(node: number): Int32Array {
    const {nodeFirst, nodeNext} = this.union.columns
    const found: number[] = []
    for (let child = nodeFirst[node]!; child >= 0; child = nodeNext[child]!) if (this.isShown(child)) found.push(child)
    return Int32Array.from(found)
  }

  private bySize(node: number): LazyOrder {
    const items = this.shownChildren(node)
    const sizes = new Map<number, number>()
    for (const item of items) sizes.set(item, this.size(item))
    return new LazyOrder(items, (a, b) => sizes.get(b)! - sizes.get(a)! || this.byName(a, b))
  }

  /** Bytewise, as the C locale sorts; nodes break the tie that damaged names may leave. */
  private readonly byName = (a: number, b: number): number => {
    const left = this.union.nameBytes(a)
    const right = this.union.nameBytes(b)
    const shorter = Math.min(left.length, right.length)
    for (let i = 0; i < shorter; i++) if (left[i] !== right[i]) return left[i]! - right[i]!
    return left.length - right.length || a - b
  }
}

/** Enough for going back and forth between neighbouring layers and all views. */
const KEPT = 12
const kept = new WeakMap<Union, TreeModel[]>()

/** The model for a question, the same one as long as it was asked lately. Those of a filter that is no more are let go. */
export function treeModel(
  union: Union,
  layer: number,
  view: View,
  sort: Sort,
  matches: PathMatches | null = null,
  hidden: readonly Kind[] = NOTHING_HIDDEN,
): TreeModel {
  const models = (kept.get(union) ?? []).filter(({sieve}) => sieve === null || sieve.matches === matches)
  const at = models.findIndex(
    model =>
      model.layer === layer &&
      model.view === view &&
      model.sort === sort &&
      (model.sieve?.matches ?? null) === matches &&
      (model.kinds?.hidden ?? NOTHING_HIDDEN) === hidden,
  )
  const model = at >= 0 ? models.splice(at, 1)[0]! : new TreeModel(union, layer, view, sort, matches, hidden)
  kept.set(union, [model, ...models].slice(0, KEPT))
  return model
}
