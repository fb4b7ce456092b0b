import {t} from '../../../text/translate.ts'
import {type Binding, EXPLORER, HOMES} from './binding.ts'

/** Finding an action by its name. */
export const PALETTE: readonly Binding[] = [
  {
    id: 'palette',
    places: [
      ...HOMES,
      'loading',
      'failed',
      'picker',
      'job',
      'largest',
      'preview',
      'versions',
      'comparison',
      ...EXPLORER,
    ],
    keys: [':'],
    label: t`find an action by a few letters`,
    message: () => ({type: 'open-palette'}),
  },
  {
    id: 'run-action',
    places: ['palette'],
    keys: ['enter'],
    label: t`do it`,
    hint: t`do it`,
    rank: 0,
    message: () => ({type: 'run-action'}),
  },
  {
    id: 'palette-down',
    places: ['palette'],
    keys: ['down', 'ctrl+n'],
    label: t`the next action`,
    message: () => ({type: 'move', rows: 1}),
  },
  {
    id: 'palette-up',
    places: ['palette'],
    keys: ['up', 'ctrl+p'],
    label: t`the one before`,
    message: () => ({type: 'move', rows: -1}),
  },
  {
    id: 'close-palette',
    places: ['palette'],
    keys: ['esc'],
    label: t`close the actions`,
    hint: t`close`,
    rank: 1,
    message: () => ({type: 'close'}),
  },
]
