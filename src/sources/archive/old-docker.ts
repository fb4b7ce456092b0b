import {LensError} from '../../image/oci/error.ts'
import {parseImageConfig} from '../../image/oci/image-config.ts'
import {JsonReader} from '../../image/oci/json.ts'
import type {Platform} from '../../image/oci/platform.ts'
import {t} from '../../text/translate.ts'
import {storedLayer} from '../disk/stored-layer.ts'
import {assembleImage} from '../medium/assemble-image.ts'
import {BudgetExceeded} from '../medium/document-budget.ts'
import type {ImageCandidate} from '../medium/image-candidate.ts'
import type {ArchiveMembers} from './archive-members.ts'
import {locateMember} from './locate-member.ts'
import {readMember} from './member-blobs.ts'
import {jsonName, type Step, Steps} from './parent-chain.ts'

/**
 * What Docker saved before 1.10 (image spec v1): for each layer a folder `ID/` with `layer.tar` and `json`, which names its
 * parent; the file `repositories` gives names to the topmost ones. There are no digests anywhere: an ID is no hash of anything.
 */
export function oldDockerCandidates(archive: ArchiveMembers, warnings: readonly string[]): readonly ImageCandidate[] {
  const steps = new Steps(archive)
  const repositories = archive.members.has('repositories')
    ? readMember(archive, 'repositories', 'repositories')
    : NOTHING
  const named = parseRepositories(repositories)
  const tops = named.size > 0 ? named : new Map(steps.tops().map(id => [id, []]))
  if (tops.size === 0) {
    throw new LensError('not-an-image', t`The archive holds no image: none of its layers is the topmost one.`, {
      advice: t`It was put together by hand, or damaged; save the image again: docker save NAME -o image.tar`,
    })
  }
  return [...tops].map(([id, tags], i) => candidateOf({archive, steps, repositories, warnings, id, tags, position: i}))
}

const NOTHING = new TextEncoder().encode('{}')

/** `repositories`: name → tag → ID. Gives the names of each ID, in order. Throws `manifest-malformed`. */
function parseRepositories(bytes: Uint8Array): Map<string, string[]> {
  const read = new JsonReader('repositories', 'manifest-malformed')
  const byId = new Map<string, string[]>()
  for (const [name, tags] of Object.entries(read.object(read.parse(bytes), ''))) {
    for (const [tag, value] of Object.entries(read.object(tags, name))) {
      const id = read.string(value, `${name}.${tag}`)
      const names = byId.get(id)
      if (names === undefined) byId.set(id, [`${name}:${tag}`])
      else names.push(`${name}:${tag}`)
    }
  }
  return byId
}

interface CandidateParts {
  readonly archive: ArchiveMembers
  readonly steps: Steps
  readonly repositories: Uint8Array
  readonly warnings: readonly string[]
  readonly id: string
  readonly tags: readonly string[]
  readonly position: number
}

function candidateOf({archive, steps, repositories, warnings, id, tags, position}: CandidateParts): ImageCandidate {
  const {platform, created, chain, failure} = readTop(archive, steps, id)
  const located = chain.map(step => locateMember(archive, `${step.id}/layer.tar`))
  return {
    positions: [position],
    tags,
    names: [...tags, id, id.slice(0, 12)],
    digests: [],
    id: null,
    digest: null,
    platform,
    group: id,
    created,
    layerCount: chain.length,
    storedSize: located.reduce((sum, {region}) => sum + (region?.size ?? 0), 0),
    failure,
    absent: false,
    async open(reference) {
      if (failure !== null) throw failure
      const raw = readMember(archive, jsonName(id), t`The image config`)
      const gap = chain[0]!.gap
      return assembleImage({
        transport: 'docker-archive',
        reference,
        id: null,
        digest: null,
        tags,
        mediaType: 'application/json',
        annotations: {},
        platform: null,
        rawManifest: repositories,
        rawConfig: raw,
        config: {...parseImageConfig(raw), history: chain.map(step => step.history)},
        layers: located.map(place => storedLayer({digest: null, mediaType: null, size: null, urls: []}, place)),
        warnings: gap === null ? warnings : [...warnings, t`What lies below layer 0 is not known: ${gap}`],
        diffIdsUnknown: true,
      })
    },
  }
}

interface Top {
  readonly platform: Platform | null
  readonly created: string | null
  readonly chain: readonly Step[]
  readonly failure: LensError | null
}

/** The config of an image is what its topmost layer says. */
function readTop(archive: ArchiveMembers, steps: Steps, id: string): Top {
  try {
    const {platform, created} = parseImageConfig(readMember(archive, jsonName(id), t`The description of image ${id}`))
    return {platform, created, chain: steps.chain(id), failure: null}
  } catch (thrown) {
    if (!(thrown instanceof LensError) || thrown instanceof BudgetExceeded) throw thrown
    return {platform: null, created: null, chain: [], failure: thrown}
  }
}
