import type {Union} from '../../../image/filesystem/union.ts'
import {t} from '../../../text/translate.ts'

/** What tiles are coloured by: who stored their bytes, why they are wasted, or when they were stored. */
export const MAP_COLOURS = ['layer', 'cause', 'age'] as const
export type MapColour = (typeof MAP_COLOURS)[number]
export const MAP_COLOUR_WORDS: Readonly<Record<MapColour, string>> = {
  layer: t`by layer`,
  cause: t`by cause`,
  age: t`by age`,
}

/** Where the user is in the treemap. */
export interface MapPlace {
  /** the folder whose map it is: a node */
  readonly folder: number
  /** the tile that keys act on, by its key; the first one where there is none of that key */
  readonly cursor: number
  readonly colour: MapColour
}

export const MAP_AT_FIRST: MapPlace = {folder: 0, cursor: 0, colour: 'layer'}

/** The same place in another union of the image: nodes are numbered anew in each. */
export function translatedMap(map: MapPlace, from: Union, to: Union): MapPlace {
  if (from.columns.nodeParent === to.columns.nodeParent) return map
  const moved = (node: number) => (node <= 0 ? 0 : Math.max(0, to.find(from.path(node))))
  return {...map, folder: moved(map.folder), cursor: moved(map.cursor)}
}
