import {t} from '../../../text/translate.ts'
import {type Binding, FORMS, LISTS} from './binding.ts'

/** Where a page up and down is one, also while something is typed. */
const PAGED = ['filter', ...LISTS, ...FORMS] as const

/** Up and down in whatever has the focus. */
export const MOVING: readonly Binding[] = [
  {id: 'down', places: LISTS, keys: ['down', 'j'], label: t`down`, message: () => ({type: 'move', rows: 1})},
  {id: 'up', places: LISTS, keys: ['up', 'k'], label: t`up`, message: () => ({type: 'move', rows: -1})},
  {
    id: 'page-down',
    places: PAGED,
    keys: ['pagedown'],
    label: t`a page down`,
    message: () => ({type: 'page', pages: 1}),
  },
  {id: 'page-up', places: PAGED, keys: ['pageup'], label: t`a page up`, message: () => ({type: 'page', pages: -1})},
  {
    id: 'half-down',
    places: LISTS,
    keys: ['ctrl+d'],
    label: t`half a page down`,
    message: () => ({type: 'page', pages: 0.5}),
  },
  {
    id: 'half-up',
    places: LISTS,
    keys: ['ctrl+u'],
    label: t`half a page up`,
    message: () => ({type: 'page', pages: -0.5}),
  },
  {
    id: 'first',
    places: LISTS,
    keys: ['g', 'home'],
    label: t`to the first`,
    message: () => ({type: 'to-end', end: 'first'}),
  },
  {
    id: 'last',
    places: LISTS,
    keys: ['G', 'end'],
    label: t`to the last`,
    message: () => ({type: 'to-end', end: 'last'}),
  },
]
