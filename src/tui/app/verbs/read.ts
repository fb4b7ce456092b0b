import {Union} from '../../../image/filesystem/union.ts'
import type {LayerIndex} from '../../../image/layer/layer-index.ts'
import type {Step} from '../effects.ts'
import type {Message, ReadingEvent} from '../messages.ts'
import {
  type Explorer,
  explorerOf,
  type LayerFindings,
  type LayerState,
  type Notice,
  type State,
  withExplorer,
} from '../state.ts'
import {keepInSight, translate} from '../tree/tree-cursor.ts'
import {modelOf, settleTree} from './settle-tree.ts'

type ReadMessage = Extract<Message, {type: 'cancel-reading' | 'read-on' | 'reading' | 'reading-ended'}>

/** How the layers come in. */
export function read(state: State, message: ReadMessage): Step {
  const explorer = explorerOf(state)
  if (explorer === null) return [state, []]
  switch (message.type) {
    case 'cancel-reading':
      return [stopped(state, explorer), [{type: 'cancel', session: explorer.session}]]
    case 'read-on':
      return [
        withExplorer(state, each => ({...each, reading: {kind: 'running'}, layers: each.layers.map(again)})),
        [{type: 'read', session: explorer.session}],
      ]
    case 'reading':
      // A layer that arrives after the user stopped reading is late.
      if (message.session !== explorer.session || explorer.reading.kind !== 'running') return [state, []]
      return [apply(state, message.event), []]
    case 'reading-ended': {
      if (message.session !== explorer.session || explorer.reading.kind !== 'running') return [state, []]
      const {failure} = message
      const ended = withExplorer(state, each => ({
        ...each,
        reading: failure === null ? {kind: 'ended'} : {kind: 'failed', failure},
      }))
      return [failure === null ? ended : {...ended, notice: {text: failure.message, kind: 'problem'}}, []]
    }
  }
}

function stopped(state: State, explorer: Explorer): State {
  const done = explorer.layers.filter(layer => layer.kind === 'indexed').length
  const all = explorer.layers.length
  const text =
    done < all
      ? `Stopped: ${done} of ${all} layers are read. r reads on.`
      : 'Stopped: all layers are read, but not all are compared and verified. r goes on.'
  const notice: Notice = {text, kind: 'done'}
  return withExplorer({...state, notice}, each => ({
    ...each,
    reading: {kind: 'cancelled'},
    layers: each.layers.map(layer => (layer.kind === 'reading' ? {kind: 'pending'} : layer)),
  }))
}

function again(layer: LayerState): LayerState {
  return layer.kind === 'failed' ? {kind: 'pending'} : layer
}

function apply(state: State, event: ReadingEvent): State {
  switch (event.type) {
    case 'layer-progress':
      return withLayer(state, event.layer, layer =>
        layer.kind === 'indexed'
          ? {...layer, checked: {done: event.done, total: event.total}}
          : {kind: 'reading', done: event.done, total: event.total},
      )
    case 'layer-indexed':
      return withLayer(state, event.layer, () => ({
        kind: 'indexed',
        trust: event.trust,
        found: findings(event.index),
        checked: null,
      }))
    case 'layer-failed':
      return withLayer(state, event.layer, () => ({kind: 'failed', failure: event.failure}))
    case 'layer-verified':
      return withLayer(state, event.layer, layer => (layer.kind === 'indexed' ? {...layer, trust: event.trust} : layer))
    case 'union':
      return stacked(state, event.union, each => ({...each, figures: event.figures, unionComplete: event.complete}))
    case 'contents-compared':
      // The same columns, written anew by the worker: what was remembered of the old union would be wrong.
      return stacked(state, new Union(event.union.columns, event.union.layers), each => ({
        ...each,
        figures: event.figures,
        contentsCompared: true,
      }))
  }
}

/** Another union under the explorer, with the user still on the same path. */
function stacked(state: State, union: Union, change: (explorer: Explorer) => Explorer): State {
  return settleTree(
    withExplorer(state, explorer => {
      const model = modelOf(explorer)
      const tree = model === null ? explorer.tree : translate(keepInSight(model, explorer.tree), model.union, union)
      return change({...explorer, union, tree})
    }),
  )
}

function withLayer(state: State, index: number, change: (layer: LayerState) => LayerState): State {
  return withExplorer(state, explorer => {
    const layer = explorer.layers[index]
    return layer === undefined ? explorer : {...explorer, layers: explorer.layers.with(index, change(layer))}
  })
}

function findings(index: LayerIndex): LayerFindings {
  const {size, whiteouts, opaqueDirectories, damage, problems, compression, blobSize} = index.facts
  return {
    size,
    entries: index.entryCount,
    whiteouts,
    opaqueDirectories,
    damage,
    problems: problems.slice(0, 100).map(problem => problem.message),
    compression,
    blobSize,
  }
}
