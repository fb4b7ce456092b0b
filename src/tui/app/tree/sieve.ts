import type {PathMatches} from '../../../image/filesystem/filter/path-matches.ts'
import type {Union} from '../../../image/filesystem/union.ts'
import type {KindSieve} from './kinds.ts'
import {GONE, shownPaths, THERE} from './shown-paths.ts'
import type {View} from './view.ts'

const MATCHES = 1
const LEADS = 2
/** Nodes at one go: a function called often is compiled soon, and for good (see inSlices). */
const SLICE = 1 << 12
const REHEARSALS = 60

/** What a filter leaves of one view of the tree: the paths that match, and the folders on the way to them. */
export class Sieve {
  readonly matches: PathMatches
  /** how many of the view's paths match, and how many more that this layer removed */
  readonly count: number
  readonly removed: number
  /** how many paths the view has without a filter, removed ones not counted */
  readonly total: number
  private readonly union: Union
  private readonly marks: Uint8Array
  private readonly inside = new Map<number, boolean>()

  /** `kinds`: what is left to be matched; null for all */
  constructor(union: Union, layer: number, view: View, matches: PathMatches, kinds: KindSieve | null = null) {
    this.union = union
    this.matches = matches
    const {shown, count: total} = shownPaths(union, layer, view)
    const {nodeCount, nodeParent} = union.columns
    const {hits} = matches.columns
    const marks = new Uint8Array(nodeCount)
    const counts = new Int32Array(GONE + 1)
    // Children come after their parents.
    for (let end = nodeCount; end > 1; end -= SLICE)
      markMatches(hits, kinds?.shown ?? shown, nodeParent, marks, counts, Math.max(1, end - SLICE), end)
    this.marks = marks
    this.count = counts[THERE]!
    this.removed = counts[GONE]!
    this.total = total
  }

  /** True where no row of the view matches. */
  get isEmpty(): boolean {
    return this.count + this.removed === 0
  }

  isMatch(node: number): boolean {
    return (this.marks[node]! & MATCHES) !== 0
  }

  /** True where something that matches lies below. */
  leads(node: number): boolean {
    return (this.marks[node]! & LEADS) !== 0
  }

  /** True for a match, for what lies on the way to one, and for all inside a folder that is the last match on its way. */
  admits(node: number): boolean {
    return this.marks[node] !== 0 || this.isInside(this.union.parent(node))
  }

  /** True where one can look at all of a folder: it matches, or lies in one that does, and nothing below it does. */
  isInside(folder: number): boolean {
    let inside = this.inside.get(folder)
    if (inside !== undefined) return inside
    inside = false
    for (let node = folder; node > 0 && !inside; node = this.union.parent(node)) inside = this.marks[node] === MATCHES
    this.inside.set(folder, inside)
    return inside
  }
}

let isRehearsed = false

/**
 * Marks some nodes of nothing, before the first letter of a filter comes: code that has run before marks a million nodes in half
 * the time. Takes a few milliseconds, once.
 */
export function rehearseSieve(): void {
  if (isRehearsed) return
  isRehearsed = true
  const [hits, shown, marks] = [new Uint8Array(SLICE).fill(1), new Uint8Array(SLICE).fill(THERE), new Uint8Array(SLICE)]
  const nodeParent = Int32Array.from(hits, (_, node) => node >> 4)
  for (let i = 0; i < REHEARSALS; i++)
    markMatches(hits, shown, nodeParent, marks, new Int32Array(GONE + 1), 1 + (i % 2), SLICE)
}

/** Marks the nodes [first, end) that match, the last one first, and what leads to them; counts them by what is shown of them. */
function markMatches(
  hits: Uint8Array,
  shown: Uint8Array,
  nodeParent: Int32Array,
  marks: Uint8Array,
  counts: Int32Array,
  first: number,
  end: number,
): void {
  let matching = 0
  let gone = 0
  // Siblings mostly follow each other.
  let leading = -1
  for (let node = end - 1; node >= first; node--) {
    const is = shown[node]!
    const matches = hits[node]! & (is === 0 ? 0 : MATCHES)
    const mark = marks[node]! | matches
    if (mark === 0) continue
    marks[node] = mark
    matching += matches
    gone += is === GONE ? matches : 0
    const parent = nodeParent[node]!
    if (parent === leading) continue
    leading = parent
    marks[parent]! |= LEADS
  }
  counts[THERE]! += matching - gone
  counts[GONE]! += gone
}
