import type {Digest} from '../../image/oci/digest.ts'
import type {RawManifest} from '../../image/oci/image.ts'
import {type Descriptor, parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {MEDIA_TYPE} from '../../image/oci/media-type.ts'
import {t} from '../../text/translate.ts'
import {DOCUMENT_LIMIT} from '../medium/document-budget.ts'
import type {Store} from './store.ts'
import {storeCandidates} from './store-source.ts'

/** An image of the store of which no layer is missing. */
export interface StoredWhole {
  readonly tags: readonly string[]
  readonly manifest: RawManifest
}

/**
 * Those with an ID whose layers are all there, in the order of the list; a platform of an index too. Throws as `storeCandidates`.
 */
export async function wholeImages(
  store: Store,
  id: Digest,
  isThere: (layer: Descriptor) => boolean,
): Promise<readonly StoredWhole[]> {
  const found: StoredWhole[] = []
  for (const {id: own, digest, failure, tags} of await storeCandidates(store)) {
    if (own !== id || digest === null || failure !== null) continue
    const raw = await store.blobs.read(digest, DOCUMENT_LIMIT)
    const document = parseManifestOrIndex(raw, t`the manifest`)
    if (document.kind === 'index') continue
    const isWhole = document.layers.every(layer => layer.urls.length > 0 || isThere(layer))
    if (isWhole) found.push({tags, manifest: {raw, digest, mediaType: document.mediaType ?? MEDIA_TYPE.ociManifest}})
  }
  return found
}
