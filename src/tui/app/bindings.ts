import {printable} from '../../text/printable.ts'
import type {UserVerb} from './messages.ts'
import type {Place} from './places.ts'
import {explorerOf, type State, top} from './state.ts'
import {sessionOf} from './verbs/leave.ts'
import {modelOf} from './verbs/settle-tree.ts'

/** A key and what it means somewhere. Dispatch, the bottom line, the help and the README's table come from this table. */
export interface Binding {
  readonly id: string
  readonly places: readonly Place[]
  /** names of keys, the one to show first */
  readonly keys: readonly string[]
  /** what it does, for the help */
  readonly label: string
  /** a word or two for the bottom line; without it the binding is in the help alone */
  readonly hint?: string
  /** the bottom line drops high numbers first */
  readonly rank?: number
  /** why it can't be used now; undefined where it can */
  disabled?(state: State): string | undefined
  message(state: State): UserVerb
}

const EXPLORER = ['layers', 'files', 'config'] as const
const PAPERS = ['help', 'layer'] as const
const LISTS = ['picker', ...EXPLORER, ...PAPERS] as const
const EVERYWHERE = ['loading', 'failed', ...LISTS] as const

export const BINDINGS: readonly Binding[] = [
  // Moving
  {id: 'down', places: LISTS, keys: ['down', 'j'], label: 'down', message: () => ({type: 'move', rows: 1})},
  {id: 'up', places: LISTS, keys: ['up', 'k'], label: 'up', message: () => ({type: 'move', rows: -1})},
  {
    id: 'page-down',
    places: LISTS,
    keys: ['pagedown', 'ctrl+f'],
    label: 'a page down',
    message: () => ({type: 'page', pages: 1}),
  },
  {id: 'page-up', places: LISTS, keys: ['pageup'], label: 'a page up', message: () => ({type: 'page', pages: -1})},
  {
    id: 'half-down',
    places: LISTS,
    keys: ['ctrl+d'],
    label: 'half a page down',
    message: () => ({type: 'page', pages: 0.5}),
  },
  {
    id: 'half-up',
    places: LISTS,
    keys: ['ctrl+u'],
    label: 'half a page up',
    message: () => ({type: 'page', pages: -0.5}),
  },
  {
    id: 'first',
    places: LISTS,
    keys: ['g', 'home'],
    label: 'to the first',
    message: () => ({type: 'to-end', end: 'first'}),
  },
  {id: 'last', places: LISTS, keys: ['G', 'end'], label: 'to the last', message: () => ({type: 'to-end', end: 'last'})},

  // Panes and tabs
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

  // Layers
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

  // The tree
  {
    id: 'expand',
    places: ['files'],
    keys: ['right', 'l'],
    label: 'open the folder, then go into it',
    hint: 'open',
    rank: 1,
    disabled: state => leafReason(state),
    message: () => ({type: 'expand'}),
  },
  {
    id: 'collapse',
    places: ['files'],
    keys: ['left', 'h'],
    label: 'close the folder, then go to the one around it',
    hint: 'close',
    rank: 4,
    message: () => ({type: 'collapse'}),
  },
  {
    id: 'toggle',
    places: ['files'],
    keys: ['space', 'enter'],
    label: 'open or close the folder',
    disabled: state => leafReason(state),
    message: () => ({type: 'toggle'}),
  },
  {
    id: 'expand-all',
    places: ['files', 'layers'],
    keys: ['E', '*'],
    label: 'open all folders',
    disabled: state => unreadReason(state),
    message: () => ({type: 'fold-all', rule: 'open'}),
  },
  {
    id: 'collapse-all',
    places: ['files', 'layers'],
    keys: ['C', '-'],
    label: 'close all folders',
    disabled: state => unreadReason(state),
    message: () => ({type: 'fold-all', rule: 'closed'}),
  },
  {
    id: 'toggle-all',
    places: ['files', 'layers'],
    keys: ['ctrl+space'],
    label: 'close all folders, or open them again',
    disabled: state => unreadReason(state),
    message: () => ({type: 'fold-all', rule: 'toggle'}),
  },
  {
    id: 'view',
    places: ['files', 'layers'],
    keys: ['c'],
    label: 'next view: everything, what the layer changed, what it holds',
    hint: 'view',
    rank: 5,
    disabled: state => unreadReason(state),
    message: () => ({type: 'show-view', view: 'next'}),
  },
  {
    id: 'view-aggregated',
    places: ['files', 'layers'],
    keys: ['ctrl+a'],
    label: 'everything, as of the layer',
    disabled: state => unreadReason(state),
    message: () => ({type: 'show-view', view: 'aggregated'}),
  },
  {
    id: 'view-changes',
    places: ['files', 'layers'],
    keys: ['ctrl+l'],
    label: 'only what the layer changed',
    disabled: state => unreadReason(state),
    message: () => ({type: 'show-view', view: 'changes'}),
  },
  {
    id: 'sort',
    places: ['files', 'layers'],
    keys: ['s', 'ctrl+o'],
    label: 'sort by size or by name',
    hint: 'sort',
    rank: 6,
    disabled: state => unreadReason(state),
    message: () => ({type: 'sort', by: 'next'}),
  },
  {
    id: 'attributes',
    places: ['files', 'layers'],
    keys: ['a', 'ctrl+b'],
    label: 'mode, owner, time and sizes to the byte',
    hint: 'attributes',
    rank: 8,
    message: () => ({type: 'toggle-attributes'}),
  },

  // Reading
  {
    id: 'cancel-reading',
    places: EXPLORER,
    keys: ['x', 'esc'],
    label: 'stop reading layers',
    disabled: state => (isReading(state) ? undefined : 'Nothing is being read.'),
    message: () => ({type: 'cancel-reading'}),
  },
  {
    id: 'read-on',
    places: EXPLORER,
    keys: ['r'],
    label: 'read the layers that are missing',
    disabled: state => readOnReason(state),
    message: () => ({type: 'read-on'}),
  },

  // Choosing, failing
  {
    id: 'choose',
    places: ['picker'],
    keys: ['enter', 'right', 'l', 'space'],
    label: 'open this image',
    hint: 'open',
    rank: 1,
    disabled: state => choiceReason(state),
    message: () => ({type: 'choose'}),
  },
  {
    id: 'retry',
    places: ['failed'],
    keys: ['r'],
    label: 'try again',
    hint: 'try again',
    rank: 1,
    message: () => ({type: 'retry'}),
  },
  {
    id: 'back',
    places: ['failed', 'loading'],
    keys: ['esc'],
    label: 'back to the list',
    disabled: state => (state.contexts.length > 1 ? undefined : 'There is nothing to go back to. q quits.'),
    message: () => ({type: 'close'}),
  },
  {
    id: 'back-to-list',
    places: EXPLORER,
    keys: ['backspace'],
    label: 'back to the list of images',
    disabled: state => (state.contexts.length > 1 ? undefined : 'There is no list: this is the only image.'),
    message: () => ({type: 'close'}),
  },

  // Always
  {
    id: 'close',
    places: PAPERS,
    keys: ['esc', 'q', 'enter', 'left', 'h'],
    label: 'close this page',
    hint: 'close',
    rank: 1,
    message: () => ({type: 'close'}),
  },
  {
    id: 'help',
    places: ['loading', 'failed', 'picker', 'layer', ...EXPLORER],
    keys: ['?'],
    label: 'all keys',
    hint: 'all keys',
    rank: 0,
    message: () => ({type: 'help'}),
  },
  {
    id: 'quit',
    places: ['loading', 'failed', 'picker', ...EXPLORER],
    keys: ['q'],
    label: 'quit',
    hint: 'quit',
    rank: 0,
    message: () => ({type: 'quit', code: 0}),
  },
  {
    id: 'interrupt',
    places: EVERYWHERE,
    keys: ['ctrl+c'],
    label: 'quit, whatever is going on',
    message: state => ({type: 'quit', code: sessionOf(state) === null ? 0 : 130}),
  },
  {
    id: 'suspend',
    places: EVERYWHERE,
    keys: ['ctrl+z'],
    label: 'to the shell; fg comes back',
    message: () => ({type: 'suspend'}),
  },
]

const table = new Map<string, Binding>()
for (const binding of BINDINGS)
  for (const place of binding.places) for (const key of binding.keys) table.set(`${place} ${key}`, binding)

/** What a key means at a place. */
export function bindingFor(place: Place, key: string): Binding | undefined {
  return table.get(`${place} ${key}`)
}

function layerCount(state: State): number {
  return explorerOf(state)?.layers.length ?? 0
}

function selectedLayer(state: State): number {
  return explorerOf(state)?.selected ?? -1
}

function isReading(state: State): boolean {
  return explorerOf(state)?.reading.kind === 'running'
}

function readOnReason(state: State): string | undefined {
  const explorer = explorerOf(state)
  if (explorer === null || explorer.reading.kind === 'running') return 'The layers are being read.'
  return explorer.layers.every(layer => layer.kind === 'indexed') ? 'Every layer has been read.' : undefined
}

function unreadReason(state: State): string | undefined {
  return explorerOf(state)?.union ? undefined : 'No layer has been read yet.'
}

function choiceReason(state: State): string | undefined {
  const context = top(state)
  const problem = context.kind === 'picker' ? context.choices[context.cursor]?.problem : undefined
  return problem === undefined ? undefined : printable(problem)
}

function leafReason(state: State): string | undefined {
  const context = top(state)
  const model = context.kind === 'explorer' ? modelOf(context) : null
  if (context.kind !== 'explorer' || model === null) return unreadReason(state)
  const {cursor} = context.tree
  if (cursor <= 0) return 'There is nothing to open here.'
  if (model.hasChildren(cursor)) return undefined
  return model.isDirectory(cursor) ? 'This folder is empty.' : 'Only folders open.'
}
