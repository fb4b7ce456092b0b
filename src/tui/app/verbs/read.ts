import type {LayerIndex} from '../../../image/layer/layer-index.ts'
import {printable} from '../../../text/printable.ts'
import {counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Step} from '../effects.ts'
import type {Explorer, ImageFacts, LayerFindings, LayerState} from '../explorer.ts'
import {keyFor} from '../key-for.ts'
import type {Message, ReadingEvent} from '../messages.ts'
import {isOfTheWorld} from '../of-the-world.ts'
import {explorerOf, type Notice, type State, withExplorer} from '../state.ts'
import {analyseOn, stopAnalysing} from './analyse.ts'
import {arrive} from './arriving-tree.ts'

type ReadMessage = Extract<Message, {type: 'cancel-reading' | 'read-on' | 'reading' | 'reading-ended'}>

/** How the layers come in. */
export function read(state: State, message: ReadMessage): Step {
  const explorer = explorerOf(state)
  if (explorer === null) return [state, []]
  switch (message.type) {
    case 'cancel-reading':
      if (explorer.reading.kind !== 'running') return stopAnalysing(state)
      return [stopped(state, explorer), [{type: 'cancel', session: explorer.session}]]
    case 'read-on':
      if (explorer.reading.kind === 'ended' && explorer.layers.every(layer => layer.kind === 'indexed'))
        return analyseOn(state)
      return [
        withExplorer(state, each => ({...each, reading: {kind: 'running'}, layers: each.layers.map(again)})),
        [{type: 'read', session: explorer.session}],
      ]
    case 'reading':
      // A layer that arrives after the user stopped reading is late.
      if (message.session !== explorer.session || explorer.reading.kind !== 'running') return [state, []]
      if (message.event.type === 'union' || message.event.type === 'contents-compared')
        return arrive(withUnread(state, message.event), message.event)
      return [apply(state, message.event), []]
    case 'reading-ended': {
      if (message.session !== explorer.session || explorer.reading.kind !== 'running') return [state, []]
      const {failure} = message
      const ended = withExplorer(state, each => ({
        ...each,
        reading: failure === null ? {kind: 'ended'} : {kind: 'failed', failure},
      }))
      if (failure !== null) {
        const text = printable(failure.message, {ascii: !state.capabilities.unicode})
        return [{...ended, notice: {text, kind: 'problem'}}, []]
      }
      // Who else uses its layers can wait until all is read.
      return [
        {...ended, notice: lost(explorer, state) ?? ended.notice},
        state.sharing === null ? [{type: 'read-sharing'}] : [],
      ]
    }
  }
}

/** Of a difference: how many contents could not be read. */
function withUnread(state: State, event: ReadingEvent): State {
  const unread = event.type === 'contents-compared' ? event.unread : undefined
  return unread === undefined
    ? state
    : withExplorer(state, each => (each.compared === null ? each : {...each, compared: {...each.compared, unread}}))
}

function stopped(state: State, explorer: Explorer): State {
  const done = explorer.layers.filter(layer => layer.kind === 'indexed').length
  const all = explorer.layers.length
  const text =
    done < all
      ? t`Stopped: ${done} of ${all} layers are read. ${keyFor(state, 'read-on')} reads on.`
      : t`Stopped: all layers are read, but not all are compared and verified. ${keyFor(state, 'read-on')} goes on.`
  const notice: Notice = {text, kind: 'done'}
  return withExplorer({...state, notice}, each => ({
    ...each,
    reading: {kind: 'cancelled'},
    layers: each.layers.map(layer => (layer.kind === 'reading' ? {kind: 'pending'} : layer)),
  }))
}

/** Says what kept layers from coming, where they may come another time. */
function lost({layers}: Explorer, state: State): Notice | null {
  const failures = layers.flatMap(layer =>
    layer.kind === 'failed' && isOfTheWorld(layer.failure) ? [layer.failure] : [],
  )
  const [first] = failures
  if (first === undefined) return null
  const count = counted(failures.length, 'layer', 'layers')
  const message = printable(first.message, {ascii: !state.capabilities.unicode})
  const text = t`${count} did not come; ${keyFor(state, 'read-on')} reads on. ${message}`
  return {text, kind: 'problem'}
}

function again(layer: LayerState): LayerState {
  return layer.kind === 'failed' ? {kind: 'pending'} : layer
}

function apply(state: State, event: Exclude<ReadingEvent, {type: 'union' | 'contents-compared'}>): State {
  switch (event.type) {
    case 'layer-progress':
      return withLayer(withFetched(state, event.layer, event.fetched), event.layer, layer =>
        layer.kind === 'indexed'
          ? {...layer, checked: {done: event.done, total: event.total}}
          : {kind: 'reading', done: event.done, total: event.total},
      )
    case 'layer-indexed':
      return withExplorer(state, explorer => {
        const of = explorer.image.layers[event.layer]
        if (of === undefined) return explorer
        const {trust} = event
        const layer: LayerState = {kind: 'indexed', trust, found: findings(event.index, of), checked: null}
        return {...explorer, layers: explorer.layers.with(event.layer, layer)}
      })
    case 'layer-failed':
      return withLayer(state, event.layer, () => ({kind: 'failed', failure: event.failure}))
    case 'layer-verified':
      return withLayer(state, event.layer, layer => (layer.kind === 'indexed' ? {...layer, trust: event.trust} : layer))
  }
}

/** What is known from elsewhere by the digest of its tar says nothing of how it is packed here: the image does. */
function blobOf(
  {facts}: LayerIndex,
  {compressedSize, mediaType}: ImageFacts['layers'][number],
): Pick<LayerFindings, 'compression' | 'blobSize'> {
  if (facts.compression !== 'none' || compressedSize === null) return facts
  return {compression: /zstd/.test(mediaType) ? 'zstd' : 'gzip', blobSize: compressedSize}
}

/** With what came of a layer so far, from elsewhere. */
export function withFetched(state: State, layer: number, bytes: number | undefined): State {
  if (bytes === undefined) return state
  return withExplorer(state, explorer =>
    layer < explorer.fetched.length ? {...explorer, fetched: explorer.fetched.with(layer, bytes)} : explorer,
  )
}

function withLayer(state: State, index: number, change: (layer: LayerState) => LayerState): State {
  return withExplorer(state, explorer => {
    const layer = explorer.layers[index]
    return layer === undefined ? explorer : {...explorer, layers: explorer.layers.with(index, change(layer))}
  })
}

function findings(index: LayerIndex, layer: ImageFacts['layers'][number]): LayerFindings {
  const {size, whiteouts, opaqueDirectories, damage, problems, blobDigest} = index.facts
  const {compression, blobSize} = blobOf(index, layer)
  return {
    size,
    entries: index.entryCount,
    whiteouts,
    opaqueDirectories,
    damage,
    problems: problems.slice(0, 100).map(problem => problem.message),
    compression,
    blobSize,
    listed: index.facts.table !== undefined,
    digests: {blobDigest, filledDiffId: index.facts.filledDiffId ?? null},
  }
}
