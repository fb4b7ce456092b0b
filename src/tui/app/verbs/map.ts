import type {Step} from '../effects.ts'
import type {Explorer} from '../explorer.ts'
import {mapLayout} from '../layout.ts'
import {MAP_COLOURS} from '../map/map.ts'
import {leavesOf, neighbour, type Tile, tilesOf} from '../map/tiles.ts'
import type {MapVerb} from '../messages.ts'
import {explorerOf, type State, type TerminalSize, withExplorer} from '../state.ts'
import {goTo, type TreeGoal} from './go-to.ts'

/** Walking through the treemap. */
export function map(state: State, verb: MapVerb): Step {
  const explorer = explorerOf(state)
  const tile = explorer === null ? undefined : currentTile(explorer, state.terminal)
  if (explorer === null) return [state, []]
  switch (verb.type) {
    case 'map-colour': {
      const at = MAP_COLOURS.indexOf(explorer.map.colour)
      const colour = MAP_COLOURS[(at + 1) % MAP_COLOURS.length]!
      return [withExplorer(state, each => ({...each, map: {...each.map, colour}})), []]
    }
    case 'map-out':
      return [withExplorer(state, out), []]
    case 'map-sideways':
      return [withExplorer(state, each => moveInMap(each, state.terminal, verb.by, 0)), []]
    case 'map-into':
      if (tile?.kind !== 'folder') return [state, []]
      return [withExplorer(state, each => ({...each, map: {...each.map, folder: tile.node, cursor: 0}})), []]
    case 'map-to-tree': {
      const goal = tile === undefined ? null : tileGoal(explorer, tile)
      return goal === null ? [state, []] : goTo(state, goal)
    }
  }
}

/** The tile that keys act on: the largest where the cursor is on none. */
export function currentTile(explorer: Explorer, terminal: TerminalSize): Tile | undefined {
  const leaves = leavesOf(mapTiles(explorer, terminal))
  const {cursor} = explorer.map
  return (
    leaves.find(({key}) => key === cursor) ??
    leaves.find(({node}) => isInside(explorer, node, cursor)) ??
    largestOf(leaves)
  )
}

/** The one to begin at: many small ones are none. */
function largestOf(leaves: readonly Tile[]): Tile | undefined {
  const own = leaves.filter(({kind}) => kind !== 'small')
  return (own.length > 0 ? own : leaves).toSorted((a, b) => b.bytes - a.bytes)[0]
}

/** The tiles of the folder that the map shows, for a terminal; none before a layer was read. */
export function mapTiles({union, map}: Explorer, terminal: TerminalSize): readonly Tile[] {
  if (union === null) return []
  const {columns, rows} = mapLayout(terminal)
  return tilesOf(union, map.folder, columns, rows)
}

/** To the next tiles in a direction, as many as `rows` says. */
export function moveInMap(explorer: Explorer, terminal: TerminalSize, columns: number, rows: number): Explorer {
  const leaves = leavesOf(mapTiles(explorer, terminal))
  let tile = currentTile(explorer, terminal)
  for (let step = Math.abs(columns || rows); step > 0 && tile !== undefined; step--)
    tile = neighbour(leaves, tile, Math.sign(columns), Math.sign(rows))
  return tile === undefined ? explorer : {...explorer, map: {...explorer.map, cursor: tile.key}}
}

/** To the largest tile, or to the smallest. */
export function toMapEnd(explorer: Explorer, terminal: TerminalSize, end: 'first' | 'last'): Explorer {
  const leaves = leavesOf(mapTiles(explorer, terminal)).toSorted((a, b) => b.bytes - a.bytes)
  const tile = leaves.at(end === 'first' ? 0 : -1)
  return tile === undefined ? explorer : {...explorer, map: {...explorer.map, cursor: tile.key}}
}

/** Out to the folder around, past those that hold nothing else, with the cursor on where one was. */
function out(explorer: Explorer): Explorer {
  const {union, map} = explorer
  if (union === null || map.folder <= 0) return explorer
  return {...explorer, map: {...map, folder: union.parent(map.folder), cursor: map.folder}}
}

/** True where the cursor's path is above the tile's, or below it. */
function isInside({union}: Explorer, node: number, cursor: number): boolean {
  if (union === null || cursor <= 0) return false
  const reaches = (from: number, to: number) => {
    let at = from
    while (at > to) at = union.parent(at)
    return at === to
  }
  return reaches(node, cursor) || reaches(cursor, node)
}

function tileGoal({union}: Explorer, {node, kind}: Tile): TreeGoal | null {
  if (union === null || (kind === 'small' && node === 0)) return null
  const {nodeVersion, versionLayer, versionUntil} = union.columns
  const last = union.versionAt(node, union.layerCount - 1)
  if (last >= 0) return {node, layer: versionLayer[last]!, until: Number.POSITIVE_INFINITY}
  const version = nodeVersion[node]!
  return version < 0 ? null : {node, layer: versionLayer[version]!, until: versionUntil[version]!}
}
