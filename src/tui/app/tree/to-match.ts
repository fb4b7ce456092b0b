import {AUTO_FOLDING, isOpen} from './folding.ts'
import {nearestRow, settle, type TreePlace, visibleRows} from './tree-cursor.ts'
import type {TreeModel} from './tree-model.ts'
import {Walker} from './walker.ts'

/** The cursor on a node, the folders above it open. The window stays where it is if the node is in it. */
export function reveal(model: TreeModel, place: TreePlace, node: number, height: number): TreePlace {
  const decided = new Map(place.folding.decided)
  for (let n = model.union.parent(node); n > 0; n = model.union.parent(n))
    if (!isOpen(model, place.folding, n)) decided.set(n, true)
  const opened = settle(model, {...place, folding: {...place.folding, decided}}, height)
  const row = visibleRows(model, opened, height).findIndex(each => each.node === node)
  return settle(model, {...opened, wanted: node, offset: row >= 0 ? row : Math.floor(height / 3)}, height)
}

/**
 * The cursor on the next or previous match, also one that a closed folder hides; from either end it goes on at the other.
 * The same place where nothing matches.
 */
export function toMatch(model: TreeModel, place: TreePlace, direction: 'next' | 'previous', height: number): TreePlace {
  const match = matchFrom(model, place.cursor, direction)
  return match < 0 ? place : reveal(model, place, match, height)
}

/** The place in a tree that was filtered anew: on the row where the user stood if it matches, else on the next one that does. */
export function toFirstMatch(model: TreeModel, place: TreePlace, origin: number, height: number): TreePlace {
  const folded = settle(model, {...place, wanted: origin, folding: AUTO_FOLDING}, height)
  if (folded.cursor < 0 || model.sieve === null || model.sieve.isMatch(folded.cursor)) return folded
  return toMatch(model, folded, 'next', height)
}

/** With each folder open that leads to a match, and no other, a match is never further than the tree is deep. */
function matchFrom(model: TreeModel, start: number, direction: 'next' | 'previous'): number {
  const {sieve} = model
  if (sieve === null || sieve.isEmpty) return -1
  const walker = new Walker(model, AUTO_FOLDING)
  const row = start > 0 ? nearestRow(model, AUTO_FOLDING, start) : -1
  if (row > 0) walker.goTo(row)
  for (let ends = 0; ends < 2; ) {
    if (!walker[direction]()) {
      ends++
      if (direction === 'previous') walker.toLast()
      else if (!new Walker(model, AUTO_FOLDING).next()) return -1
      else walker.goTo(model.children(0).at(0))
    }
    if (sieve.isMatch(walker.node)) return walker.node
  }
  return -1
}
