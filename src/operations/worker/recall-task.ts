import type {CachedLayer, LayerCache} from '../cache/layer-cache.ts'
import type {RecalledLayer, RecallResult, RecallTask} from './protocol.ts'
import {resultOf} from './scan-task.ts'
import {threadCache} from './thread-cache.ts'
import {keptUnion} from './union-task.ts'

/** What the cache knows of these layers, each as if it had just been scanned, and of all of them together. */
export function recall({layers, cacheFolder}: RecallTask): RecallResult {
  const cache = threadCache(cacheFolder)
  const found = layers.map(layer => {
    const cached = layer && cachedLayer(cache, layer)
    return cached && resultOf(cached, layer)
  })
  const data = found.map(result => result?.layer ?? null)
  return {layers: found, union: keptUnion(data, cacheFolder)}
}

function cachedLayer(cache: LayerCache, {region, digest, diffId, table}: RecalledLayer): CachedLayer | null {
  if (region !== null || digest === null) return cache.read(region, diffId)
  return cache.readBlob(digest, diffId) ?? (table && cache.readTable({digest, table}))
}
