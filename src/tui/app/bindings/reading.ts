import {type Binding, EXPLORER} from './binding.ts'
import {choiceReason, isReading, readOnReason} from './reasons.ts'

/** Layers being read, images being opened. */
export const READING: readonly Binding[] = [
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
]
