import {figuresOf} from '../../image/analysis/figures.ts'
import {buildUnion} from '../../image/filesystem/build-union.ts'
import {UnionCache} from '../cache/union-cache.ts'
import type {LayerData} from './layer-data.ts'
import {indexesOf} from './union-of.ts'
import type {UnionResult, UnionTask} from './union-protocol.ts'

/** Stacks layers, or takes the union of them that the cache has. */
export function unite({layers, cacheFolder}: UnionTask): UnionResult {
  const found = cacheFolder === null ? null : keptUnion(layers, cacheFolder)
  if (found !== null) return found
  const {union, uncompared} = buildUnion(indexesOf(layers))
  return {columns: union.columns, figures: figuresOf(union), uncompared, cached: false}
}

/** The union of these layers as the cache has it: only where each has a diffID that somebody hashed it to. */
export function keptUnion(layers: readonly (LayerData | null)[], cacheFolder: string): UnionResult | null {
  const diffIds = layers.map(layer => layer?.facts.diffId ?? null)
  if (!diffIds.every(diffId => diffId !== null)) return null
  const found = new UnionCache(cacheFolder).read(diffIds)
  return found && {...found, uncompared: new Int32Array(0), cached: true}
}
