import type {Explorer, LayerState} from '../explorer.ts'
import {layerFigures} from './layer-detail.ts'

/** How large a layer is, as far as it was read. */
export interface LayerMeasure {
  readonly state: LayerState
  /** bytes, null while unknown */
  readonly size: number | null
  /** bytes that the final image no longer reaches, null while unknown */
  readonly wasted: number | null
  /** share of the largest layer, 0 to 1 */
  readonly share: number
}

/** Measures layers by their index, each against the largest. */
export function layerMeasures(explorer: Explorer): (index: number) => LayerMeasure {
  const {layers} = explorer
  const largest = layers.reduce((most, layer) => Math.max(most, layer.kind === 'indexed' ? layer.found.size : 0), 1)
  return index => {
    const state = layers[index]!
    const size = state.kind === 'indexed' ? state.found.size : null
    const wasted = layerFigures(explorer, index)?.wastedSize ?? null
    return {state, size, wasted, share: (size ?? 0) / largest}
  }
}
