import type {HoldingImage} from '../../image/analysis/sharing/holdings.ts'
import {toFailure} from '../../image/oci/error.ts'
import {formatPlatform} from '../../image/oci/platform.ts'
import type {ImageCandidate} from '../../sources/medium/image-candidate.ts'
import type {Store} from '../../sources/store/store.ts'
import {referenceOf, storeCandidates} from '../../sources/store/store-source.ts'
import {heldByImage} from './image-holdings.ts'
import type {NamedHoldings} from './named-holdings.ts'

/**
 * What the images of our store hold: blobs by digest, in bytes as stored, each platform an image of its own. An image is keyed
 * by its ID, as lists of the store name it; where another manifest has the same config, by the digest of its own. What is
 * damaged is told. Throws what reading the list throws.
 */
export async function storeHoldings(store: Store): Promise<NamedHoldings> {
  const here = (await storeCandidates(store)).filter(({absent}) => !absent)
  const images = new Map<string, HoldingImage>()
  const failures: NamedHoldings['failures'][number][] = []
  const isId = new Map<string, string | null>()
  for (const candidate of here) {
    const {id, digest, failure} = candidate
    const reference = referenceOf(candidate)
    if (failure !== null) {
      failures.push({name: reference, failure: toFailure(failure)})
      continue
    }
    const tags = tagsOf(candidate, here)
    const isFirst = id !== null && (isId.get(id) ?? digest) === digest
    if (isFirst) isId.set(id, digest)
    const key = isFirst ? id : (digest ?? reference)
    // An index may lead to a manifest that another name leads to alone.
    const known = images.get(key)
    if (known !== undefined) images.set(key, {...known, tags: [...new Set([...known.tags, ...tags])]})
    else images.set(key, {...heldByImage(await candidate.open(reference)), key, tags})
  }
  return {holdings: {sharedBy: 'blob', images: [...images.values()], containers: []}, failures}
}

/** Where a tag leads to several platforms, each says which it is. */
function tagsOf({tags, group, platform}: ImageCandidate, all: readonly ImageCandidate[]): readonly string[] {
  const isAlone = all.filter(other => other.group === group).length === 1
  return isAlone || platform === null ? tags : tags.map(tag => `${tag} (${formatPlatform(platform)})`)
}
