import type {TextField} from '../field/text-field.ts'

/** The actions of the place below, to be found by a few letters. */
export interface Palette {
  readonly kind: 'palette'
  readonly field: TextField
  readonly cursor: number
}
