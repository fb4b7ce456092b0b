import {digestOf, verifyBytes} from '../../image/oci/content-digest.ts'
import {type Digest, isDigest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import {type ImageConfig, parseImageConfig} from '../../image/oci/image-config.ts'
import {t} from '../../text/translate.ts'
import {type LayerClaims, type Located, storedLayer} from '../disk/stored-layer.ts'
import {type FoundManifest, findManifests} from '../layout/image-graph.ts'
import {parseIndexJson} from '../layout/layout-candidates.ts'
import {assembleImage} from '../medium/assemble-image.ts'
import {BudgetExceeded, DocumentBudget} from '../medium/document-budget.ts'
import {groupsOf, type ImageCandidate} from '../medium/image-candidate.ts'
import type {ArchiveMembers} from './archive-members.ts'
import {type DockerManifestItem, parseDockerManifest} from './docker-manifest.ts'
import {locateMember} from './locate-member.ts'
import {MemberBlobs, readMember} from './member-blobs.ts'

/** The images of a docker-archive. Docker 25 and later put an OCI layout beside manifest.json, which knows more. */
export async function dockerCandidates(
  archive: ArchiveMembers,
  warnings: readonly string[],
): Promise<readonly ImageCandidate[]> {
  const raw = readMember(archive, 'manifest.json', 'manifest.json')
  const items = parseDockerManifest(raw)
  const budget = new DocumentBudget()
  const graph = await layoutBeside(archive, budget)
  const parts = items.map((item): CandidateParts => {
    const facts = factsOf(archive, item, budget)
    return {archive, raw, warnings, item, facts, beside: besideOf(graph, facts.id, item)}
  })
  const groups = groupsOf(
    parts.map(({item, facts, beside}) => {
      return {own: ownGroup(beside, item), tags: item.repoTags, platform: facts.platform}
    }),
  )
  return parts.map((part, i) => candidateOf(part, i, groups[i]!))
}

function ownGroup(beside: FoundManifest | null, item: DockerManifestItem): string | null {
  if (beside?.nested) return beside.root
  // Images without a name are told apart by their numbers, never taken for platforms of each other.
  return item.repoTags.length === 0 ? `untagged ${item.config}` : null
}

type LayoutBeside = ReadonlyMap<string, readonly FoundManifest[]>

/** Manifests of the layout in the same tar, by their config's digest. Its faults don't matter: manifest.json is enough. */
async function layoutBeside(archive: ArchiveMembers, budget: DocumentBudget): Promise<LayoutBeside> {
  const byConfig = new Map<string, FoundManifest[]>()
  if (!archive.members.has('index.json')) return byConfig
  try {
    const index = parseIndexJson(readMember(archive, 'index.json', 'index.json'))
    for (const found of await findManifests(index, new MemberBlobs(archive), budget)) {
      const config = found.document?.manifest.config.digest
      if (config === undefined) continue
      const known = byConfig.get(config)
      if (known === undefined) byConfig.set(config, [found])
      else known.push(found)
    }
  } catch (thrown) {
    if (!(thrown instanceof LensError) || thrown instanceof BudgetExceeded) throw thrown
  }
  return byConfig
}

/**
 * The manifest of an image of manifest.json: the one with its config and its very layers. Manifests may share a config and
 * differ in how their layers are compressed; and the first layouts that Docker wrote list no layers at all.
 */
function besideOf(layout: LayoutBeside, id: Digest | null, item: DockerManifestItem): FoundManifest | null {
  const sameLayers = ({document}: FoundManifest): boolean => {
    const layers = document?.manifest.layers ?? []
    return (
      layers.length === item.layers.length && layers.every((layer, i) => blobDigest(item.layers[i]!) === layer.digest)
    )
  }
  return (id !== null && layout.get(id)?.find(sameLayers)) || null
}

/** What choosing takes of a config. */
interface ConfigFacts {
  readonly id: Digest | null
  readonly platform: ImageConfig['platform'] | null
  readonly created: string | null
  readonly failure: LensError | null
}

function factsOf(archive: ArchiveMembers, item: DockerManifestItem, budget: DocumentBudget): ConfigFacts {
  try {
    const {raw, config} = readConfig(archive, item)
    budget.spend(raw)
    return {id: digestOf(raw), platform: config.platform, created: config.created, failure: null}
  } catch (thrown) {
    if (!(thrown instanceof LensError) || thrown instanceof BudgetExceeded) throw thrown
    return {id: claimedDigest(item.config), platform: null, created: null, failure: thrown}
  }
}

function readConfig(archive: ArchiveMembers, item: DockerManifestItem): {raw: Uint8Array; config: ImageConfig} {
  const raw = readMember(archive, item.config, t`The image config`)
  const claimed = claimedDigest(item.config)
  if (claimed !== null) verifyBytes(raw, claimed, t`The image config`)
  return {raw, config: parseImageConfig(raw)}
}

/** The digest that a member's name claims: `HEX.json`, `sha256:HEX` or `blobs/sha256/HEX`; null for other names. */
function claimedDigest(name: string): Digest | null {
  const hex = /^(?:\.\/)?(?:blobs\/sha256\/|sha256:)?([0-9a-f]{64})(?:\.json)?$/.exec(name)?.[1]
  const digest = `sha256:${hex}`
  return isDigest(digest) ? digest : null
}

interface CandidateParts {
  readonly archive: ArchiveMembers
  readonly raw: Uint8Array
  readonly warnings: readonly string[]
  readonly item: DockerManifestItem
  readonly facts: ConfigFacts
  readonly beside: FoundManifest | null
}

function candidateOf(parts: CandidateParts, position: number, group: string): ImageCandidate {
  const {archive, item, facts, beside} = parts
  const {platform, created, failure, id} = facts
  const {repoTags} = item
  const digest = beside?.descriptor.digest ?? null
  const digests = [id, digest, beside?.root ?? null].filter(known => known !== null)
  return {
    positions: [position],
    tags: repoTags,
    names: repoTags,
    digests,
    id,
    digest,
    platform,
    group,
    created,
    layerCount: item.layers.length,
    storedSize: storedSize(layersOf(parts, [])),
    failure,
    absent: false,
    async open(reference) {
      if (failure !== null) throw failure
      const {raw, config} = readConfig(archive, item)
      return assembleImage({
        transport: 'docker-archive',
        reference,
        id,
        digest,
        tags: repoTags,
        // Without a layout beside it there is no manifest in the sense of a registry; manifest.json is plain JSON.
        mediaType: beside?.document?.manifest.mediaType ?? (beside?.descriptor.mediaType || 'application/json'),
        annotations: {...beside?.descriptor.annotations, ...beside?.document?.manifest.annotations},
        platform: beside?.platform ?? null,
        rawManifest: beside?.document?.raw ?? parts.raw,
        rawConfig: raw,
        config,
        layers: layersOf(parts, config.diffIds).map(({claims, located}) => storedLayer(claims, located)),
        warnings: parts.warnings,
      })
    },
  }
}

interface LocatedLayer {
  readonly claims: LayerClaims
  readonly located: Located
}

function layersOf({archive, item, beside}: CandidateParts, diffIds: readonly Digest[]): LocatedLayer[] {
  const described = beside?.document?.manifest.layers ?? []
  return item.layers.map((path, i) => {
    const located = locateMember(archive, path)
    // Only what is not stored here is described as it is stored elsewhere.
    const elsewhere = located.region === null ? item.layerSources.get(diffIds[i] ?? '') : undefined
    const {digest = blobDigest(path), mediaType = '', size = null, urls = []} = described[i] ?? elsewhere ?? {}
    return {claims: {digest, mediaType: mediaType || null, size, urls}, located}
  })
}

/**
 * `blobs/sha256/HEX` names the blob's digest, and so do the `HEX.tar.gz` and `sha256:HEX.tar.gz` of kaniko, crane and Jib;
 * `HEX.tar` is the diffID, which the config says already.
 */
function blobDigest(path: string): Digest | null {
  const hex = /^(?:\.\/)?(?:blobs\/sha256\/|(?=.*\.tar\.gz$))(?:sha256:)?([0-9a-f]{64})(?:\.tar\.gz)?$/.exec(path)?.[1]
  const digest = `sha256:${hex}`
  return isDigest(digest) ? digest : null
}

function storedSize(layers: readonly LocatedLayer[]): number | null {
  let sum = 0
  for (const {claims, located} of layers) {
    const size = located.region?.size ?? claims.size
    if (size === null) return null
    sum += size
  }
  return sum
}
