import {workerData} from 'node:worker_threads'
import {CACHE_LIMIT, LayerCache} from '../cache/layer-cache.ts'

/** What a thread is told when it is started. */
export interface ThreadData {
  /** bytes that the cache may take */
  readonly cacheLimit: number
}

/** The cache in a folder, within the limit that the thread was told. */
export function threadCache(folder: string): LayerCache {
  return new LayerCache(folder, (workerData as ThreadData | null)?.cacheLimit ?? CACHE_LIMIT)
}
