import type {Union} from '../../../image/filesystem/union.ts'
import {remembered} from '../remembered.ts'
import {type Rectangle, squarify} from './squarify.ts'
import {contentsOf, storedBytes} from './stored-bytes.ts'

/** A tile of the treemap, in cells from the map's upper left corner. */
export interface Tile extends Rectangle {
  /** what the cursor knows it by: its node, or for the small ones of a folder a negative number */
  readonly key: number
  /** the path it stands for; of small ones the folder that they lie in */
  readonly node: number
  readonly bytes: number
  /** divided: its first row is a title, the rest belongs to tiles of what it holds */
  readonly kind: 'divided' | 'folder' | 'file' | 'small'
  /** how many folders of the map are around it */
  readonly depth: number
  /** the folder that its label is told from */
  readonly above: number
  /** paths that small ones are */
  readonly count: number
}

/** Cells that a tile needs to be one of its own: in the folder of the map, and in those that it holds. */
const LEAST_CELLS = {top: 6, inside: 14} as const
/** A folder is divided where there is so much room for what it holds, */
const DIVIDED = {width: 12, height: 4} as const
/** and where that many of its bytes would be seen. */
const WORTH_DIVIDING = 0.5
/** A cell is about this much higher than wide; a little more makes tiles that words fit into. */
const CELL_RATIO = 2.6
/** Folders around folders that a map shows. */
const DEEPEST = 6
/** What has nearly all bytes of its folder stands for it. */
const ALONE = 0.995

/** The tiles of a folder's map; those that are divided come before what they hold. Only folders in sight are looked into. */
export const tilesOf = remembered((union: Union, folder: number, width: number, height: number): readonly Tile[] => {
  const tiles: Tile[] = []
  const bytes = storedBytes(union, folder)
  if (width > 0 && height > 0 && bytes > 0) {
    divide(union, folder, bytes, {x: 0, y: 0, width, height}, 0, tiles)
  }
  return tiles
})

/** True where what a folder holds was laid out, false where that would show too little. */
function divide(union: Union, folder: number, bytes: number, room: Rectangle, depth: number, tiles: Tile[]): boolean {
  const cells = room.width * room.height
  const least = depth === 0 ? LEAST_CELLS.top : LEAST_CELLS.inside
  const {large, small} = contentsOf(union, folder, (bytes * least) / Math.max(least, cells))
  if (depth > 0 && bytes - small.bytes < bytes * WORTH_DIVIDING) return false
  const parts = [...large, ...(small.bytes > 0 ? [{node: -1, bytes: small.bytes}] : [])]
  // Largest first, the small ones too: a rectangle that is laid early is nearer to a square.
  parts.sort((a, b) => b.bytes - a.bytes)
  const rectangles = squarify(
    parts.map(part => part.bytes),
    {...room, height: room.height * CELL_RATIO, y: room.y * CELL_RATIO},
  )
  for (const [i, part] of parts.entries()) {
    const at = inCells(rectangles[i]!)
    if (at.width < 1 || at.height < 1) continue
    if (part.node < 0) {
      const of = {key: -2 - folder, node: folder, bytes: part.bytes, kind: 'small', depth, above: folder} as const
      tiles.push({...at, ...of, count: small.count})
    } else place(union, part.node, part.bytes, folder, at, depth, tiles)
  }
  return true
}

function place(
  union: Union,
  child: number,
  bytes: number,
  above: number,
  at: Rectangle,
  depth: number,
  tiles: Tile[],
): void {
  const node = onlyOneIn(union, child, bytes)
  const of = {...at, key: node, node, bytes, depth, above, count: 0}
  if (union.columns.nodeFirst[node]! < 0) {
    tiles.push({...of, kind: 'file'})
    return
  }
  if (at.width >= DIVIDED.width && at.height >= DIVIDED.height && depth < DEEPEST) {
    const before = tiles.length
    const inside = {...at, y: at.y + 1, height: at.height - 1}
    tiles.push({...of, kind: 'divided'})
    if (divide(union, node, bytes, inside, depth + 1, tiles)) return
    tiles.length = before
  }
  tiles.push({...of, kind: 'folder'})
}

/** Down through folders that hold but one thing. */
function onlyOneIn(union: Union, node: number, bytes: number): number {
  const {nodeFirst, nodeNext} = union.columns
  for (let at = node; ; ) {
    let only = -1
    let beside = 0
    for (let child = nodeFirst[at]!; child >= 0 && beside <= bytes * (1 - ALONE); child = nodeNext[child]!) {
      const stored = storedBytes(union, child)
      if (stored >= bytes * ALONE) only = child
      else beside += stored
    }
    if (beside > bytes * (1 - ALONE)) only = -1
    // A file alone in its folder is better told by the folder.
    if (only < 0 || nodeFirst[only]! < 0) return at
    at = only
  }
}

function inCells({x, y, width, height}: Rectangle): Rectangle {
  const left = Math.round(x)
  const top = Math.round(y / CELL_RATIO)
  return {
    x: left,
    y: top,
    width: Math.round(x + width) - left,
    height: Math.round((y + height) / CELL_RATIO) - top,
  }
}

/** The tiles that keys go to. */
export function leavesOf(tiles: readonly Tile[]): readonly Tile[] {
  return tiles.filter(({kind}) => kind !== 'divided')
}

/** The nearest tile in a direction: first among those beside it, then among all that lie there. The tile itself where none does. */
export function neighbour(leaves: readonly Tile[], from: Tile, dx: number, dy: number): Tile {
  let best = from
  let least = Number.POSITIVE_INFINITY
  for (const tile of leaves) {
    const ahead =
      dx > 0
        ? tile.x - (from.x + from.width)
        : dx < 0
          ? from.x - (tile.x + tile.width)
          : dy > 0
            ? tile.y - (from.y + from.height)
            : from.y - (tile.y + tile.height)
    if (ahead < 0) continue
    const aside = dx !== 0 ? gap(from.y, from.height, tile.y, tile.height) : gap(from.x, from.width, tile.x, tile.width)
    const away =
      dx !== 0 ? middle(tile.y, tile.height, from.y, from.height) : middle(tile.x, tile.width, from.x, from.width)
    const distance = ahead * 4 + aside * 16 + away
    if (distance >= least) continue
    least = distance
    best = tile
  }
  return best
}

/** Cells between two stretches, 0 where they lie beside each other. */
function gap(a: number, aLength: number, b: number, bLength: number): number {
  return Math.max(0, b - (a + aLength) + 1, a - (b + bLength) + 1)
}

function middle(a: number, aLength: number, b: number, bLength: number): number {
  return Math.abs(a + aLength / 2 - (b + bLength / 2))
}
