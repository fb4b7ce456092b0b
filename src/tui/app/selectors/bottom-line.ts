import {t} from '../../../text/translate.ts'
import {width} from '../../../text/width.ts'
import type {Binding} from '../bindings/binding.ts'
import {readOnReason} from '../bindings/reasons.ts'
import {bindingsWith, DEFAULT_KEYS} from '../bindings.ts'
import {keyFor} from '../key-for.ts'
import {placeOf} from '../places.ts'
import type {State} from '../state.ts'
import {type JobStatus, jobCells, jobStatus} from './job-status.ts'

export interface Hint {
  /** the binding; null for several at once */
  readonly id: string | null
  readonly key: string
  readonly label: string
}

/** A hint as it is drawn: its key, and the rest of its cells. The first one stands behind a blank. */
export function hintTexts({key, label}: Pick<Hint, 'key' | 'label'>): readonly [key: string, rest: string] {
  return [key, ` ${label}  `]
}

/** The bottom line's parts: the keys that work here, as many as fit, and behind them, from a column on, what is done meanwhile. */
export function bottomLine(state: State): {
  readonly hints: readonly Hint[]
  readonly job: JobStatus | null
  readonly jobFrom: number
} {
  const {columns} = state.terminal
  const job = jobStatus(state)
  const jobFrom = columns - (job === null ? 0 : Math.min(columns, jobCells(job)))
  return {hints: hints(state, jobFrom - 1), job, jobFrom}
}

/** The keys that work here and now: as many as fit, the important ones before the others, in the table's order. */
export function hints(state: State, columns: number): readonly Hint[] {
  const place = placeOf(state)
  const usable = bindingsWith(state.keys).filter(
    each =>
      each.hint !== undefined &&
      each.keys.length > 0 &&
      each.places.includes(place) &&
      each.disabled?.(state) === undefined,
  )
  const all = usable
    .map(binding => ({
      rank: rankOf(binding, state),
      hint: {id: binding.id, key: keyFor(state, binding.id), label: labelOf(binding, state)} as Hint,
    }))
    .filter(({hint}) => hint.label !== '')
  if (isList(place)) all.unshift({rank: 3, hint: {id: null, key: movingKeys(state, place), label: t`move`}})
  const reading = readingHint(state)
  if (reading !== null) all.unshift({rank: 0, hint: reading})
  let room = columns
  const chosen = new Set<Hint>()
  for (const {hint} of all.toSorted((a, b) => a.rank - b.rank)) {
    const needed = width(hintTexts(hint).join(''))
    if (needed > room) continue
    room -= needed
    chosen.add(hint)
  }
  return all.map(each => each.hint).filter(hint => chosen.has(hint))
}

function rankOf({rank = 9}: Binding, state: State): number {
  return typeof rank === 'number' ? rank : rank(state)
}

/** '' where there is nothing to say. */
function labelOf({hint = ''}: Binding, state: State): string {
  return typeof hint === 'string' ? hint : hint(state)
}

/** `↑↓`; of the map all four. */
function movingKeys(state: State, place: string): string {
  const ids = place === 'map' ? ['map-left', 'up', 'down', 'map-right'] : ['up', 'down']
  const {unicode} = state.capabilities
  // Without arrows to draw, the letters that do the same are shorter than their names, where letters are not typed.
  const typed = place === 'filter' || place === 'preview-search'
  if (!unicode && !typed && ids.every(id => state.keys[id] === DEFAULT_KEYS[id]))
    return place === 'map' ? 'hjkl' : 'j/k'
  return ids.map(id => keyFor(state, id)).join(unicode ? '' : '/')
}

function isList(place: string): boolean {
  return !['loading', 'failed', 'form', 'form-toggle', 'home-filter', 'palette'].includes(place)
}

/** Stopping is offered while there is something to stop, reading on where something is missing. */
function readingHint(state: State): Hint | null {
  const place = placeOf(state)
  for (const id of ['cancel-reading', 'read-on']) {
    const binding = bindingsWith(state.keys).find(each => each.id === id)!
    if (binding.places.includes(place) && binding.disabled?.(state) === undefined)
      return {
        id,
        key: keyFor(state, id),
        label: id === 'cancel-reading' ? t`stop reading` : readOnReason(state) === undefined ? t`read on` : t`refresh`,
      }
  }
  return null
}
