import type {Union} from '../../../image/filesystem/union.ts'
import {AUTO_FOLDING, type Folding, isOpen} from './folding.ts'
import type {TreeModel} from './tree-model.ts'
import {Walker} from './walker.ts'

/** Where the user is in the tree. The rows above follow from it: `offset` of them are on the screen. */
export interface TreePlace {
  /** the node the user went to last, 0 for the first row; another layer or view may not show it, and then show it again */
  readonly wanted: number
  /** the row nearest to it that is displayed, −1 where there is no row */
  readonly cursor: number
  /** screen row of the cursor, from 0 */
  readonly offset: number
  readonly folding: Folding
}

export const AT_FIRST: TreePlace = {wanted: 0, cursor: -1, offset: 0, folding: AUTO_FOLDING}

/** The nearest displayed row: the node itself, else the deepest shown folder on the way to it, else the first row. */
export function nearestRow(model: TreeModel, folding: Folding, node: number): number {
  const chain: number[] = []
  for (let n = node; n > 0; n = model.union.parent(n)) chain.push(n)
  let reached = 0
  for (const step of chain.reverse()) {
    if (!isOpen(model, folding, reached) || !model.isShown(step)) break
    reached = step
  }
  if (reached > 0) return reached
  return new Walker(model, folding).next() ? model.children(0).at(0) : -1
}

/** The place made true for a window of `height` rows: on a displayed row, no empty rows where there is something to show. */
export function settle(model: TreeModel, place: TreePlace, height: number): TreePlace {
  const cursor = nearestRow(model, place.folding, place.wanted)
  if (cursor < 0) return {...place, cursor, offset: 0}
  const rows = Math.max(1, height)
  const wanted = Math.min(Math.max(0, place.offset), rows - 1)
  const above = steps(new Walker(model, place.folding).goTo(cursor), 'previous', rows - 1)
  const below = steps(new Walker(model, place.folding).goTo(cursor), 'next', rows - 1)
  const least = Math.max(0, rows - 1 - below)
  return {...place, cursor, offset: Math.min(above, Math.max(wanted, least))}
}

/** The cursor moved by so many rows (negative is up), as far as rows go. */
export function moveBy(model: TreeModel, place: TreePlace, rows: number, height: number): TreePlace {
  const settled = settle(model, place, height)
  if (settled.cursor < 0) return settled
  const walker = new Walker(model, place.folding).goTo(settled.cursor)
  const moved = rows < 0 ? -steps(walker, 'previous', -rows) : steps(walker, 'next', rows)
  return settle(model, {...settled, wanted: walker.node, offset: settled.offset + moved}, height)
}

/** A page: cursor and window move together. */
export function pageBy(model: TreeModel, place: TreePlace, rows: number, height: number): TreePlace {
  const settled = settle(model, place, height)
  if (settled.cursor < 0) return settled
  const walker = new Walker(model, place.folding).goTo(settled.cursor)
  const moved = steps(walker, rows < 0 ? 'previous' : 'next', Math.abs(rows))
  // Less than a page was left: then the end itself is meant, and the window moves as little as it must.
  const offset = moved < Math.abs(rows) ? settled.offset + Math.sign(rows) * moved : settled.offset
  return settle(model, {...settled, wanted: walker.node, offset}, height)
}

/** The cursor on the first row that is shown. */
export function toFirst(model: TreeModel, place: TreePlace, height: number): TreePlace {
  return settle(model, {...place, wanted: 0, offset: 0}, height)
}

/** The cursor on the last row that is shown, at the bottom of the window. */
export function toLast(model: TreeModel, place: TreePlace, height: number): TreePlace {
  const walker = new Walker(model, place.folding)
  return walker.toLast()
    ? settle(model, {...place, wanted: walker.node, offset: height - 1}, height)
    : toFirst(model, place, height)
}

/** The folders around the wanted row kept open, before another layer or view would close those that opened by themselves. */
export function keepInSight(model: TreeModel, place: TreePlace): TreePlace {
  if (place.folding.rule !== 'auto' || place.wanted <= 0) return place
  const decided = new Map(place.folding.decided)
  for (let n = model.union.parent(place.wanted); n > 0; n = model.union.parent(n))
    if (isOpen(model, place.folding, n)) decided.set(n, true)
  return decided.size === place.folding.decided.size ? place : {...place, folding: {...place.folding, decided}}
}

/** The place with a node in sight: every folder around it open. */
export function revealed(union: Union, place: TreePlace, node: number): TreePlace {
  const decided = new Map(place.folding.decided)
  for (let n = union.parent(node); n > 0; n = union.parent(n)) decided.set(n, true)
  return {...place, wanted: node, folding: {...place.folding, decided}}
}

/** The rows of the window: nodes and how deep they lie. */
export function visibleRows(
  model: TreeModel,
  place: TreePlace,
  height: number,
): readonly {node: number; depth: number}[] {
  if (place.cursor <= 0 || height <= 0) return []
  const walker = new Walker(model, place.folding).goTo(place.cursor)
  steps(walker, 'previous', place.offset)
  const rows = [{node: walker.node, depth: walker.depth}]
  while (rows.length < height && walker.next()) rows.push({node: walker.node, depth: walker.depth})
  return rows
}

/** The same place in another union of the same image, told by paths: nodes are numbered anew in each. */
export function translate(place: TreePlace, from: Union, to: Union): TreePlace {
  if (from === to || from.columns.nodeParent === to.columns.nodeParent) return place
  const decided = new Map<number, boolean>()
  for (const [node, open] of place.folding.decided) {
    const found = to.find(from.path(node))
    if (found > 0) decided.set(found, open)
  }
  return {...place, wanted: findNearest(from, place.wanted, to), folding: {...place.folding, decided}}
}

function findNearest(from: Union, node: number, to: Union): number {
  for (let n = node; n > 0; n = from.parent(n)) {
    const found = to.find(from.path(n))
    if (found > 0) return found
  }
  return 0
}

function steps(walker: Walker, direction: 'next' | 'previous', most: number): number {
  let done = 0
  while (done < most && walker[direction]()) done++
  return done
}
