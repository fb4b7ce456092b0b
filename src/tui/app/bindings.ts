import {ALWAYS} from './bindings/always.ts'
import type {Binding} from './bindings/binding.ts'
import {FOLDING} from './bindings/folding.ts'
import {MOVING} from './bindings/moving.ts'
import {PANES} from './bindings/panes.ts'
import {READING} from './bindings/reading.ts'
import {SHOWING} from './bindings/showing.ts'
import type {Place} from './places.ts'

/** Every key that works somewhere: one file a group in bindings/. The bottom line keeps this order. */
export const BINDINGS: readonly Binding[] = [...MOVING, ...PANES, ...FOLDING, ...SHOWING, ...READING, ...ALWAYS]

const table = new Map<string, Binding>()
for (const binding of BINDINGS)
  for (const place of binding.places) for (const key of binding.keys) table.set(`${place} ${key}`, binding)

/** What a key means at a place. */
export function bindingFor(place: Place, key: string): Binding | undefined {
  return table.get(`${place} ${key}`)
}
