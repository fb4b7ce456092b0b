import type {Binding} from './binding.ts'
import {noFileReason, unreadReason} from './reasons.ts'

/** The list of the largest files. */
export const LARGEST: readonly Binding[] = [
  {
    id: 'largest',
    places: ['files', 'layers'],
    keys: ['L'],
    label: 'the largest files of all layers, deleted and replaced ones too',
    hint: 'largest',
    rank: 6,
    disabled: state => unreadReason(state),
    message: () => ({type: 'largest'}),
  },
  {
    id: 'go-to-largest',
    places: ['largest'],
    keys: ['enter', 'right', 'l', 'space'],
    label: 'to the file in the tree, in a layer that shows it',
    hint: 'go to it',
    rank: 1,
    disabled: state => noFileReason(state),
    message: () => ({type: 'go-to-largest'}),
  },
  {
    id: 'close-largest',
    places: ['largest'],
    keys: ['esc', 'q', 'left', 'h', 'L'],
    label: 'close the list',
    hint: 'close',
    rank: 2,
    message: () => ({type: 'close'}),
  },
]
