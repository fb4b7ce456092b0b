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
  readonly hint?: string
  /** the bottom line drops high numbers first */
  readonly rank?: number
  /** why it can't be used now; undefined where it can */
  disabled?(state: State): string | undefined
  message(state: State): UserVerb
}

export const EXPLORER = ['layers', 'files', 'config'] as const
export const PAPERS = ['help', 'layer'] as const
export const LISTS = ['picker', ...EXPLORER, ...PAPERS] as const
export const EVERYWHERE = ['loading', 'failed', ...LISTS] as const
