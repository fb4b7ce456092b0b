import {HOME_TABS} from '../home/home.ts'
import type {UserVerb} from '../messages.ts'
import type {Place} from '../places.ts'
import type {State} from '../state.ts'

/** A key and what it means somewhere. Dispatch, the bottom line, the help and the README's table come from this table. */
export interface Binding {
  readonly id: string
  readonly places: readonly Place[]
  /** names of keys, the one to show first */
  readonly keys: readonly string[]
  /** what it does, for the help */
  readonly label: string
  /** a word or two for the bottom line; without it the binding is in the help alone */
  readonly hint?: string | ((state: State) => string)
  /** the bottom line drops high numbers first */
  readonly rank?: number | ((state: State) => number)
  /** why it can't be used now; undefined where it can */
  disabled?(state: State): string | undefined
  message(state: State): UserVerb
}

export const EXPLORER = ['layers', 'files', 'waste', 'map', 'history', 'config', 'sharing'] as const
export const PAPERS = [
  'help',
  'layer',
  'layer-users',
  'branch',
  'instruction',
  'not-written',
  'matrix',
  'relatives',
  'contents',
  'engines',
] as const
export const FORMS = ['form', 'form-toggle'] as const
export const HOMES = HOME_TABS.map(tab => `home-${tab}` as const)
export const LISTS = [
  ...HOMES,
  'picker',
  'largest',
  ...EXPLORER,
  ...PAPERS,
  'job',
  'doctor',
  'preview',
  'versions',
  'comparison',
] as const
export const EVERYWHERE = [
  'home-filter',
  'palette',
  'loading',
  'failed',
  'filter',
  ...LISTS,
  'preview-search',
  ...FORMS,
] as const
