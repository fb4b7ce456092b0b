import type {Progress} from '../../../image/oci/image.ts'
import type {Step} from '../effects.ts'
import type {Compared, Explorer, ExplorerLook, ImageFacts} from '../explorer.ts'
import {MAP_AT_FIRST} from '../map/map.ts'
import type {Message} from '../messages.ts'
import {NOTHING_HIDDEN} from '../preferences.ts'
import {type Comparing, type Context, type Loading, type State, top, withExplorer, withTop} from '../state.ts'
import {AT_FIRST} from '../tree/tree-cursor.ts'
import {baseAtFirst, NO_WASTE} from '../waste/waste.ts'

type OpenMessage = Extract<
  Message,
  {type: 'retry' | 'choose' | 'opening' | 'opened' | 'choices' | 'open-failed' | 'packages-compared'}
>

/** From a reference to an image on the screen. */
export function open(state: State, message: OpenMessage): Step {
  const context = top(state)
  switch (message.type) {
    case 'retry':
      if (context.kind !== 'failed') return [state, []]
      return context.compares === undefined
        ? begin({...state, contexts: state.contexts.slice(0, -1)}, context.reference)
        : beginComparison({...state, contexts: state.contexts.slice(0, -1)}, context.compares, context.reference)
    case 'choose': {
      const choice = context.kind === 'picker' ? context.choices[context.cursor] : undefined
      return choice === undefined ? [state, []] : begin(state, choice.reference)
    }
    case 'opened':
      return answer(
        state,
        message.session,
        ({look}) => {
          const compared = message.compared ?? null
          const first = compared === null ? lookAt(state, message.image) : differenceLook(state)
          return explorer(message.session, message.image, {look: look ?? first, compared})
        },
        [{type: 'read', session: message.session}],
      )
    case 'opening':
      return [opening(state, message.session, message.progress), []]
    case 'choices':
      return answer(state, message.session, () => ({
        kind: 'picker',
        choices: message.choices,
        cursor: message.preferred,
      }))
    case 'packages-compared':
      return [
        withExplorer(state, each =>
          each.session === message.session && each.compared !== null
            ? {...each, compared: {...each.compared, packages: message.packages}}
            : each,
        ),
        [],
      ]
    case 'open-failed':
      return answer(state, message.session, ({reference, compares}) => ({
        kind: 'failed',
        reference,
        ...(compares === undefined ? {} : {compares}),
        failure: message.failure,
      }))
  }
}

/** Opens a reference on top of what is there; `look`: how it is then looked at. */
export function begin(state: State, reference: string, look: ExplorerLook | null = null): Step {
  const session = state.nextSession
  const loading: Context = {kind: 'loading', session, reference, progress: null, look}
  return [
    {...state, contexts: [...state.contexts, loading], nextSession: session + 1},
    [{type: 'open', session, reference}],
  ]
}

/** Opens the difference of two images on top of what is there. */
export function compareImages(state: State, before: string, after: string): Step {
  return beginComparison(state, {kind: 'images', before, after}, `${before} → ${after}`)
}

/** Opens a difference on top of what is there; `reference` says of what. */
export function beginComparison(state: State, compares: Comparing, reference: string): Step {
  const session = state.nextSession
  const loading: Context = {kind: 'loading', session, reference, progress: null, look: null, compares}
  return [
    {...state, contexts: [...state.contexts, loading], nextSession: session + 1},
    [{type: 'open-comparison', session, compares}],
  ]
}

/** How far the opening is, told to the loading that waits for it. */
function opening(state: State, session: number, progress: Progress): State {
  const at = state.contexts.findIndex(each => each.kind === 'loading' && each.session === session)
  const loading = state.contexts[at]
  return loading?.kind === 'loading' ? {...state, contexts: state.contexts.with(at, {...loading, progress})} : state
}

/** Replaces the loading that waits for this answer; where none does, nobody asks any more. */
function answer(state: State, session: number, context: (loading: Loading) => Context, effects: Step[1] = []): Step {
  const waiting = state.contexts.findIndex(each => each.kind === 'loading' && each.session === session)
  const loading = state.contexts[waiting]
  if (loading?.kind !== 'loading') return [state, []]
  // A key that meant nothing while it was awaited may mean something now.
  const notice = state.notice?.kind === 'refused' ? null : state.notice
  if (waiting === state.contexts.length - 1) return [withTop({...state, notice}, context(loading)), effects]
  return [{...state, contexts: state.contexts.with(waiting, context(loading))}, effects]
}

/** How an image is looked at first. */
function firstLook({preferences}: State): ExplorerLook {
  const {tab, view, sort, attributes, hidden} = preferences
  return {tab, focus: 'layers', view, sort, attributes, hidden}
}

/** Of a container one wants to see what it changed, unless another view was asked for. */
function lookAt(state: State, {transport}: ImageFacts): ExplorerLook {
  const look = firstLook(state)
  return transport === 'container' && look.view === 'aggregated' ? {...look, view: 'changes'} : look
}

/** Of a difference one wants to see what differs, all of it. */
export function differenceLook(state: State): ExplorerLook {
  return {...firstLook(state), tab: 'files', focus: 'files', view: 'changes', hidden: NOTHING_HIDDEN}
}

function explorer(
  session: number,
  image: ImageFacts,
  {look, compared}: {readonly look: ExplorerLook; readonly compared: Compared | null},
): Explorer {
  return {
    kind: 'explorer',
    session,
    image,
    layers: image.layers.map(() => ({kind: 'pending'})),
    reading: {kind: 'running'},
    fetched: image.layers.map(() => 0),
    union: null,
    figures: null,
    unionComplete: false,
    contentsCompared: false,
    // The last layer: what the image finally holds.
    selected: Math.max(0, image.layers.length - 1),
    markedLayer: null,
    ...look,
    trail: [],
    tree: AT_FIRST,
    historyCursor: 0,
    base: baseAtFirst(image),
    waste: NO_WASTE,
    map: MAP_AT_FIRST,
    filter: null,
    configTop: 0,
    sharingTop: 0,
    compared,
  }
}
