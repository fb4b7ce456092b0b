import {t} from '../../../text/translate.ts'
import type {Binding} from './binding.ts'
import {noFileReason, unreadReason} from './reasons.ts'

/** The list of the largest files. */
export const LARGEST: readonly Binding[] = [
  {
    id: 'largest',
    places: ['files', 'layers'],
    keys: ['L'],
    label: t`the largest files of all layers, deleted and replaced ones too`,
    hint: t`largest`,
    rank: 6,
    disabled: state => unreadReason(state),
    message: () => ({type: 'largest'}),
  },
  {
    id: 'go-to-largest',
    places: ['largest'],
    keys: ['enter', 'right', 'l', 'space'],
    label: t`to the file in the tree, in a layer that shows it`,
    hint: t`go to it`,
    rank: 1,
    disabled: state => noFileReason(state),
    message: () => ({type: 'go-to-largest'}),
  },
  {
    id: 'close-largest',
    places: ['largest'],
    keys: ['esc', 'q', 'left', 'h', 'L'],
    label: t`close the list`,
    hint: t`close`,
    rank: 2,
    message: () => ({type: 'close'}),
  },
]
