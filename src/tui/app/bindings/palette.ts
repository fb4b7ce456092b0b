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
    label: 'find an action by a few letters',
    message: () => ({type: 'open-palette'}),
  },
  {
    id: 'run-action',
    places: ['palette'],
    keys: ['enter'],
    label: 'do it',
    hint: 'do it',
    rank: 0,
    message: () => ({type: 'run-action'}),
  },
  {
    id: 'palette-down',
    places: ['palette'],
    keys: ['down', 'ctrl+n'],
    label: 'the next action',
    message: () => ({type: 'move', rows: 1}),
  },
  {
    id: 'palette-up',
    places: ['palette'],
    keys: ['up', 'ctrl+p'],
    label: 'the one before',
    message: () => ({type: 'move', rows: -1}),
  },
  {
    id: 'close-palette',
    places: ['palette'],
    keys: ['esc'],
    label: 'close the actions',
    hint: 'close',
    rank: 1,
    message: () => ({type: 'close'}),
  },
]
