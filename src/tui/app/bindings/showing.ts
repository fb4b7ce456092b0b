import type {Binding} from './binding.ts'
import {unreadReason} from './reasons.ts'

/** What the tree shows, and in which order. */
export const SHOWING: readonly Binding[] = [
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
]
