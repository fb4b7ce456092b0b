import {verifyBytes} from '../../image/oci/content-digest.ts'
import type {Digest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Transport} from '../../image/oci/image.ts'
import {type ImageConfig, parseImageConfig} from '../../image/oci/image-config.ts'
import {type Index, type Manifest, parseManifestOrIndex} from '../../image/oci/manifest.ts'
import {MEDIA_TYPE} from '../../image/oci/media-type.ts'
import {t} from '../../text/translate.ts'

import {storedLayer} from '../disk/stored-layer.ts'
import {onlyAttestationsFailure} from '../medium/artifact-name.ts'
import {assembleImage} from '../medium/assemble-image.ts'
import {BudgetExceeded, DOCUMENT_LIMIT, DocumentBudget} from '../medium/document-budget.ts'
import {groupsOf, type ImageCandidate} from '../medium/image-candidate.ts'
import {familiarName} from '../medium/image-name.ts'
import type {BlobReader} from './blob-reader.ts'
import {type FoundManifest, findManifests} from './image-graph.ts'
import {wholeImage} from './whole-image.ts'

/** The tag of a layout's entry: image-spec annotations.md. */
export const REF_NAME = 'org.opencontainers.image.ref.name'
/** The full name that containerd, and so Docker, writes beside it. */
export const CONTAINERD_NAME = 'io.containerd.image.name'

/** Parses index.json. Throws `manifest-malformed`; a manifest in its place is refused. */
export function parseIndexJson(bytes: Uint8Array): Index {
  const document = parseManifestOrIndex(bytes, 'index.json')
  if (document.kind === 'index') return document
  throw new LensError(
    'manifest-malformed',
    t`index.json has the wrong shape: it should be an index, but is a manifest`,
    {
      advice: t`The image was written by a tool with a fault, or was damaged; write it again.`,
    },
  )
}

/**
 * The images that an index.json leads to. `warnings` are what is odd about the place as a whole. Throws the first failure
 * where there is no image among what was found.
 */
export async function layoutCandidates(
  index: Index,
  blobs: BlobReader,
  transport: Transport,
  warnings: readonly string[],
): Promise<readonly ImageCandidate[]> {
  const budget = new DocumentBudget()
  const all = await findManifests(index, blobs, budget)
  if (all.length === 0 && index.manifests.length > 0) throw onlyAttestationsFailure()
  // Artifacts beside images are out of sight until they are asked for; where there is nothing else, they are named at once.
  const isImage = ({failure}: FoundManifest) => failure?.kind !== 'not-an-image'
  const images = all.filter(isImage)
  const found = images.length === 0 ? all : images
  const artifacts = images.length === 0 ? [] : all.filter(item => !isImage(item))
  const read: ReadManifest[] = []
  for (const item of found) read.push(await readFound(item, blobs, budget))
  const groups = groupsOf(
    read.map(({found, platform, tags}) => ({
      own: found.nested ? found.root : null,
      tags,
      platform: found.platform && platform,
    })),
  )
  const candidates = read.map((item, i) => candidateOf(item, groups[i]!, blobs, transport, warnings))
  // Where no platform of an image came along, that is a fault to be told, not a choice somebody made.
  const here = new Set(candidates.filter(candidate => !candidate.absent).map(candidate => candidate.group))
  return [
    ...candidates.map(candidate => (here.has(candidate.group) ? candidate : {...candidate, absent: false})),
    ...artifacts.map((found, i) => {
      const known = {found, created: null, platform: null, ...namesOf(found.annotations), failure: found.failure}
      return {...candidateOf(known, `artifact ${i}`, blobs, transport, warnings), absent: true}
    }),
  ]
}

/**
 * False for a platform that only its index or its manifest knows: engines and registries copy one platform of an image and
 * keep the whole index, so that its digest stays.
 */
function isHere({found, failure}: ReadManifest, blobs: BlobReader): boolean {
  if (failure !== null) return failure.kind !== 'blob-missing'
  const layers = found.document?.manifest.layers ?? []
  return layers.length === 0 || layers.some(layer => blobs.locate(layer.digest).region !== null)
}

interface ReadManifest {
  readonly found: FoundManifest
  readonly created: string | null
  readonly platform: ImageConfig['platform'] | null
  readonly tags: readonly string[]
  readonly names: readonly string[]
  readonly failure: LensError | null
}

async function readFound(found: FoundManifest, blobs: BlobReader, budget: DocumentBudget): Promise<ReadManifest> {
  const named = namesOf(found.annotations)
  const known = {found, created: null, platform: found.platform, ...named, failure: found.failure}
  if (found.document === null || found.failure !== null) return known
  try {
    const {raw, config} = await readConfig(found.document.manifest, blobs)
    budget.spend(raw)
    return {...known, created: config.created, platform: found.platform ?? config.platform}
  } catch (thrown) {
    if (!(thrown instanceof LensError) || thrown instanceof BudgetExceeded) throw thrown
    return {...known, failure: thrown}
  }
}

async function readConfig(manifest: Manifest, blobs: BlobReader): Promise<{raw: Uint8Array; config: ImageConfig}> {
  const {digest} = manifest.config
  const raw = await blobs.read(digest, DOCUMENT_LIMIT)
  verifyBytes(raw, digest, t`The image config`)
  return {raw, config: parseImageConfig(raw)}
}

function namesOf(annotations: FoundManifest['annotations']): {tags: string[]; names: string[]} {
  const tags = new Set<string>()
  const names = new Set<string>()
  for (const entry of annotations) {
    const tag = entry[REF_NAME]
    const name = entry[CONTAINERD_NAME]
    const shown = name ? familiarName(name) : tag
    if (shown) tags.add(shown)
    for (const text of [tag, name, shown]) if (text) names.add(text)
  }
  return {tags: [...tags], names: [...names]}
}

function candidateOf(
  read: ReadManifest,
  group: string,
  blobs: BlobReader,
  transport: Transport,
  warnings: readonly string[],
): ImageCandidate {
  const {found, created, failure} = read
  const manifest = found.document?.manifest ?? null
  const digest = found.descriptor.digest
  const id = manifest?.config.digest ?? null
  const digests: Digest[] = [digest, found.root]
  if (id !== null) digests.push(id)
  return {
    positions: found.positions,
    tags: read.tags,
    names: read.names,
    digests,
    id,
    digest,
    platform: read.platform,
    group,
    created,
    layerCount: manifest?.layers.length ?? null,
    storedSize: manifest?.layers.reduce((sum, layer) => sum + layer.size, 0) ?? null,
    failure,
    absent: found.nested && !isHere(read, blobs),
    async open(reference) {
      if (failure !== null) throw failure
      const {raw, config} = await readConfig(manifest!, blobs)
      return assembleImage({
        transport,
        reference,
        id,
        digest,
        tags: read.tags,
        mediaType: found.document!.manifest.mediaType ?? (found.descriptor.mediaType || MEDIA_TYPE.ociManifest),
        annotations: {...found.descriptor.annotations, ...manifest!.annotations},
        platform: found.platform,
        rawManifest: found.document!.raw,
        rawConfig: raw,
        config,
        layers: manifest!.layers.map(({digest, mediaType, size, urls}) =>
          storedLayer({digest, mediaType: mediaType || null, size, urls}, blobs.locate(digest, size)),
        ),
        warnings,
        whole: wholeImage(found.rootDescriptor, blobs),
      })
    },
  }
}
