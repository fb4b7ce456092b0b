import type {Effect, Step} from '../effects.ts'
import type {PreviewTold, UserVerb} from '../messages.ts'
import {movedSideways, placeShowing, type Scroll, scrolled, settledPlace} from '../preview/moving.ts'
import {FIRST_LIMIT, lookOf, nextLimit, type Preview, TOP} from '../preview/preview.ts'
import {bytesPerRow, previewWindow} from '../preview/preview-layout.ts'
import {subjectOf} from '../preview/subject.ts'
import {explorerOf, type State, top, withTop} from '../state.ts'
import {beginDifference} from './compare.ts'
import {searchAgain, stepped} from './preview-search.ts'
import {withFetched} from './read.ts'

type PreviewVerb = Extract<UserVerb, {type: 'preview' | 'preview-look' | 'preview-sideways' | 'preview-more'}>

/** Cells that the window moves sideways at a key. */
const SIDEWAYS = 8

/** Looking into a file, and how it is shown. */
export function preview(state: State, verb: PreviewVerb): Step {
  if (verb.type === 'preview') return beginDifference(state, verb.node) ?? opened(state, verb.version)
  const context = top(state)
  if (context.kind !== 'preview') return [state, []]
  switch (verb.type) {
    case 'preview-look': {
      if (verb.change === 'bytes') return toggledBytes(state, context)
      const changed = {...context, wrap: !context.wrap, place: {...context.place, row: 0, left: 0}}
      return [withTop(state, settled(state, changed)), []]
    }
    case 'preview-sideways': {
      const place = movedSideways(context, verb.by * SIDEWAYS, frameOf(state))
      return [withTop(state, {...context, place}), []]
    }
    case 'preview-more': {
      const limit = nextLimit(context)
      if (limit === null) return [state, []]
      const reading: Preview = {...context, reading: {kind: 'running', unpacked: null}}
      return [withTop(state, reading), [readEffect(reading, limit)]]
    }
  }
}

/** Scrolling by rows and pages. */
export function scrollPreview(
  state: State,
  context: Preview,
  verb: Extract<UserVerb, {type: 'move' | 'page' | 'to-end'}>,
): State {
  const {height} = previewWindow(state.terminal)
  const scroll: Scroll =
    verb.type === 'move'
      ? {rows: verb.rows}
      : verb.type === 'page'
        ? {rows: Math.round(verb.pages * height)}
        : {end: verb.end}
  return withTop(state, {...context, place: scrolled(context, scroll, frameOf(state))})
}

/** What is told while a file is read; of a preview that is closed nobody wants to hear. */
export function previewTold(state: State, message: PreviewTold): Step {
  const at = state.contexts.findLastIndex(each => each.kind === 'preview' && each.request === message.request)
  const context = state.contexts[at]
  if (context?.kind !== 'preview') return [state, []]
  const replaced = (changed: Preview): State => ({...state, contexts: state.contexts.with(at, changed)})
  const {event} = message
  switch (event.type) {
    case 'fetched': {
      const isThere = explorerOf(state)?.session === context.session
      return [isThere ? withFetched(state, event.layer, event.bytes) : state, []]
    }
    case 'unpacked': {
      const unpacked = {done: event.done, total: event.total}
      return [replaced({...context, reading: {kind: 'running', unpacked}}), []]
    }
    case 'content': {
      const reading: Preview['reading'] = {kind: 'running', unpacked: null}
      const [changed, effects] = searchAgain({...context, reading, content: event.content}, 'more')
      return [replaced(settled(state, changed)), effects]
    }
    case 'ended': {
      const {failure} = event
      return [replaced({...context, reading: failure === null ? {kind: 'ended'} : {kind: 'failed', failure}}), []]
    }
    case 'found': {
      const {search} = context
      if (search === null || search.number !== event.number) return [state, []]
      const {matches, done} = event
      const next = matches.findIndex(match => match >= search.from)
      const first = next >= 0 ? next : done ? matches.length - 1 : -1
      const begun = first < 0 ? -1 : stepped(first, search.steps, matches.length)
      const current = search.current >= 0 ? search.current : begun
      const found = {...context, search: {...search, matches, done, current, steps: current < 0 ? search.steps : 0}}
      const match = search.current >= 0 ? undefined : matches[current]
      if (match === undefined) return [replaced(found), []]
      return [replaced({...found, place: placeShowing(found, match, frameOf(state))}), []]
    }
  }
}

/** After the terminal's size changed. */
export function settlePreview(state: State): State {
  const context = top(state)
  return context.kind === 'preview' ? withTop(state, settled(state, context)) : state
}

function opened(state: State, version: number): Step {
  const explorer = explorerOf(state)
  const subject = explorer?.union ? subjectOf(explorer.union, version, explorer.selected) : null
  if (explorer === null || explorer.union === null || subject === null) return [state, []]
  const reads = subject.source >= 0 && subject.size > 0
  const context: Preview = {
    kind: 'preview',
    session: explorer.session,
    request: state.nextSession,
    union: explorer.union,
    subject,
    reading: reads ? {kind: 'running', unpacked: null} : {kind: 'ended'},
    content: null,
    hex: false,
    wrap: false,
    place: TOP,
    search: null,
  }
  const effects = reads ? [readEffect(context, FIRST_LIMIT)] : []
  return [{...state, contexts: [...state.contexts, context], nextSession: state.nextSession + 1}, effects]
}

function readEffect({session, request, union, subject, content}: Preview, limit: number): Effect {
  const shown = content?.bytes.length ?? 0
  return {type: 'preview', session, request, union, version: subject.source, limit, shown}
}

/** From text to bytes and back, staying where one is. */
function toggledBytes(state: State, context: Preview): Step {
  const {content, place} = context
  const turned = {...context, hex: !context.hex}
  const text = content?.text ?? null
  const perRow = bytesPerRow(state.terminal)
  const wanted =
    text === null
      ? 0
      : lookOf(turned) === 'bytes'
        ? Math.floor((text.index.segments(place.top, 1)[0]?.start ?? 0) / perRow) * perRow
        : text.index.segmentAt(place.top)
  const [changed, effects] = searchAgain({...turned, place: {...TOP, top: wanted}}, 'anew')
  return [withTop(state, settled(state, changed)), effects]
}

function settled(state: State, context: Preview): Preview {
  return {...context, place: settledPlace(context, frameOf(state))}
}

function frameOf({terminal, capabilities}: State) {
  return {terminal, unicode: capabilities.unicode}
}
