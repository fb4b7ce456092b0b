import {width} from '../../../text/width.ts'
import {BINDINGS} from '../bindings.ts'
import {keyName} from '../key-names.ts'
import {placeOf} from '../places.ts'
import type {State} from '../state.ts'

export interface Hint {
  readonly key: string
  readonly label: string
}

/** The keys that work here and now: as many as fit, the important ones before the others, in the table's order. */
export function hints(state: State, columns: number): readonly Hint[] {
  const place = placeOf(state)
  const {unicode} = state.capabilities
  const usable = BINDINGS.filter(
    each => each.hint !== undefined && each.places.includes(place) && each.disabled?.(state) === undefined,
  )
  const all = usable.map(binding => ({
    rank: binding.rank ?? 9,
    hint: {key: keyName(binding.keys[0]!, unicode), label: binding.hint!},
  }))
  if (isList(place)) all.unshift({rank: 3, hint: {key: unicode ? '↑↓' : 'j/k', label: 'move'}})
  const special = readingHint(state)
  if (special !== null) all.unshift({rank: 0, hint: special})
  let room = columns
  const chosen = new Set<Hint>()
  for (const {hint} of all.toSorted((a, b) => a.rank - b.rank)) {
    const needed = width(hint.key) + width(hint.label) + 3
    if (needed > room) continue
    room -= needed
    chosen.add(hint)
  }
  return all.map(each => each.hint).filter(hint => chosen.has(hint))
}

function isList(place: string): boolean {
  return place !== 'loading' && place !== 'failed'
}

/** Stopping is offered while there is something to stop, reading on where something is missing. */
function readingHint(state: State): Hint | null {
  const place = placeOf(state)
  for (const id of ['cancel-reading', 'read-on']) {
    const binding = BINDINGS.find(each => each.id === id)!
    if (binding.places.includes(place) && binding.disabled?.(state) === undefined)
      return {key: binding.keys[0]!, label: id === 'read-on' ? 'read on' : 'stop reading'}
  }
  return null
}
