import {Union, type UnionColumns} from '../../image/filesystem/union.ts'
import {LayerIndex} from '../../image/layer/layer-index.ts'
import type {LayerData} from './layer-data.ts'

/** Layers as they crossed between threads, to be asked again. */
export function indexesOf(layers: readonly (LayerData | null)[]): readonly (LayerIndex | null)[] {
  return layers.map(data => data && new LayerIndex(data.columns, data.facts))
}

/** A union as it crossed between threads, to be asked again. */
export function unionOf({
  layers,
  union,
}: {
  readonly layers: readonly (LayerData | null)[]
  readonly union: UnionColumns
}): Union {
  return new Union(union, indexesOf(layers))
}
