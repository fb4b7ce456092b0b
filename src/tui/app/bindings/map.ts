import {t} from '../../../text/translate.ts'
import {keyFor} from '../key-for.ts'
import {MAP_COLOUR_WORDS, MAP_COLOURS, type MapColour} from '../map/map.ts'
import {explorerOf, type State} from '../state.ts'
import {currentTile} from '../verbs/map.ts'
import {leadsToFiles, wayBack} from '../verbs/tab-trail.ts'
import type {Binding} from './binding.ts'
import {unreadReason} from './reasons.ts'

/** The treemap. */
export const MAP: readonly Binding[] = [
  {
    id: 'map-left',
    places: ['map'],
    keys: ['left', 'h'],
    label: t`to the tile on the left`,
    message: () => ({type: 'map-sideways', by: -1}),
  },
  {
    id: 'map-right',
    places: ['map'],
    keys: ['right', 'l'],
    label: t`to the tile on the right`,
    message: () => ({type: 'map-sideways', by: 1}),
  },
  {
    id: 'map-into',
    places: ['map'],
    keys: ['enter', 'space'],
    label: t`into the folder; of a file, to it in the tree`,
    hint: state => (tileOf(state)?.kind === 'file' ? t`to it in the tree` : t`into it`),
    rank: 1,
    disabled: state => intoReason(state),
    message: state => ({type: tileOf(state)?.kind === 'file' ? 'map-to-tree' : 'map-into'}),
  },
  {
    id: 'map-out',
    places: ['map'],
    keys: ['esc', 'u'],
    label: t`out to the folder around; then back the way you came`,
    hint: state => (isInFolder(state) ? t`out` : leadsToFiles(state) ? '' : t`back`),
    rank: 2,
    disabled: state =>
      isInFolder(state) || wayBack(state) !== null
        ? undefined
        : t`This is the whole image. ${keyFor(state, 'leave-found')} leaves it.`,
    message: state => (isInFolder(state) ? {type: 'map-out'} : (wayBack(state) ?? {type: 'close'})),
  },
  {
    id: 'map-colour',
    places: ['map'],
    keys: ['c'],
    label: t`colour tiles by layer, by cause of waste, or by age`,
    hint: state => MAP_COLOUR_WORDS[nextColour(state)],
    rank: 2,
    disabled: state => unreadReason(state),
    message: () => ({type: 'map-colour'}),
  },
  {
    id: 'map-to-tree',
    places: ['map'],
    keys: ['f'],
    label: t`to the path in the tree`,
    hint: t`in the tree`,
    rank: 3,
    disabled: state => (tileOf(state) === undefined ? t`There is nothing here.` : undefined),
    message: () => ({type: 'map-to-tree'}),
  },
]

/** Whether the map shows less than the whole image. */
function isInFolder(state: State): boolean {
  return (explorerOf(state)?.map.folder ?? 0) > 0
}

function tileOf(state: State) {
  const explorer = explorerOf(state)
  return explorer === null ? undefined : currentTile(explorer, state.terminal)
}

function nextColour(state: State): MapColour {
  const at = MAP_COLOURS.indexOf(explorerOf(state)?.map.colour ?? 'layer')
  return MAP_COLOURS[(at + 1) % MAP_COLOURS.length]!
}

function intoReason(state: State): string | undefined {
  const tile = tileOf(state)
  if (tile === undefined) return unreadReason(state) ?? t`There is nothing here.`
  if (tile.kind === 'small')
    return t`These are too small to be shown. ${keyFor(state, 'map-to-tree')} goes to them in the tree.`
  return undefined
}
