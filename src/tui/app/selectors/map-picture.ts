import {wasteAt} from '../../../image/analysis/waste/waste-by-path.ts'
import {count, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Explorer} from '../explorer.ts'
import {agePaint, type Paint, paintKey} from '../map/paint.ts'
import {storedByLayer} from '../map/stored-bytes.ts'
import type {Tile} from '../map/tiles.ts'
import type {State} from '../state.ts'
import {currentTile, mapTiles} from '../verbs/map.ts'
import {clean} from './waste-text.ts'

/** So many of a tile's bytes are of this paint. */
export interface Band {
  readonly paint: Paint
  readonly bytes: number
}

/** A tile with what is written on it and what it is filled with. Printable. */
export interface PaintedTile extends Tile {
  readonly cursor: boolean
  readonly name: string
  readonly amount: string
  /** from its top to its bottom; none for one that is divided */
  readonly bands: readonly Band[]
}

/** The tiles of the map with what is written on them and the colours that their bytes are in; for `mapRows`. */
export function mapPicture(explorer: Explorer, state: State): readonly PaintedTile[] {
  const tiles = mapTiles(explorer, state.terminal)
  const {unicode} = state.capabilities
  const current = currentTile(explorer, state.terminal)
  return tiles.map(tile => ({
    ...tile,
    cursor: tile.key === current?.key && tile.kind !== 'divided',
    name: clean(nameOf(explorer, tile), unicode),
    amount: size(tile.bytes),
    bands: tile.kind === 'divided' ? [] : bandsOf(explorer, tile, state.now),
  }))
}

function nameOf({union}: Explorer, {kind, node, above, count: many}: Tile): string {
  if (kind === 'small') return t`${count(many)} smaller`
  const path = union!.path(node)
  const prefix = above === 0 ? 0 : union!.path(above).length + 1
  return path.slice(prefix) + (kind === 'file' ? '' : '/')
}

/** What a tile's bytes are, in the way that the map is coloured. */
export function bandsOf(explorer: Explorer, tile: Pick<Tile, 'node' | 'kind' | 'bytes'>, now: number): readonly Band[] {
  const {base, image, map, union, waste} = explorer
  if (union === null) return []
  // What small ones of a folder are is not looked up one by one.
  if (tile.kind === 'small') return [{paint: {kind: 'small'}, bytes: tile.bytes}]
  if (map.colour === 'cause') {
    const causes = waste.byPath === null ? [] : wasteAt(waste.byPath, tile.node)
    const wasted = causes.reduce((sum, {bytes}) => sum + bytes, 0)
    const bands = causes.map(({cause, bytes}) => ({paint: {kind: 'cause', cause} as const, bytes}))
    return [{paint: {kind: 'kept'} as const, bytes: tile.bytes - wasted}, ...bands.sort((a, b) => b.bytes - a.bytes)]
  }
  const layers = storedByLayer(union, tile.node)
  if (map.colour === 'layer') {
    return layers.map(({layer, bytes}) => ({
      paint: {kind: layer < base.chosen.layers ? 'base' : 'layer', index: layer},
      bytes,
    }))
  }
  return merged(
    layers.map(({layer, bytes}) => ({paint: agePaint(image.layers[layer]?.history?.created ?? null, now), bytes})),
  )
}

/** One band for each paint, the oldest first. */
function merged(bands: readonly Band[]): readonly Band[] {
  const sums = new Map<string, Band>()
  for (const {paint, bytes} of bands) {
    const key = paintKey(paint)
    sums.set(key, {paint, bytes: bytes + (sums.get(key)?.bytes ?? 0)})
  }
  return [...sums.values()]
}
