import {type Binding, EXPLORER} from './binding.ts'
import {layerCount, selectedLayer} from './reasons.ts'

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
    id: 'leave-config',
    places: ['config'],
    keys: ['tab', 'shift+tab', 'left', 'h'],
    label: 'back to the files',
    hint: 'files',
    rank: 2,
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
  {id: 'tab-files', places: EXPLORER, keys: ['1'], label: 'Files', message: () => ({type: 'show-tab', tab: 'files'})},
  {
    id: 'tab-config',
    places: EXPLORER,
    keys: ['2'],
    label: 'Config: what the image runs, and how',
    message: () => ({type: 'show-tab', tab: 'config'}),
  },

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
