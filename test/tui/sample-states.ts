import {analyse} from '../../src/image/analysis/analyse.ts'
import {figuresOf} from '../../src/image/analysis/figures.ts'
import {wasteByPath} from '../../src/image/analysis/waste/waste-by-path.ts'
import {wastedFiles} from '../../src/image/analysis/waste/wasted-files.ts'
import {buildUnion} from '../../src/image/filesystem/build-union.ts'
import {distinctNames} from '../../src/image/filesystem/filter/distinct-names.ts'
import {matchPaths} from '../../src/image/filesystem/filter/match-paths.ts'
import {pathTreeOf} from '../../src/image/filesystem/filter/path-tree.ts'
import type {LayerIndex} from '../../src/image/layer/layer-index.ts'
import type {Image} from '../../src/image/oci/image.ts'
import {factsOf} from '../../src/operations/analyse-image.ts'
import type {Effect} from '../../src/tui/app/effects.ts'
import {imageFacts} from '../../src/tui/app/explorer.ts'
import {initialState} from '../../src/tui/app/initial.ts'
import type {Message} from '../../src/tui/app/messages.ts'
import {type Capabilities, explorerOf, type State, withExplorer} from '../../src/tui/app/state.ts'
import {revealed} from '../../src/tui/app/tree/tree-cursor.ts'
import {update} from '../../src/tui/app/update.ts'
import {settleTree} from '../../src/tui/app/verbs/settle-tree.ts'
import {NOW, sampleImage, sampleLayers} from './sample-image.ts'

/** Plain text: frames can be read, and letters must carry what colours do. */
export const PLAIN: Capabilities = {colour: false, style: false, unicode: true}

export function opening(columns: number, rows: number, capabilities: Capabilities = PLAIN): State {
  return initialState({
    reference: 'shop.tar',
    terminal: {columns, rows},
    capabilities,
    now: NOW,
    mayKeepOwners: true,
  })[0]
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

/** The keys one after the other, each question to the tree answered before the next one. */
export function pressAnswered(state: State, ...keys: readonly string[]): State {
  return keys.reduce((at, key) => answered(...update(at, {type: 'key', key})), state)
}

/** The state once the questions among the effects are answered. */
export function answered(state: State, effects: readonly Effect[]): State {
  return effects.reduce((at, effect) => {
    if (effect.type === 'analyse') return analysisTold(at, effect)
    if (effect.type !== 'match') return at
    const {session, request, union, pattern} = effect
    const found = matchPaths(distinctNames(pathTreeOf(union)), pattern, () => {})
    return after(at, {type: 'matched', session, request, found})
  }, state)
}

/** What the worker tells of an image, but that it could read nothing. */
function analysisTold(state: State, {request, base}: Effect & {type: 'analyse'}): State {
  const union = explorerOf(state)!.union!
  const files = wastedFiles(union)
  const stage = {
    analysis: analyse({union, facts: factsOf(sampleImage()), base, files}),
    byPath: wasteByPath(union, files),
    complete: true,
  }
  return after(state, {type: 'analysed', request, stage})
}

/** The explorer with the cursor on a path. */
export function onPath(state: State, path: string): State {
  const focused = withExplorer(state, explorer => {
    const union = explorer.union!
    return {...explorer, focus: 'files', tree: revealed(union, explorer.tree, union.find(path))}
  })
  return settleTree(focused)
}
