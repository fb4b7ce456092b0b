import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import {bindingFor, bindingsWith} from '../bindings.ts'
import {HOME_TABS} from '../home/home.ts'
import {homeOf} from '../home/in-state.ts'
import {viewOf} from '../home/views.ts'
import {keyFor} from '../key-for.ts'
import {keyName} from '../key-names.ts'
import {placeName} from '../place-names.ts'
import {type Place, placeOf} from '../places.ts'
import {hints} from '../selectors/bottom-line.ts'
import {explorerOf, type State, top} from '../state.ts'
import {TABS} from '../tabs.ts'
import {type Binding, EXPLORER, FORMS, HOMES, LISTS, PAPERS} from './binding.ts'

/** Keys that move, or leave: where there is nowhere to go nobody needs to be told. */
const UNTOLD: ReadonlySet<string> = new Set([
  ...['up', 'down', 'left', 'right', 'pageup', 'pagedown', 'home', 'end', 'esc'],
])

/** Keys that mean something else in every place: what they do elsewhere says nothing. */
const GENERAL: ReadonlySet<string> = new Set(['enter', 'tab', 'shift+tab', 'backspace', '?', ':'])

/** Hints of so many cells say what the keys of a place are. */
const NAMED_HERE = 60

/**
 * What to say of a key that means nothing where one is: where it does something, and what; else how to learn which keys there
 * are. Null for keys that nobody misses. Printable.
 */
export function elsewhere(state: State, key: string): string | null {
  if (UNTOLD.has(key)) return null
  const ascii = !state.capabilities.unicode
  const shown = printable(keyName(key, !ascii), {ascii})
  const place = placeOf(state)
  // In a form letters are typed: what they do in other places is not what one wants to know.
  const isForm = (FORMS as readonly Place[]).includes(place)
  const found = GENERAL.has(key) || isForm ? [] : nearest(state, key)
  if (found.length > 0) {
    const [first = '', ...more] = found.map(({where, what}) => t`in ${where}: ${what}`)
    return t`${shown} works ${[first, ...more].join('; ')}.`
  }
  if (bindingFor(place, keyOf(state, 'help'), state.keys)?.id === 'help')
    return t`${shown} does nothing here: ${keyFor(state, 'help')} shows all keys.`
  const here = hints(state, NAMED_HERE).map(hint => `${hint.key} ${hint.label}`)
  return t`${shown} does nothing here. The keys here: ${here.join(', ')}.`
}

/** Where a binding of other places does something, from where one is; null for what is only typed. Printable but for names of home. */
export function whereItWorks(state: State, binding: Binding): string | null {
  const family = [familyOf(state), ...FAMILIES].find(each => each.some(place => binding.places.includes(place)))
  return family === undefined ? null : whereIn(state, binding, family)
}

function whereIn(state: State, binding: Binding, family: readonly Place[]): string {
  return whereOf(
    state,
    binding,
    family.filter(place => binding.places.includes(place)),
  )
}

function keyOf(state: State, id: string): string {
  return state.keys[id]?.[0] ?? ''
}

interface Meaning {
  readonly where: string
  readonly what: string
}

/** With more meanings than these a key means something else nearly everywhere: none of them is what one looks for. */
const MOST = 3

/** What the key means in the screen one is on, else in the next one below that, else in any. */
function nearest(state: State, key: string): readonly Meaning[] {
  // What works in nearly every place is about moving, or leaving.
  const bindings = bindingsWith(state.keys).filter(
    ({keys, places}) => keys.includes(key) && places.length < LISTS.length,
  )
  for (const family of [familyOf(state), ...FAMILIES]) {
    const first = ({places}: Binding) => family.findIndex(place => places.includes(place))
    const here = bindings.filter(binding => first(binding) >= 0).sort((a, b) => first(a) - first(b))
    const meanings = here.map(binding => ({
      where: whereIn(state, binding, family),
      what: wordsOf(binding),
    }))
    if (meanings.length > 0) return meanings.length > MOST ? [] : merged(meanings)
  }
  return []
}

/** Screens whose tabs are a key apart; the rest are pages that open above them. */
const FAMILIES: readonly (readonly Place[])[] = [
  EXPLORER,
  HOMES,
  ['preview', 'versions', 'comparison', 'largest', 'job', 'doctor', 'failed', 'picker', ...PAPERS],
]

function familyOf(state: State): readonly Place[] {
  return explorerOf(state) === null ? HOMES : EXPLORER
}

/** The hint, which is short; else what the help says. */
function wordsOf({hint, label}: Binding): string {
  return typeof hint === 'string' ? hint : label
}

/** What is done at the same places, in one. */
function merged(meanings: readonly Meaning[]): readonly Meaning[] {
  const all = new Map<string, string[]>()
  for (const {where, what} of meanings) all.set(where, [...(all.get(where) ?? []), what])
  return [...all].map(([where, what]) => ({where, what: [...new Set(what)].join(', ')}))
}

function whereOf(state: State, binding: Binding, places: readonly Place[]): string {
  const names = places.some(isHome) ? homeNames(state, places) : imageNames(state, places)
  // Of an image as well as of a list.
  const both = places.some(isHome) && homeOf(state) !== null && EXPLORER.every(place => binding.places.includes(place))
  return listed(both ? [...names, t`an open image`] : names)
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : t`${names.slice(0, -1).join(', ')} and ${last}`
}

function isHome(place: Place): boolean {
  return (HOMES as readonly Place[]).includes(place)
}

/** Home's tabs by their names, with the keys that lead there. */
function homeNames(state: State, places: readonly Place[]): readonly string[] {
  const home = homeOf(state)
  if (home === null) return [t`home (layerlens without an image)`]
  return HOME_TABS.filter(tab => places.includes(`home-${tab}`)).map(tab => {
    const name = viewOf(tab).title
    return top(state).kind === 'home' ? withKey(name, keyFor(state, `home-${tab}`)) : name
  })
}

/** The tabs of the open image, of Files also the pane where it is one of them alone; from elsewhere the image is enough. */
function imageNames(state: State, places: readonly Place[]): readonly string[] {
  const isImage = (EXPLORER as readonly Place[]).includes(places[0]!)
  if (!isImage) return places.map(placeName)
  const context = top(state)
  if (context.kind !== 'explorer') return [pageAbove(state)]
  const panes = places.filter(place => place === 'layers' || place === 'files')
  const tabs = TABS.filter(({id}) => (id === 'files' ? panes.length > 0 : places.includes(id)))
  return tabs.map(({id, name}) => {
    if (id !== 'files' || panes.length === 2) return withKey(name, keyFor(state, `tab-${id}`))
    return withKey(placeName(panes[0]!), keyFor(state, context.tab === 'files' ? 'switch-pane' : 'tab-files'))
  })
}

/** The image: of one that lies below the page one is on, how to come back to it. */
function pageAbove(state: State): string {
  const closes = explorerOf(state) !== null && bindingFor(placeOf(state), 'esc', state.keys) !== undefined
  return closes ? t`the image below (${keyName('esc', state.capabilities.unicode)} closes this page)` : t`an open image`
}

function withKey(name: string, key: string): string {
  return t`${name} (${key})`
}
