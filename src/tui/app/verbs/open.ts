import type {Progress} from '../../../image/oci/image.ts'
import type {Step} from '../effects.ts'
import type {Message} from '../messages.ts'
import {type Context, type Explorer, type ImageFacts, type State, top, withTop} from '../state.ts'
import {AT_FIRST} from '../tree/tree-cursor.ts'

type OpenMessage = Extract<Message, {type: 'retry' | 'choose' | 'opening' | 'opened' | 'choices' | 'open-failed'}>

/** From a reference to an image on the screen. */
export function open(state: State, message: OpenMessage): Step {
  const context = top(state)
  switch (message.type) {
    case 'retry':
      if (context.kind !== 'failed') return [state, []]
      return begin({...state, contexts: state.contexts.slice(0, -1)}, context.reference)
    case 'choose': {
      const choice = context.kind === 'picker' ? context.choices[context.cursor] : undefined
      return choice === undefined ? [state, []] : begin(state, choice.reference)
    }
    case 'opened':
      return answer(state, message.session, () => explorer(message.session, message.image), [
        {type: 'read', session: message.session},
      ])
    case 'opening':
      return [opening(state, message.session, message.progress), []]
    case 'choices':
      return answer(state, message.session, () => ({
        kind: 'picker',
        choices: message.choices,
        cursor: message.preferred,
      }))
    case 'open-failed':
      return answer(state, message.session, reference => ({kind: 'failed', reference, failure: message.failure}))
  }
}

function begin(state: State, reference: string): Step {
  const session = state.nextSession
  const loading: Context = {kind: 'loading', session, reference, progress: null}
  return [
    {...state, contexts: [...state.contexts, loading], nextSession: session + 1},
    [{type: 'open', session, reference}],
  ]
}

/** How far the opening is, told to the loading that waits for it. */
function opening(state: State, session: number, progress: Progress): State {
  const at = state.contexts.findIndex(each => each.kind === 'loading' && each.session === session)
  const loading = state.contexts[at]
  return loading?.kind === 'loading' ? {...state, contexts: state.contexts.with(at, {...loading, progress})} : state
}

/** Replaces the loading that waits for this answer; where none does, nobody asks any more. */
function answer(state: State, session: number, context: (reference: string) => Context, effects: Step[1] = []): Step {
  const waiting = state.contexts.findIndex(each => each.kind === 'loading' && each.session === session)
  const loading = state.contexts[waiting]
  if (loading?.kind !== 'loading') return [state, []]
  if (waiting === state.contexts.length - 1) return [withTop(state, context(loading.reference)), effects]
  return [{...state, contexts: state.contexts.with(waiting, context(loading.reference))}, effects]
}

function explorer(session: number, image: ImageFacts): Explorer {
  return {
    kind: 'explorer',
    session,
    image,
    layers: image.layers.map(() => ({kind: 'pending'})),
    reading: {kind: 'running'},
    union: null,
    figures: null,
    unionComplete: false,
    contentsCompared: false,
    // The last layer: what the image finally holds.
    selected: Math.max(0, image.layers.length - 1),
    tab: 'files',
    focus: 'layers',
    view: 'aggregated',
    sort: 'size',
    attributes: false,
    tree: AT_FIRST,
    configTop: 0,
  }
}
