import type {Digest} from '../../image/oci/digest.ts'
import type {Store} from '../../sources/store/store.ts'
import {removeFromStore, type StoreRemovals} from '../../sources/store/store-verbs.ts'
import {storeListing} from './store-listing.ts'

/** What removing images took away, and how many bytes of layers went with them: what a removal plan counts, no manifests. */
export interface MeasuredRemoval extends StoreRemovals {
  readonly freedLayers: number
}

/** Removes images from the store. Throws as `removeFromStore` and `storeListing`. */
export async function removeStoredMeasured(
  store: Store,
  references: readonly string[],
  {now, signal}: {readonly now: number; readonly signal: AbortSignal},
): Promise<MeasuredRemoval> {
  const before = new Map<Digest, number>()
  for (const {layers} of await storeListing(store)) for (const {digest, bytes} of layers) before.set(digest, bytes)
  const removed = await removeFromStore(store, references, {force: false, now, signal})
  const gone = [...before].filter(([digest]) => store.sizeOf(digest) === null)
  return {...removed, freedLayers: gone.reduce((sum, [, bytes]) => sum + bytes, 0)}
}
