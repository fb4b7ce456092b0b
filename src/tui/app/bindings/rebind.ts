import {eachRead} from '../../../image/analysis/configuration/mistakes.ts'
import {LensError} from '../../../image/oci/error.ts'
import {nearest} from '../../../text/nearest.ts'
import {BINDINGS, bindingsWith, DEFAULT_KEYS} from '../bindings.ts'
import {keyNamed, nearestKey} from '../key-names.ts'
import type {Keymap} from '../keymap.ts'
import {placeName} from '../place-names.ts'
import {type Place, TYPED_IN} from '../places.ts'
import type {Binding} from './binding.ts'

/** Keys that somebody wants for a binding instead of the table's own; none takes them away. */
export interface Rebinding {
  readonly id: string
  /** as they were written */
  readonly keys: readonly string[]
  /** where that stands, for sentences: `config.yaml:3: keys.quit` */
  readonly where: string
}

/** What a terminal sends for these is what it sends for other keys. */
const SAME_AS: Readonly<Record<string, string>> = {
  'ctrl+m': 'enter',
  'ctrl+j': 'enter',
  'ctrl+i': 'tab',
  'ctrl+[': 'esc',
  'ctrl+h': 'backspace',
}

/**
 * The keymap with other keys for some bindings. Throws `usage` with all of them, saying where: a binding that nobody knows with the nearest
 * known, a key that no terminal sends, one that would be typed into a field, two meanings of a key in one place.
 */
export function rebound(rebindings: readonly Rebinding[]): Keymap {
  if (rebindings.length === 0) return DEFAULT_KEYS
  const changed = new Map(eachRead(rebindings, each => [each.id, checked(each)] as const))
  const keys: Keymap = {...DEFAULT_KEYS, ...Object.fromEntries([...changed].map(([id, found]) => [id, found.keys]))}
  refuseClashes(bindingsWith(keys), new Map(rebindings.map(({id, where}) => [id, where])))
  return keys
}

function checked({id, keys, where}: Rebinding): Rebinding {
  const binding = BINDINGS.find(each => each.id === id)
  if (binding === undefined) {
    const near = nearest(
      id,
      BINDINGS.map(each => each.id),
    )
    throw new LensError('usage', `${where}: there is no binding ${id}.`, {
      advice: near === null ? 'The README’s table of keys and the man page name them all.' : `Did you mean ${near}?`,
    })
  }
  if (id === 'interrupt' && keys.length === 0) throw new LensError('usage', `${where}: interrupt needs a key.`)
  return {id, where, keys: eachRead(keys, key => checkedKey(key, binding, where))}
}

function checkedKey(written: string, binding: Binding, where: string): string {
  const key = keyNamed(written)
  if (key === null) {
    const near = nearestKey(written)
    throw new LensError('usage', `${where}: there is no key ${written}.`, {
      advice: near === null ? 'Write it like j, G, ctrl+e, shift+tab, space, pageup.' : `Did you mean ${near}?`,
    })
  }
  if (SAME_AS[key] !== undefined) {
    throw new LensError('usage', `${where}: no terminal tells ${key} from ${SAME_AS[key]}.`, {
      advice: `Take another key, or ${SAME_AS[key]}.`,
    })
  }
  const typed = binding.places.find(place => TYPED_IN.has(place))
  if (typed !== undefined && (key === 'space' || [...key].length === 1)) {
    throw new LensError('usage', `${where}: ${key} is typed in ${placeName(typed)}, where ${binding.id} works.`, {
      advice: `Take a key that types nothing, such as ctrl+${/^[a-z]$/i.test(key) ? key.toLowerCase() : 'e'}.`,
    })
  }
  return key
}

function refuseClashes(bindings: readonly Binding[], changed: ReadonlyMap<string, string>): void {
  const taken = new Map<string, Binding>()
  eachRead(bindings, binding => {
    for (const place of binding.places)
      for (const key of binding.keys) {
        const other = taken.get(`${place} ${key}`)
        if (other === undefined) taken.set(`${place} ${key}`, binding)
        else if (other.id !== binding.id) throw clash(key, place, binding, other, changed)
      }
  })
}

function clash(key: string, place: Place, one: Binding, two: Binding, changed: ReadonlyMap<string, string>): LensError {
  const [mine, theirs] = changed.has(one.id) ? [one, two] : [two, one]
  const message = `${changed.get(mine.id)}: ${key} already means ${theirs.id} in ${placeName(place)}: ${theirs.label}.`
  return new LensError('usage', message, {advice: `Give ${theirs.id} another key too, or take another one here.`})
}
