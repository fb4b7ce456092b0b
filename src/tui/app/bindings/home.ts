import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {engineGone} from '../home/engine-page.ts'
import {HOME_TABS, type Home, placeIn} from '../home/home.ts'
import {homeOf} from '../home/in-state.ts'
import {shownRows} from '../home/shown-rows.ts'
import {viewOf} from '../home/views.ts'
import type {State} from '../state.ts'
import {untoldReason} from '../untold-sharing.ts'
import {comparable} from '../verbs/comparable.ts'
import {contentsReason, matrixReason} from '../verbs/share.ts'
import {type Binding, HOMES} from './binding.ts'
import {isMarked, nothingToLeave} from './reasons.ts'

/** Home: its lists, and what to look for in them. */
export const HOME: readonly Binding[] = [
  {
    id: 'home-open',
    places: HOMES,
    keys: ['enter', 'right', 'l'],
    label: t`open it; without an engine, the demo image`,
    hint: state => (homeOf(state)?.tab === 'sharing' ? t`its layers` : t`open`),
    rank: 1,
    disabled: state => emptyReason(state),
    message: () => ({type: 'home-open'}),
  },
  ...HOME_TABS.map(
    (tab, i): Binding => ({
      id: `home-${tab}`,
      places: HOMES,
      keys: [String(i + 1)],
      label: viewOf(tab).meaning,
      message: () => ({type: 'home-tab', tab}),
    }),
  ),
  {
    id: 'home-next-tab',
    places: HOMES,
    keys: ['tab'],
    label: t`to the next list`,
    hint: t`list`,
    rank: 4,
    message: () => ({type: 'home-tab', tab: 'next'}),
  },
  {
    id: 'home-previous-tab',
    places: HOMES,
    keys: ['shift+tab'],
    label: t`to the list before`,
    message: () => ({type: 'home-tab', tab: 'previous'}),
  },
  {
    id: 'home-filter',
    places: HOMES,
    keys: ['/'],
    label: t`only what holds a text: in a name, an ID, who uses it`,
    hint: t`filter`,
    rank: 2,
    disabled: state => unlistedReason(state),
    message: () => ({type: 'home-filter'}),
  },
  {
    id: 'home-sort',
    places: ['home-images', 'home-containers'],
    keys: ['s', 'ctrl+o'],
    label: t`sort images by age, size, unique bytes or name`,
    hint: t`sort`,
    rank: 3,
    disabled: state =>
      unlistedReason(state) ?? (homeOf(state)?.tab === 'images' ? undefined : t`Containers are listed newest first.`),
    message: () => ({type: 'home-sort'}),
  },
  {
    id: 'home-refresh',
    places: ['home-images', 'home-containers', 'engines'],
    keys: ['r'],
    label: t`ask the engine again`,
    hint: t`refresh`,
    rank: 5,
    disabled: state => (homeOf(state)?.session === null ? undefined : t`The engine is being asked.`),
    message: () => ({type: 'home-refresh'}),
  },
  {
    id: 'home-engines',
    places: ['home-images', 'home-containers', 'home-sharing'],
    keys: ['i'],
    label: t`why no engine answered: what was tried, and what to do`,
    hint: t`engines`,
    rank: 2,
    disabled: state => answeredReason(state),
    message: () => ({type: 'home-engines'}),
  },
  {
    id: 'home-mark',
    places: HOMES.filter((_, i) => viewOf(HOME_TABS[i]!).marks !== null),
    keys: ['space'],
    label: t`mark it, for what is done with several`,
    hint: t`mark`,
    // What removing several frees is what the tree of chains is looked at for.
    rank: state => (homeOf(state)?.tab === 'sharing' && !isMarked(state) ? 2 : 6),
    disabled: state => emptyReason(state, t`There is nothing to mark here.`),
    message: () => ({type: 'home-mark'}),
  },
  {
    id: 'home-compare',
    places: ['home-images', 'home-containers', 'home-sharing'],
    keys: ['='],
    label: t`compare two marked images, or a container with its image`,
    hint: t`compare`,
    rank: state => (isMarked(state) ? 1 : 7),
    disabled: state => {
      const pair = comparable(state)
      return typeof pair === 'string' ? pair : undefined
    },
    message: () => ({type: 'home-compare'}),
  },
  {
    id: 'show-matrix',
    places: ['home-images', 'home-sharing'],
    keys: ['x'],
    label: t`matrix: which of the marked images holds which layer`,
    hint: t`matrix`,
    rank: 9,
    disabled: state => matrixReason(state),
    message: () => ({type: 'show-matrix'}),
  },
  {
    id: 'find-contents',
    places: ['home-images', 'home-sharing'],
    keys: ['T'],
    label: t`the same content stored twice: reads the marked images`,
    hint: t`same content`,
    rank: 9,
    disabled: state => contentsReason(state),
    message: () => ({type: 'find-contents'}),
  },
  {
    id: 'show-relatives',
    places: ['home-images'],
    keys: ['u'],
    label: t`nearest relatives of an image, and how many bytes apart`,
    hint: t`relatives`,
    rank: 9,
    disabled: state => untoldReason(state) ?? emptyReason(state),
    message: () => ({type: 'show-relatives'}),
  },
  {
    id: 'home-whole-list',
    places: HOMES.filter(place => place !== 'home-registries'),
    keys: ['esc'],
    label: t`unmark what is marked; then the whole list again`,
    hint: state => (isMarked(state) ? t`unmark` : t`whole list`),
    rank: 2,
    disabled: state => {
      const home = homeOf(state)
      const filter = home === null ? '' : placeIn(home).filter
      return filter !== '' || isMarked(state) ? undefined : nothingToLeave(state)
    },
    message: state => ({type: isMarked(state) ? 'home-unmark' : 'home-drop-filter'}),
  },
  {
    id: 'home-filter-up',
    places: ['home-filter'],
    keys: ['up', 'ctrl+p'],
    label: t`up in the list while typing`,
    message: () => ({type: 'move', rows: -1}),
  },
  {
    id: 'home-filter-down',
    places: ['home-filter'],
    keys: ['down', 'ctrl+n'],
    label: t`down in the list while typing`,
    message: () => ({type: 'move', rows: 1}),
  },
  {
    id: 'home-keep-filter',
    places: ['home-filter'],
    keys: ['enter'],
    label: t`keep the filter, and go into the list`,
    hint: t`keep`,
    rank: 0,
    message: () => ({type: 'home-keep-filter'}),
  },
  {
    id: 'home-drop-filter',
    places: ['home-filter'],
    keys: ['esc'],
    label: t`drop the filter`,
    hint: t`no filter`,
    rank: 1,
    message: () => ({type: 'home-drop-filter'}),
  },
]

function unlistedReason(state: State): string | undefined {
  const home = homeOf(state)
  if (home === null || viewOf(home.tab).count(state, home) > 0) return undefined
  return isUnanswered(home) ? t`No engine has answered yet.` : t`There is no list here.`
}

function emptyReason(state: State, reason = t`There is nothing to open here.`): string | undefined {
  const home = homeOf(state)
  if (home === null) return reason
  // Where no engine has answered, the demo image is opened.
  if (isUnanswered(home)) return undefined
  return shownRows(state, home).length > 0 ? undefined : reason
}

function answeredReason(state: State): string | undefined {
  const home = homeOf(state)
  if (home?.listing?.tried !== undefined) return undefined
  if (home?.listing == null) return home?.failure == null ? t`No engine has answered yet.` : t`The page says it.`
  if (home.failure !== null) return engineGone(state)
  const {kind, version, host} = home.listing.engine
  return printable(t`${kind} ${version} answers at ${host}.`, {ascii: !state.capabilities.unicode})
}

function isUnanswered({listing, tab}: Home): boolean {
  return listing === null && viewOf(tab).fromEngine
}
