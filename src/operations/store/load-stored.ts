import type {Image} from '../../image/oci/image.ts'
import type {Resolved} from '../../sources/resolve.ts'
import type {Store} from '../../sources/store/store.ts'
import {StoreDestination} from '../../sources/store/store-destination.ts'
import {nameFromTag} from '../../sources/store/store-name.ts'
import {tagInStore} from '../../sources/store/store-verbs.ts'
import type {Copying} from './save-stored.ts'

/**
 * Brings every image of an archive into the store, with all names that it has there; one that the store holds only gets the
 * names. Gives the reference of each as it is there. Throws what opening and copying throw.
 */
export async function* loadIntoStore(
  archive: string,
  store: Store,
  {resolve, copy, signal}: Copying & {resolve(reference: string): Promise<Resolved>},
): AsyncIterable<string> {
  for (const image of await allImages(archive, resolve)) {
    const [first = null, ...more] = image.tags.flatMap(tag => nameFromTag(tag) ?? [])
    const {destination} = await copy(image, new StoreDestination(store, first, {takesKnown: true}))
    for (const name of more) await tagInStore(store, first!, name, signal)
    yield destination
  }
}

async function allImages(archive: string, resolve: (reference: string) => Promise<Resolved>): Promise<Image[]> {
  const resolved = await resolve(archive)
  if (resolved.kind === 'image') return [resolved.image]
  const images: Image[] = []
  for (const {reference} of resolved.choices) {
    const one = await resolve(reference)
    if (one.kind === 'image') images.push(one.image)
  }
  return images
}
