import {CAUSE_WORDS} from '../../../image/analysis/waste/cause-words.ts'
import {percent} from '../../../image/analysis/waste/waste-sentences.ts'
import {instructionOf} from '../../../image/oci/image-history.ts'
import {counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Explorer} from '../explorer.ts'
import {AGES, type Paint} from '../map/paint.ts'
import {storedBytes} from '../map/stored-bytes.ts'
import type {State} from '../state.ts'
import {currentTile} from '../verbs/map.ts'
import {type Band, bandsOf} from './map-picture.ts'
import {clean} from './waste-text.ts'

/** What stands around the treemap. Printable. */
export interface MapFrame {
  readonly title: string
  readonly note: string
  /** about the tile that keys act on: what it is, and what its bytes are */
  readonly about: string
  readonly bands: readonly LegendEntry[]
  /** what the colours stand for, those with the most bytes first */
  readonly legend: readonly LegendEntry[]
  /** why there is no map; null where there is one */
  readonly empty: string | null
}

export interface LegendEntry {
  readonly paint: Paint
  readonly text: string
}

const COLOURED = {layer: t`by layer`, cause: t`by cause of waste`, age: t`by age`} as const

/** What stands around the map: the folder and its bytes, the tile under the cursor, what the colours stand for. */
export function mapFrame(explorer: Explorer, state: State): MapFrame {
  const {union, map, waste} = explorer
  const {unicode} = state.capabilities
  const dot = unicode ? ' · ' : ' - '
  const whole = union === null ? 0 : storedBytes(union, map.folder)
  const looking = map.colour === 'cause' && waste.byPath === null ? (unicode ? t` ⟳ looking` : t` (looking)`) : ''
  const folder = union === null || map.folder === 0 ? t`the image` : `/${union.path(map.folder)}`
  const legend = bandsOf(explorer, {node: map.folder, kind: 'folder', bytes: whole}, state.now)
  return {
    title: [clean(folder, unicode), t`${size(whole)} stored`].join(dot),
    note: COLOURED[map.colour] + looking,
    ...aboutTile(explorer, state, dot),
    legend: legend
      .filter(({bytes}) => bytes > 0)
      .toSorted((a, b) => b.bytes - a.bytes)
      .map(band => ({paint: band.paint, text: clean(legendText(band, explorer), unicode)})),
    empty: union === null ? t`No layer has been read yet.` : whole === 0 ? t`Nothing here has any bytes.` : null,
  }
}

function legendText({paint}: Band, {image}: Explorer): string {
  switch (paint.kind) {
    case 'layer':
    case 'base': {
      const {verb} = instructionOf(image.layers[paint.index]?.history ?? null)
      return `${paint.index}${verb === null ? '' : ` ${verb}`}${paint.kind === 'base' ? t`, base` : ''}`
    }
    case 'cause':
      return CAUSE_WORDS[paint.cause]
    case 'kept':
      return t`reached`
    case 'small':
      return ''
    case 'age':
      return AGES[paint.index]?.name ?? t`no date`
  }
}

function aboutTile(explorer: Explorer, state: State, dot: string): Pick<MapFrame, 'about' | 'bands'> {
  const {union, figures} = explorer
  const tile = currentTile(explorer, state.terminal)
  if (union === null || tile === undefined) return {about: '', bands: []}
  const {unicode} = state.capabilities
  const path = `/${union.path(tile.node)}${tile.kind === 'folder' && tile.node > 0 ? '/' : ''}`
  const many = tile.kind === 'folder' ? union.pathsBelow(tile.node, union.layerCount - 1) : 0
  const facts = [
    tile.kind === 'small' ? t`${counted(tile.count, 'path', 'paths')} in ${path}, none of them large` : path,
    size(tile.bytes),
    ...(figures === null || figures.size === 0 ? [] : [t`${percent(tile.bytes, figures.size)} of the image`]),
    ...(many > 0 ? [counted(many, 'path', 'paths')] : []),
    ...(tile.kind === 'small' || union.versionAt(tile.node, union.layerCount - 1) >= 0
      ? []
      : [t`not in the final image`]),
  ]
  const bands = tile.kind === 'small' ? [] : bandsOf(explorer, tile, state.now)
  return {
    about: clean(facts.join(dot), unicode),
    bands: bands
      .filter(({bytes}) => bytes > 0)
      .toSorted((a, b) => b.bytes - a.bytes)
      .map(band => ({
        paint: band.paint,
        text: clean(`${size(band.bytes)} ${bandText(band, explorer)}`, unicode),
      })),
  }
}

function bandText(band: Band, explorer: Explorer): string {
  const {paint} = band
  const text = legendText(band, explorer)
  return paint.kind === 'layer' || paint.kind === 'base' ? t`layer ${text}` : text
}
