import type {Holdings} from '../../image/analysis/sharing/holdings.ts'
import type {Store} from '../../sources/store/store.ts'
import {listedApart, storeListing} from './store-listing.ts'

/** What the images of the store hold of blobs, all platforms of one together, by the IDs under which home lists them. Throws what `readIndex` throws. */
export async function listedHoldings(store: Store): Promise<Holdings> {
  const images = listedApart(await storeListing(store)).map(({id, tags, layers}) => ({
    key: id,
    tags,
    layers: layers.map(layer => ({...layer, createdBy: null})),
    parent: null,
    listed: true,
  }))
  return {sharedBy: 'blob', images, containers: []}
}
