import {ALWAYS} from './bindings/always.ts'
import type {Binding} from './bindings/binding.ts'
import {EXTRACTING} from './bindings/extracting.ts'
import {FILTERING} from './bindings/filtering.ts'
import {FOLDING} from './bindings/folding.ts'
import {ANSWERING} from './bindings/forms.ts'
import {HISTORY} from './bindings/history.ts'
import {HOME} from './bindings/home.ts'
import {JOBS} from './bindings/jobs.ts'
import {LARGEST} from './bindings/largest.ts'
import {MAP} from './bindings/map.ts'
import {MOVING} from './bindings/moving.ts'
import {PALETTE} from './bindings/palette.ts'
import {PANES} from './bindings/panes.ts'
import {PREVIEWING} from './bindings/previewing.ts'
import {READING} from './bindings/reading.ts'
import {REGISTRIES} from './bindings/registries.ts'
import {SHOWING} from './bindings/showing.ts'
import {VERSIONS} from './bindings/versions.ts'
import {WASTE} from './bindings/waste.ts'
import {WORKFLOW} from './bindings/workflow.ts'
import type {Keymap} from './keymap.ts'
import type {Place} from './places.ts'

/** Every key that works somewhere: one file a group in bindings/. The bottom line keeps this order. */
export const BINDINGS: readonly Binding[] = [
  ...MOVING,
  ...PANES,
  ...WASTE,
  ...MAP,
  ...HISTORY,
  ...FOLDING,
  ...FILTERING,
  ...SHOWING,
  ...LARGEST,
  ...PREVIEWING,
  ...VERSIONS,
  ...EXTRACTING,
  ...JOBS,
  ...ANSWERING,
  ...HOME,
  ...WORKFLOW,
  ...REGISTRIES,
  ...READING,
  ...PALETTE,
  ...ALWAYS,
]

/** The keys as the table has them. */
export const DEFAULT_KEYS: Keymap = Object.fromEntries(BINDINGS.map(({id, keys}) => [id, keys]))

interface Table {
  readonly bindings: readonly Binding[]
  readonly byKey: ReadonlyMap<string, Binding>
}

const tables = new WeakMap<Keymap, Table>()

function tableOf(keys: Keymap): Table {
  const known = tables.get(keys)
  if (known !== undefined) return known
  const bindings =
    keys === DEFAULT_KEYS ? BINDINGS : BINDINGS.map(each => ({...each, keys: keys[each.id] ?? each.keys}))
  const byKey = new Map<string, Binding>()
  for (const binding of bindings)
    for (const place of binding.places) for (const key of binding.keys) byKey.set(`${place} ${key}`, binding)
  const table = {bindings, byKey}
  tables.set(keys, table)
  return table
}

/** The bindings with the keys that are in use. */
export function bindingsWith(keys: Keymap): readonly Binding[] {
  return tableOf(keys).bindings
}

/** What a key means at a place. */
export function bindingFor(place: Place, key: string, keys: Keymap = DEFAULT_KEYS): Binding | undefined {
  return tableOf(keys).byKey.get(`${place} ${key}`)
}
