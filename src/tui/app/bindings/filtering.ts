import {t} from '../../../text/translate.ts'
import type {UserVerb} from '../messages.ts'
import {explorerOf, type State} from '../state.ts'
import {isOverForm, leadsToFiles, wayBack} from '../verbs/tab-trail.ts'
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
    label: t`no filter; else stop reading; else back the way you came`,
    hint: escapeHint,
    rank: state => (isOverForm(state) ? 0 : 1),
    disabled: state => (escaped(state) === null ? t`Nothing is filtered, and nothing is being read.` : undefined),
    message: state => escaped(state) ?? {type: 'close'},
  },
]

type Escaped = Extract<UserVerb, {type: 'drop-filter' | 'cancel-reading' | 'tab-back' | 'close'}>

/** What Esc means; null where it means nothing. Out of another tab it leads before it acts on the files, which one does not see. */
function escaped(state: State): Escaped | null {
  const explorer = explorerOf(state)
  const back = wayBack(state)
  if (explorer?.tab !== 'files' && back?.type === 'tab-back') return back
  if (explorer?.filter != null) return {type: 'drop-filter'}
  // Who looked something up for a form goes on there; what is read is stopped with that.
  if (isOverForm(state)) return back
  return isReading(state) ? {type: 'cancel-reading'} : back
}

/** That it stops what is being read, or leads to the files, is said by the keys that do nothing else. */
function escapeHint(state: State): string {
  switch (escaped(state)?.type) {
    case 'drop-filter':
      return t`no filter`
    case 'cancel-reading':
      return ''
    case 'tab-back':
      return leadsToFiles(state) ? '' : t`back`
    default:
      return isOverForm(state) ? t`back to the form` : t`back`
  }
}
