import {t} from '../../../text/translate.ts'
import type {Binding} from './binding.ts'
import {fileVerb, leafReason, unreadReason} from './reasons.ts'

/** Opening and closing folders. */
export const FOLDING: readonly Binding[] = [
  {
    id: 'expand',
    places: ['files'],
    keys: ['right', 'l'],
    label: t`open the folder, then go into it; look into the file`,
    hint: t`open`,
    rank: state => (fileVerb(state) === null ? 1 : 8),
    disabled: state => leafReason(state),
    message: state => fileVerb(state) ?? {type: 'expand'},
  },
  {
    id: 'collapse',
    places: ['files'],
    keys: ['left', 'h'],
    label: t`close the folder, then go to the one around it`,
    hint: t`close`,
    rank: state => (fileVerb(state) === null ? 4 : 8),
    message: () => ({type: 'collapse'}),
  },
  {
    id: 'toggle',
    places: ['files'],
    keys: ['space', 'enter'],
    label: t`open or close the folder, look into the file`,
    disabled: state => leafReason(state),
    message: state => fileVerb(state) ?? {type: 'toggle'},
  },
  {
    id: 'expand-all',
    places: ['files', 'layers'],
    keys: ['E', '*'],
    label: t`open all folders`,
    disabled: state => unreadReason(state),
    message: () => ({type: 'fold-all', rule: 'open'}),
  },
  {
    id: 'collapse-all',
    places: ['files', 'layers'],
    keys: ['C', '-'],
    label: t`close all folders`,
    disabled: state => unreadReason(state),
    message: () => ({type: 'fold-all', rule: 'closed'}),
  },
  {
    id: 'toggle-all',
    places: ['files', 'layers'],
    keys: ['ctrl+space'],
    label: t`close all folders, or open them again`,
    disabled: state => unreadReason(state),
    message: () => ({type: 'fold-all', rule: 'toggle'}),
  },
]
