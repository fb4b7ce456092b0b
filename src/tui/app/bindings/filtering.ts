import {t} from '../../../text/translate.ts'
import {explorerOf, type State} from '../state.ts'
import {type Binding, EXPLORER} from './binding.ts'
import {isReading, matchReason, patternReason, unreadReason} from './reasons.ts'

/** Filtering the tree, and going from match to match. */
export const FILTERING: readonly Binding[] = [
  {
    id: 'filter',
    places: ['files', 'layers'],
    keys: ['/', 'ctrl+f'],
    label: t`filter the tree by a name, wildcards or a regular expression`,
    hint: t`filter`,
    rank: 3,
    // What is typed before anything was read waits for it: without a field its letters would be keys.
    disabled: state => (isReading(state) ? undefined : unreadReason(state)),
    message: () => ({type: 'filter'}),
  },
  {
    id: 'next-match',
    places: ['files', 'layers'],
    keys: ['n'],
    label: t`to the next match`,
    hint: t`next match`,
    rank: 2,
    disabled: state => matchReason(state),
    message: () => ({type: 'to-match', direction: 'next'}),
  },
  {
    id: 'previous-match',
    places: ['files', 'layers'],
    keys: ['N'],
    label: t`to the match before`,
    disabled: state => matchReason(state),
    message: () => ({type: 'to-match', direction: 'previous'}),
  },
  {
    id: 'filter-up',
    places: ['filter'],
    keys: ['up', 'ctrl+p'],
    label: t`up in the tree while typing`,
    message: () => ({type: 'move', rows: -1}),
  },
  {
    id: 'filter-down',
    places: ['filter'],
    keys: ['down', 'ctrl+n'],
    label: t`down in the tree while typing`,
    message: () => ({type: 'move', rows: 1}),
  },
  {
    id: 'filter-kind',
    places: ['filter'],
    keys: ['tab', 'shift+tab'],
    label: t`what is typed is a regular expression, or is not`,
    hint: t`regex on/off`,
    rank: 2,
    message: () => ({type: 'filter-kind'}),
  },
  {
    id: 'keep-filter',
    places: ['filter'],
    keys: ['enter'],
    label: t`keep the filter, and go into the tree`,
    hint: t`keep`,
    rank: 0,
    disabled: state => patternReason(state),
    message: () => ({type: 'keep-filter'}),
  },
  {
    id: 'drop-filter',
    places: ['filter'],
    keys: ['esc'],
    label: t`no filter`,
    hint: t`no filter`,
    rank: 1,
    message: () => ({type: 'drop-filter'}),
  },
  {
    id: 'escape',
    // On the map it leads out of a folder.
    places: EXPLORER.filter(place => place !== 'map'),
    keys: ['esc'],
    label: t`drop the filter; else stop reading; else back to the list`,
    hint: escapeHint,
    rank: 1,
    disabled: state =>
      explorerOf(state)?.filter != null || isReading(state) || state.contexts.length > 1
        ? undefined
        : t`Nothing is filtered, and nothing is being read.`,
    message: state => {
      if (explorerOf(state)?.filter != null) return {type: 'drop-filter'}
      return {type: isReading(state) ? 'cancel-reading' : 'close'}
    },
  },
]

/** That it stops what is being read is said by the key that does nothing else. */
function escapeHint(state: State): string {
  if (explorerOf(state)?.filter != null) return t`no filter`
  return isReading(state) ? '' : t`back`
}
