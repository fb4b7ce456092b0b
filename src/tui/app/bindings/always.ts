import {sessionOf} from '../verbs/leave.ts'
import {type Binding, EVERYWHERE, EXPLORER, PAPERS} from './binding.ts'

/** Help, and leaving. */
export const ALWAYS: readonly Binding[] = [
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
