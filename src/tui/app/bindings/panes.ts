import {TABS} from '../tabs.ts'
import {comparedHere, markReason} from '../verbs/compare-here.ts'
import {type Binding, EXPLORER} from './binding.ts'
import {layerCount, selectedLayer, tabReason, usersReason} from './reasons.ts'

/** From pane to pane, tab to tab, layer to layer. */
export const PANES: readonly Binding[] = [
  {
    id: 'switch-pane',
    places: ['layers', 'files'],
    keys: ['tab', 'shift+tab'],
    label: 'to the other pane',
    hint: 'pane',
    rank: 2,
    message: () => ({type: 'switch-pane'}),
  },
  {
    id: 'leave-tab',
    places: ['history', 'config', 'sharing'],
    keys: ['tab', 'shift+tab', 'left', 'h'],
    label: 'back to the files',
    hint: 'files',
    rank: 2,
    message: () => ({type: 'show-tab', tab: 'files'}),
  },
  {
    id: 'leave-found',
    places: ['waste', 'map'],
    keys: ['tab', 'shift+tab'],
    label: 'from waste or map back to the files',
    hint: 'files',
    rank: 6,
    message: () => ({type: 'show-tab', tab: 'files'}),
  },
  {
    id: 'enter-files',
    places: ['layers'],
    keys: ['right', 'l', 'enter'],
    label: 'into the files',
    hint: 'files',
    rank: 3,
    message: () => ({type: 'switch-pane'}),
  },
  ...TABS.map(
    ({id, label}, i): Binding => ({
      id: `tab-${id}`,
      places: EXPLORER,
      keys: [String(i + 1)],
      label,
      disabled: state => tabReason(state, id),
      message: () => ({type: 'show-tab', tab: id}),
    }),
  ),

  {
    id: 'previous-layer',
    places: ['layers', 'files'],
    keys: ['[', ','],
    label: 'the layer below',
    disabled: state => (selectedLayer(state) === 0 ? 'This is the base layer.' : undefined),
    message: () => ({type: 'select-layer', by: -1}),
  },
  {
    id: 'next-layer',
    places: ['layers', 'files'],
    keys: [']', '.'],
    label: 'the layer above',
    disabled: state => (selectedLayer(state) === layerCount(state) - 1 ? 'This is the last layer.' : undefined),
    message: () => ({type: 'select-layer', by: 1}),
  },
  {
    id: 'layer-users',
    places: ['layers', 'files'],
    keys: ['u'],
    label: 'which images use this layer too',
    hint: 'used by',
    rank: 8,
    disabled: state => usersReason(state),
    message: () => ({type: 'layer-users'}),
  },
  {
    id: 'mark-layer',
    places: ['layers'],
    keys: ['space'],
    label: 'mark the layer, to compare the image as of it with another',
    hint: 'mark',
    rank: 9,
    disabled: state => markReason(state),
    message: () => ({type: 'mark-layer'}),
  },
  {
    id: 'compare-here',
    places: EXPLORER,
    keys: ['='],
    label: 'compare: as of the marked layer, else with its origin',
    hint: 'compare',
    rank: 8,
    disabled: state => {
      const compared = comparedHere(state)
      return typeof compared === 'string' ? compared : undefined
    },
    message: () => ({type: 'compare-here'}),
  },
  {
    id: 'describe-layer',
    places: ['layers', 'files'],
    keys: ['i'],
    label: 'all about the layer, its command as the config holds it',
    hint: 'layer info',
    rank: 7,
    disabled: state => (layerCount(state) === 0 ? 'This image has no layers.' : undefined),
    message: () => ({type: 'describe-layer'}),
  },
]
