import {figuresOf} from '../../src/image/analysis/figures.ts'
import {buildUnion} from '../../src/image/filesystem/build-union.ts'
import type {LayerIndex} from '../../src/image/layer/layer-index.ts'
import type {Image} from '../../src/image/oci/image.ts'
import {initialState} from '../../src/tui/app/initial.ts'
import type {Message} from '../../src/tui/app/messages.ts'
import {type Capabilities, imageFacts, type State} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {NOW, sampleImage, sampleLayers} from './sample-image.ts'

/** Plain text: frames can be read, and letters must carry what colours do. */
export const PLAIN: Capabilities = {colour: false, style: false, unicode: true}

export function opening(columns: number, rows: number, capabilities: Capabilities = PLAIN): State {
  return initialState({reference: 'shop.tar', terminal: {columns, rows}, capabilities, now: NOW})[0]
}

/** All messages in order; effects are left alone. */
export function after(state: State, ...messages: readonly Message[]): State {
  return messages.reduce((at, message) => update(at, message)[0], state)
}

/** The keys one after the other. */
export function press(state: State, ...keys: readonly string[]): State {
  return after(state, ...keys.map(key => ({type: 'key', key}) as const))
}

export function opened(state: State, image: Image = sampleImage()): State {
  return after(state, {type: 'opened', session: 0, image: imageFacts(image)})
}

/** What reading tells: each layer, then the union of those that are there. */
export function readingMessages(layers: readonly (LayerIndex | null)[], complete = true): Message[] {
  const {union} = buildUnion(layers)
  const figures = figuresOf(union)
  const session = 0
  return [
    ...layers.flatMap((index, layer): Message[] =>
      index === null
        ? []
        : [{type: 'reading', session, event: {type: 'layer-indexed', layer, index, trust: 'verified'}}],
    ),
    {type: 'reading', session, event: {type: 'union', union, figures, complete}},
    ...(complete
      ? ([
          {type: 'reading', session, event: {type: 'contents-compared', union, figures}},
          {type: 'reading-ended', session, failure: null},
        ] as const)
      : []),
  ]
}

/** The sample image, all of it read. */
export function explored(columns: number, rows: number, capabilities: Capabilities = PLAIN): State {
  return after(opened(opening(columns, rows, capabilities)), ...readingMessages(sampleLayers()))
}
