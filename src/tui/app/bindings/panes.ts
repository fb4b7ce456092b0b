import {t} from '../../../text/translate.ts'
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
    label: t`to the other pane`,
    hint: t`pane`,
    rank: 2,
    message: () => ({type: 'switch-pane'}),
  },
  {
    id: 'leave-tab',
    places: ['history', 'config', 'sharing'],
    keys: ['tab', 'shift+tab', 'left', 'h'],
    label: t`back to the files`,
    hint: t`files`,
    rank: 2,
    message: () => ({type: 'show-tab', tab: 'files'}),
  },
  {
    id: 'leave-found',
    places: ['waste', 'map'],
    keys: ['tab', 'shift+tab'],
    label: t`from waste or map back to the files`,
    hint: t`files`,
    rank: 6,
    message: () => ({type: 'show-tab', tab: 'files'}),
  },
  {
    id: 'enter-files',
    places: ['layers'],
    keys: ['right', 'l', 'enter'],
    label: t`into the files`,
    hint: t`files`,
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
    label: t`the layer below`,
    disabled: state => (selectedLayer(state) === 0 ? t`This is the base layer.` : undefined),
    message: () => ({type: 'select-layer', by: -1}),
  },
  {
    id: 'next-layer',
    places: ['layers', 'files'],
    keys: [']', '.'],
    label: t`the layer above`,
    disabled: state => (selectedLayer(state) === layerCount(state) - 1 ? t`This is the last layer.` : undefined),
    message: () => ({type: 'select-layer', by: 1}),
  },
  {
    id: 'layer-users',
    places: ['layers', 'files'],
    keys: ['u'],
    label: t`which images use this layer too`,
    hint: t`used by`,
    rank: 8,
    disabled: state => usersReason(state),
    message: () => ({type: 'layer-users'}),
  },
  {
    id: 'mark-layer',
    places: ['layers'],
    keys: ['space'],
    label: t`mark the layer, to compare the image as of it with another`,
    hint: t`mark`,
    rank: 9,
    disabled: state => markReason(state),
    message: () => ({type: 'mark-layer'}),
  },
  {
    id: 'compare-here',
    places: EXPLORER,
    keys: ['='],
    label: t`compare: as of the marked layer, else with its origin`,
    hint: t`compare`,
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
    label: t`all about the layer, its command as the config holds it`,
    hint: t`layer info`,
    rank: 7,
    disabled: state => (layerCount(state) === 0 ? t`This image has no layers.` : undefined),
    message: () => ({type: 'describe-layer'}),
  },
]
