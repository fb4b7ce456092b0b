import type {EngineImage} from '../../image/analysis/engine-images.ts'
import type {Digest} from '../../image/oci/digest.ts'
import {parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {formatPlatform} from '../../image/oci/platform.ts'
import {readRegion} from '../../sources/disk/file-region.ts'
import {isArtifact} from '../../sources/medium/image-candidate.ts'
import type {Store} from '../../sources/store/store.ts'
import {referenceOf, storeCandidates} from '../../sources/store/store-source.ts'
import {t} from '../../text/translate.ts'

/** An image of the store, with all of its platforms. */
export interface StoredImage {
  /** opens it */
  readonly reference: string
  /** what index.json leads to: the manifest, or the index */
  readonly digest: Digest
  /** of the config, of the first platform; null where it can't be read */
  readonly id: Digest | null
  readonly tags: readonly string[]
  readonly platforms: readonly string[]
  /** RFC 3339; null where it is not known */
  readonly created: string | null
  readonly layerCount: number | null
  /** those that are here, of all platforms, each blob once */
  readonly layers: readonly {readonly digest: Digest; readonly bytes: number}[]
  /** bytes of its layers as stored, all platforms together, each blob once */
  readonly storedSize: number
  /** bytes of them that another image has too */
  readonly shared: number
  /** why it can't be opened, hostile; null where nothing speaks against it */
  readonly problem: string | null
}

/** The images of the store, the newest first. Throws what `readIndex` throws. */
export async function storeListing(store: Store): Promise<readonly StoredImage[]> {
  const groups = new Map<Digest, Awaited<ReturnType<typeof storeCandidates>>[number][]>()
  for (const candidate of await storeCandidates(store)) {
    if (isArtifact(candidate)) continue
    const root = candidate.digests[1]!
    const members = groups.get(root)
    if (members === undefined) groups.set(root, [candidate])
    else members.push(candidate)
  }
  const holders = new Map<Digest, number>()
  const layers = new Map<Digest, ReadonlyMap<Digest, number>>()
  for (const [root, members] of groups) {
    const found = new Map<Digest, number>()
    for (const {digest} of members) for (const [layer, bytes] of layersOf(store, digest)) found.set(layer, bytes)
    for (const layer of found.keys()) holders.set(layer, (holders.get(layer) ?? 0) + 1)
    layers.set(root, found)
  }
  const images = [...groups].map(([root, members]): StoredImage => {
    const here = members.filter(({absent}) => !absent)
    const first = here.find(({failure}) => failure === null) ?? members[0]!
    const sizes = [...layers.get(root)!]
    const sum = (of: readonly (readonly [Digest, number])[]) => of.reduce((all, [, bytes]) => all + bytes, 0)
    return {
      reference: here.length > 1 ? `store:${first.tags[0] ?? root}` : referenceOf(first),
      digest: root,
      id: first.id,
      tags: first.tags,
      platforms: here.flatMap(({platform}) => (platform === null ? [] : [formatPlatform(platform)])),
      created: first.created,
      layerCount: first.layerCount,
      layers: sizes.map(([digest, bytes]) => ({digest, bytes})),
      storedSize: sum(sizes),
      shared: sum(sizes.filter(([layer]) => holders.get(layer)! > 1)),
      problem: first.failure?.message ?? null,
    }
  })
  return images.sort((a, b) => (Date.parse(b.created ?? '') || 0) - (Date.parse(a.created ?? '') || 0))
}

/** The layers of a manifest that are here, with their bytes; none of one that can't be read. */
function layersOf(store: Store, digest: Digest | null): ReadonlyMap<Digest, number> {
  const {region} = digest === null ? {region: null} : store.blobs.locate(digest)
  if (region === null) return new Map()
  try {
    const manifest = parseManifestOrIndex(readRegion(region, t`a manifest`), t`a manifest`)
    if (manifest.kind === 'index') return new Map()
    return new Map(
      manifest.layers.flatMap(layer => {
        const size = store.sizeOf(layer.digest)
        return size === null ? [] : [[layer.digest, size] as const]
      }),
    )
  } catch {
    return new Map()
  }
}

/**
 * The images of the store as home lists them: an ID tells each from all others, so it is the digest where two manifests have the
 * same config.
 */
export function listedApart(images: readonly StoredImage[]): readonly (EngineImage & StoredImage)[] {
  const ids = new Map<Digest | null, number>()
  for (const {id} of images) ids.set(id, (ids.get(id) ?? 0) + 1)
  return images.map(asListed).map(image => (ids.get(image.id)! > 1 ? {...image, id: image.digest} : image))
}

/** An image of the store in the shape in which lists of images are searched and ordered: its size is what is stored. */
export function asListed(image: StoredImage): EngineImage & StoredImage {
  const {id, digest, storedSize, shared, tags} = image
  return {
    ...image,
    id: id ?? digest,
    digests: tags.length === 0 ? [] : [`${tags[0]}@${digest}`],
    engineSize: storedSize,
    unique: storedSize - shared,
    usedBy: [],
    dangling: tags.length === 0,
  }
}
