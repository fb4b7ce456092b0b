import {t} from '../../../text/translate.ts'
import {explorerOf} from '../state.ts'
import type {Binding} from './binding.ts'
import {noiseReason, unreadReason} from './reasons.ts'

/** What the tree shows, and in which order. */
export const SHOWING: readonly Binding[] = [
  {
    id: 'view',
    places: ['files', 'layers'],
    keys: ['c'],
    label: t`next view: everything, what the layer changed, what it holds`,
    hint: t`view`,
    rank: 5,
    disabled: state => unreadReason(state),
    message: () => ({type: 'show-view', view: 'next'}),
  },
  {
    id: 'view-aggregated',
    places: ['files', 'layers'],
    keys: ['ctrl+a'],
    label: t`everything, as of the layer`,
    disabled: state => unreadReason(state),
    message: () => ({type: 'show-view', view: 'aggregated'}),
  },
  {
    id: 'view-changes',
    places: ['files', 'layers'],
    keys: ['ctrl+l'],
    label: t`only what the layer changed`,
    disabled: state => unreadReason(state),
    message: () => ({type: 'show-view', view: 'changes'}),
  },
  {
    id: 'sort',
    places: ['files', 'layers'],
    keys: ['s', 'ctrl+o'],
    label: t`sort by size or by name`,
    hint: t`sort`,
    rank: 6,
    disabled: state => unreadReason(state),
    message: () => ({type: 'sort', by: 'next'}),
  },
  {
    id: 'ignore-noise',
    places: ['files', 'layers'],
    keys: ['I'],
    label: t`a difference without times, caches, bytecode`,
    hint: t`ignore noise`,
    rank: 4,
    disabled: state => noiseReason(state),
    message: () => ({type: 'ignore-noise'}),
  },
  {
    id: 'show-hidden',
    places: ['files', 'layers'],
    keys: ['H'],
    label: t`kinds of change that the configuration hides, or not`,
    hint: state => (explorerOf(state)?.hidden.length === 0 ? t`hide again` : t`show hidden`),
    rank: 7,
    disabled: state =>
      state.preferences.hidden.length > 0 ? unreadReason(state) : t`Nothing is hidden: see hide in the configuration.`,
    message: () => ({type: 'show-hidden'}),
  },
  {
    id: 'attributes',
    places: ['files', 'layers'],
    keys: ['a', 'ctrl+b'],
    label: t`mode, owner, time and sizes to the byte`,
    hint: t`attributes`,
    rank: 8,
    message: () => ({type: 'toggle-attributes'}),
  },
]
