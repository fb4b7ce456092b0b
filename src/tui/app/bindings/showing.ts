import {explorerOf} from '../state.ts'
import type {Binding} from './binding.ts'
import {noiseReason, unreadReason} from './reasons.ts'

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
    id: 'ignore-noise',
    places: ['files', 'layers'],
    keys: ['I'],
    label: 'a difference without times, caches, bytecode',
    hint: 'ignore noise',
    rank: 4,
    disabled: state => noiseReason(state),
    message: () => ({type: 'ignore-noise'}),
  },
  {
    id: 'show-hidden',
    places: ['files', 'layers'],
    keys: ['H'],
    label: 'kinds of change that the configuration hides, or not',
    hint: state => (explorerOf(state)?.hidden.length === 0 ? 'hide again' : 'show hidden'),
    rank: 7,
    disabled: state =>
      state.preferences.hidden.length > 0 ? unreadReason(state) : 'Nothing is hidden: see hide in the configuration.',
    message: () => ({type: 'show-hidden'}),
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
