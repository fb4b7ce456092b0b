import {workerData} from 'node:worker_threads'
import type {Language} from '../../text/language.ts'
import {CACHE_LIMIT, LayerCache} from '../cache/layer-cache.ts'

/** What a thread is told when it is started. */
export interface ThreadData {
  /** bytes that the cache may take */
  readonly cacheLimit: number
  /** what its messages are worded in; absent: English */
  readonly language?: Language
}

/** The cache in a folder, within the limit that the thread was told. */
export function threadCache(folder: string): LayerCache {
  return new LayerCache(folder, (workerData as ThreadData | null)?.cacheLimit ?? CACHE_LIMIT)
}
