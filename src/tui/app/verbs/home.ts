import {IMAGE_ORDERS} from '../../../image/analysis/engine-images.ts'
import type {Failure} from '../../../image/oci/error.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {Step} from '../effects.ts'
import {type TextField, textField} from '../field/text-field.ts'
import {engineGone} from '../home/engine-page.ts'
import {
  type EngineListing,
  HOME_TABS,
  type Home,
  type HomeTab,
  isStore,
  marksIn,
  placeIn,
  withEachPlace,
  withMarks,
  withPlace,
} from '../home/home.ts'
import {homeOf, withHome} from '../home/in-state.ts'
import {cursorRow, shownRows} from '../home/shown-rows.ts'
import {whyNoEngine} from '../home/tried-engines.ts'
import {viewOf} from '../home/views.ts'
import {keyFor} from '../key-for.ts'
import type {Message} from '../messages.ts'
import {type State, top} from '../state.ts'
import {comparable} from './comparable.ts'
import {begin, compareImages} from './open.ts'

type HomeMessage = Extract<Message, {type: `home-${string}`}>

/** What happens on home: its lists come, are looked through, and something in them is opened. */
export function home(state: State, message: HomeMessage): Step {
  switch (message.type) {
    case 'home-listed':
      return message.partly
        ? partlyListed(state, message.session, message.listing)
        : listed(state, message.session, message.listing)
    case 'home-failed':
      return failed(state, message.session, message.failure)
    case 'home-refresh':
      // What was asked before may already be old.
      return awaited(homeOf(state)?.listing == null ? refreshed(state) : relisted(state))
    case 'home-engines':
      return [{...state, contexts: [...state.contexts, {kind: 'engines', top: 0}]}, []]
    case 'home-open':
      return openRow(state)
    case 'home-tab': {
      const {tab} = message
      return [withHome(state, each => ({...each, tab: tabFrom(each.tab, tab)})), []]
    }
    case 'home-sort':
      return [withHome(state, each => ({...settled(state, each), order: after(IMAGE_ORDERS, each.order)})), []]
    case 'home-filter':
      return [typing(withHome(state, each => settled(state, each))), []]
    case 'home-keep-filter':
      return [withHome(untyped(state), each => settled(state, each)), []]
    case 'home-drop-filter':
      return [withHome(untyped(state), each => withPlace(each, {filter: ''})), []]
    case 'home-mark':
      return [withHome(state, each => marked(state, each)), []]
    case 'home-unmark':
      return [withHome(state, each => withMarks(each, [])), []]
    case 'home-compare': {
      const pair = comparable(state)
      return typeof pair === 'string' ? [state, []] : compareImages(state, ...pair)
    }
  }
}

/** Asks the engine anew. What was listed stays until the answer is here. */
export function refreshed(state: State): Step {
  const session = state.nextSession
  if (homeOf(state)?.session !== null) return [state, []]
  return [
    withHome({...state, nextSession: session + 1}, each => ({...each, session})),
    [{type: 'list-engine', session}],
  ]
}

/** Asks anew where something was listed: what was asked before may already be old. */
export function relisted(state: State): Step {
  const home = homeOf(state)
  if (home === null || (home.listing === null && home.session === null)) return [state, []]
  const [asked, effects] = refreshed(withHome(state, each => ({...each, session: null})))
  return [asked, home.session === null ? effects : [{type: 'cancel', session: home.session}, ...effects]]
}

/** What was typed, as the filter of the list, which follows every key. */
export function typeHomeFilter(state: State, change: (field: TextField) => TextField | null): Step {
  const context = top(state)
  const field = context.kind === 'home-filter' ? change(context.field) : null
  if (field === null) return [state, []]
  const typed: State = {...state, contexts: state.contexts.with(-1, {kind: 'home-filter', field})}
  // While one types, the cursor is on its row, or on the first where that is filtered away; without the filter it is back.
  return [withHome(typed, each => withPlace(each, {filter: field.text, row: 0})), []]
}

function typing(state: State): State {
  const home = homeOf(state)
  const field = textField(home === null ? '' : placeIn(home).filter)
  return {...state, contexts: [...state.contexts, {kind: 'home-filter', field}]}
}

function untyped(state: State): State {
  return top(state).kind === 'home-filter' ? {...state, contexts: state.contexts.slice(0, -1)} : state
}

/**
 * Home with the rows named that its cursors stand on: they stay on them when rows come and go. Containers where nobody has
 * moved yet begin with the newest, which is the one that was made to be worked with.
 */
function settled(state: State, home: Home): Home {
  return withEachPlace(home, open => {
    if (open.tab !== home.tab && isUnmovedInContainers(open)) return {}
    const row = cursorRow(state, open)
    // The newest job stands at the top: whoever moved no cursor there wants that one.
    const isUnmoved = open.tab === 'jobs' && placeIn(open).id === null
    return row < 0 || isUnmoved ? {} : {id: shownRows(state, open)[row]!.id, row}
  })
}

/** The same, but for cursors that wait for a row which is yet to be listed. */
function settledWhereKnown(state: State, home: Home): Home {
  const named = settled(state, home)
  return withEachPlace(home, open => {
    const {id} = placeIn(open)
    const waits = id !== null && !shownRows(state, open).some(row => row.id === id)
    return waits || isUnmovedInContainers(open) ? {} : named.lists[open.tab]
  })
}

function isUnmovedInContainers(open: Home): boolean {
  return open.tab === 'containers' && placeIn(open).id === null
}

/** Home with the row under the cursor marked, or no more, and the cursor on the next one. */
function marked(state: State, home: Home): Home {
  const rows = shownRows(state, home)
  const at = cursorRow(state, home)
  const here = rows[at]
  if (here === undefined) return home
  const means = viewOf(home.tab).marks?.(here, state) ?? []
  const marks = marksIn(home)
  const others = marks.filter(each => !means.includes(each))
  const row = Math.min(at + 1, rows.length - 1)
  const changed = means.every(each => marks.includes(each)) ? others : [...others, ...means]
  return withPlace(withMarks(home, changed), {id: rows[row]!.id, row})
}

/** Home without marks of rows that are there no more. */
function withoutLostMarks(state: State, home: Home): Home {
  return withEachPlace(home, open => {
    const {marks} = placeIn(open)
    if (marks.length === 0) return {}
    const there = new Set(shownRows(state, withPlace(open, {filter: ''})).map(({id}) => id))
    return {marks: marks.filter(id => there.has(id))}
  })
}

/** The list as far as it is known; what its images shared before stands there until it is known anew. */
function partlyListed(state: State, session: number, listing: EngineListing): Step {
  const home = homeOf(state)
  if (home?.session !== session) return [state, []]
  const known = new Map(home.listing?.images.map(image => [image.id, image]))
  const images = listing.images.map(image => {
    const {shared = null, unique = null} = known.get(image.id) ?? {}
    return image.shared === null ? {...image, shared, unique} : image
  })
  const shown = withHome(state, each => {
    const fresh = {...settledWhereKnown(state, each), listing: {...listing, images}, failure: null, fallsBack: false}
    return withoutLostMarks(state, fresh)
  })
  return [answerTold(shown, state), []]
}

function listed(state: State, session: number, listing: EngineListing): Step {
  if (homeOf(state)?.session !== session) return [state, []]
  const shown = withHome(state, each => {
    const fresh = {...settledWhereKnown(state, each), session: null, listing, failure: null, ...TOLD}
    return withoutLostMarks(state, fresh)
  })
  // What they share takes a question for each: the list does not wait for it.
  return [answerTold(shown, state), [{type: 'read-sharing'}]]
}

/** Nobody waits for an answer any more. */
const TOLD = {awaited: false, fallsBack: false} as const

/** Says whose images these are, where that is news or was asked for. */
function answerTold(shown: State, before: State): State {
  const [home, was] = [homeOf(shown), homeOf(before)]
  const here = top(shown).kind
  if (!home?.listing || !was || (here !== 'home' && here !== 'engines')) return shown
  const ascii = !shown.capabilities.unicode
  const {engine, tried} = home.listing
  if (tried === undefined) {
    if (!isStore(was)) return shown
    return {...shown, notice: {text: printable(t`${engine.kind} ${engine.version} answered.`, {ascii}), kind: 'done'}}
  }
  if (isStore(was) && !was.awaited) return shown
  const why = whyNoEngine(tried, ascii)
  const again = keyFor(shown, 'home-refresh')
  const text =
    here === 'engines'
      ? t`Still no engine: ${why}.`
      : t`No engine: ${why}. ${keyFor(shown, 'home-engines')} says more, ${again} tries again.`
  return {...shown, notice: {text, kind: 'refused'}}
}

/** Who asked by a key is told what came of it. */
function awaited([state, effects]: Step): Step {
  return [withHome(state, each => ({...each, awaited: true})), effects]
}

/** No answer: an old list stays, and is called old; where there never was one, the reference is opened instead, once. */
function failed(state: State, session: number, failure: Failure): Step {
  const asked = homeOf(state)
  if (asked === null || asked.session !== session) return [state, []]
  const told = withHome(state, each => ({...each, session: null, failure, ...TOLD}))
  if (asked.listing !== null) {
    return [top(state).kind === 'home' ? {...told, notice: {text: engineGone(state), kind: 'problem'}} : told, []]
  }
  return asked.fallsBack ? openInstead(told) : [told, []]
}

/** Opens what there is without an engine, right above home: a page that lies over it stays there. */
function openInstead(state: State): Step {
  const above = state.contexts.findIndex(context => context.kind === 'home') + 1
  const [opened, effects] = begin({...state, contexts: state.contexts.slice(0, above)}, state.reference)
  const back = keyFor(state, 'back-to-list')
  const text = t`No engine answered: this is the demo image. ${back} says why.`
  const contexts = [...opened.contexts, ...state.contexts.slice(above)]
  return [{...opened, contexts, notice: {text, kind: 'refused'}}, effects]
}

function openRow(state: State): Step {
  const at = homeOf(state)
  if (at === null) return [state, []]
  const view = viewOf(at.tab)
  // Who doesn't want to wait for an engine, or has none, goes on with the image that needs none.
  if (at.listing === null && view.fromEngine)
    return begin(
      withHome(state, each => ({...each, fallsBack: false})),
      state.reference,
    )
  const row = shownRows(state, at)[cursorRow(state, at)]
  return row === undefined
    ? [state, []]
    : view.open(
        row,
        withHome(state, each => settled(state, each)),
      )
}

function tabFrom(from: HomeTab, to: HomeTab | 'next' | 'previous'): HomeTab {
  if (to !== 'next' && to !== 'previous') return to
  return after(to === 'next' ? HOME_TABS : HOME_TABS.toReversed(), from)
}

function after<T>(all: readonly T[], one: T): T {
  return all[(all.indexOf(one) + 1) % all.length]!
}
