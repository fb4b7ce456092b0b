import type {EngineImage} from '../../image/analysis/engine-images.ts'
import type {Digest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Context, Image} from '../../image/oci/image.ts'
import type {TriedEngine} from '../../sources/engine/engines.ts'
import {resolveReference} from '../../sources/resolve.ts'
import type {Store} from '../../sources/store/store.ts'
import {StoreDestination} from '../../sources/store/store-destination.ts'
import {nameFromTag} from '../../sources/store/store-name.ts'
import {copyImage} from '../copy/copy-image.ts'
import {listedApart, storeListing} from './store-listing.ts'

/** What the store lists, in the shape of what an engine lists. */
export interface StoreAtHome {
  readonly engine: {readonly kind: 'store'; readonly version: ''; readonly host: string}
  readonly images: readonly EngineImage[]
  readonly containers: readonly []
  /** where engines were looked for, and why none answered */
  readonly tried: readonly TriedEngine[]
}

/**
 * The images of the store, for where no engine answers; a store that never was begins with the demo image. Null where there is
 * none and none can be made. `tried` is passed on. Throws what reading a damaged one throws, `cancelled`.
 */
export async function storeAtHome(
  store: Store,
  demo: string | null,
  tried: readonly TriedEngine[],
  signal: AbortSignal,
): Promise<StoreAtHome | null> {
  if (!store.exists) {
    if (demo === null) return null
    try {
      await takeDemo(store, demo, {signal, progress: () => {}})
    } catch (thrown) {
      if (thrown instanceof LensError && thrown.kind !== 'cancelled') return null
      throw thrown
    }
  }
  const images = await demoMarked(listedApart(await storeListing(store)), demo, signal)
  return {engine: {kind: 'store', version: '', host: store.folder}, images, containers: [], tried}
}

/** The list with the demo image told from what somebody put there; `demo`: its archive. Throws `cancelled`. */
export async function demoMarked<T extends EngineImage>(
  images: readonly T[],
  demo: string | null,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const id = demo === null || images.length === 0 ? null : await demoId(demo, signal)
  return images.map(image => (id !== null && image.id === id ? {...image, demo: true} : image))
}

async function takeDemo(store: Store, demo: string, context: Context): Promise<void> {
  const image = await openDemo(demo, context)
  const name = image.tags.map(nameFromTag).find(tag => tag !== null) ?? null
  await copyImage(image, new StoreDestination(store, name), {context, onEvent: () => {}})
}

/** The demo's ID; null where it can't be read: the list does not depend on it. */
async function demoId(demo: string, signal: AbortSignal): Promise<Digest | null> {
  try {
    return (await openDemo(demo, {signal, progress: () => {}})).id
  } catch (thrown) {
    if (thrown instanceof LensError && thrown.kind !== 'cancelled') return null
    throw thrown
  }
}

async function openDemo(demo: string, context: Context): Promise<Image> {
  const resolved = await resolveReference(`oci-archive:${demo}`, {hostArchitecture: 'amd64', context})
  if (resolved.kind !== 'image') throw new Error('the demo is one image')
  return resolved.image
}
