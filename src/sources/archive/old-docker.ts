import {LensError} from '../../image/oci/error.ts'
import {type HistoryEntry, type ImageConfig, parseImageConfig} from '../../image/oci/image-config.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {storedLayer} from '../disk/stored-layer.ts'
import {assembleImage} from '../medium/assemble-image.ts'
import type {ImageCandidate} from '../medium/image-candidate.ts'
import type {ArchiveMembers} from './archive-members.ts'
import {locateMember} from './locate-member.ts'
import {readMember} from './member-blobs.ts'

/**
 * What Docker saved before 1.10 (image spec v1): for each layer a folder `ID/` with `layer.tar` and `json`, which names its
 * parent; the file `repositories` gives names to the topmost ones. There are no digests anywhere: an ID is no hash of anything.
 */
export function oldDockerCandidates(archive: ArchiveMembers, warnings: readonly string[]): readonly ImageCandidate[] {
  const steps = new Steps(archive)
  const raw = archive.members.has('repositories') ? readMember(archive, 'repositories', 'repositories') : NOTHING
  const named = parseRepositories(raw)
  const tops = named.size > 0 ? named : new Map(steps.tops().map(id => [id, []]))
  if (tops.size === 0) {
    throw new LensError('not-an-image', 'The archive holds no image: none of its layers is the topmost one.', {
      advice: 'It was put together by hand, or damaged; save the image again: docker save NAME -o image.tar',
    })
  }
  return [...tops].map(([id, tags], i) => candidateOf({archive, steps, raw, warnings, id, tags, position: i}))
}

const NOTHING = new TextEncoder().encode('{}')

/** `repositories`: name → tag → ID. Gives the names of each ID, in order. Throws `manifest-malformed`. */
function parseRepositories(bytes: Uint8Array): Map<string, string[]> {
  const read = new JsonReader('repositories', 'manifest-malformed')
  const byId = new Map<string, string[]>()
  for (const [name, tags] of Object.entries(read.object(read.parse(bytes), ''))) {
    for (const [tag, value] of Object.entries(read.object(tags, name))) {
      const id = read.string(value, `${name}.${tag}`)
      byId.set(id, [...(byId.get(id) ?? []), `${name}:${tag}`])
    }
  }
  return byId
}

/** One layer with what its `json` says. */
interface Step {
  readonly id: string
  readonly parent: string | null
  readonly history: HistoryEntry
  /** why its parent is not known, null where it is or where there is none */
  readonly gap: string | null
}

const UNKNOWN: HistoryEntry = {created: null, createdBy: null, author: null, comment: null, emptyLayer: false}
/** Steps in all chains together; more are refused. Docker itself stopped at 127 layers an image. */
const MAX_STEPS = 10_000

class Steps {
  private readonly archive: ArchiveMembers
  private readonly known = new Map<string, Step>()
  private walked = 0

  constructor(archive: ArchiveMembers) {
    this.archive = archive
  }

  /** The layers of the image with this ID, base first. Throws `manifest-malformed` where parents lead in a circle. */
  chain(top: string): readonly Step[] {
    const chain: Step[] = []
    const seen = new Set<string>()
    for (let id: string | null = top; id !== null; ) {
      if (seen.has(id)) {
        throw new LensError('manifest-malformed', `The layers of ${top} name each other as parents, in a circle.`, {
          advice: 'No builder writes that; the archive is damaged or made to do harm.',
        })
      }
      seen.add(id)
      if (++this.walked > MAX_STEPS) throw tooMany()
      const step = this.step(id)
      chain.push(step)
      id = step.parent
    }
    return chain.reverse()
  }

  /** IDs that are nobody's parent. */
  tops(): string[] {
    const ids: string[] = []
    for (const name of this.archive.members.keys()) {
      const id = /^([0-9a-f]{64})\/json$/.exec(name)?.[1]
      if (id !== undefined) ids.push(id)
      if (ids.length > MAX_STEPS) throw tooMany()
    }
    const parents = new Set(ids.map(id => this.step(id).parent))
    return ids.filter(id => !parents.has(id))
  }

  private step(id: string): Step {
    const known = this.known.get(id) ?? this.read(id)
    this.known.set(id, known)
    return known
  }

  private read(id: string): Step {
    try {
      const what = jsonName(id)
      const read = new JsonReader(what, 'manifest-malformed')
      const root = read.object(read.parse(readMember(this.archive, what, what)), '')
      const made = read.optionalObject(root.container_config, 'container_config') ?? {}
      return {
        id,
        parent: read.optionalString(root.parent, 'parent') || null,
        history: {
          created: read.optionalString(root.created, 'created'),
          createdBy: read.strings(made.Cmd, 'container_config.Cmd').join(' ') || null,
          author: read.optionalString(root.author, 'author') || null,
          comment: read.optionalString(root.comment, 'comment') || null,
          emptyLayer: false,
        },
        gap: null,
      }
    } catch (thrown) {
      if (!(thrown instanceof LensError)) throw thrown
      return {id, parent: null, history: UNKNOWN, gap: thrown.message}
    }
  }
}

function jsonName(id: string): string {
  return `${id}/json`
}

function tooMany(): LensError {
  return new LensError('limit-exceeded', `The archive's images have more than ${MAX_STEPS} layers together.`, {
    advice: 'No engine builds that; the archive is damaged or made to do harm.',
  })
}

interface CandidateParts {
  readonly archive: ArchiveMembers
  readonly steps: Steps
  readonly raw: Uint8Array
  readonly warnings: readonly string[]
  readonly id: string
  readonly tags: readonly string[]
  readonly position: number
}

function candidateOf({archive, steps, raw, warnings, id, tags, position}: CandidateParts): ImageCandidate {
  const read = readTop(archive, steps, id)
  const {config, chain, failure} = read
  const located = chain.map(step => locateMember(archive, `${step.id}/layer.tar`))
  return {
    positions: [position],
    tags,
    names: [...tags, id, id.slice(0, 12)],
    digests: [],
    id: null,
    digest: null,
    platform: config?.platform ?? null,
    group: id,
    created: config?.created ?? null,
    layerCount: chain.length,
    storedSize: located.reduce((sum, {region}) => sum + (region?.size ?? 0), 0),
    failure,
    absent: false,
    open(reference) {
      if (failure !== null) throw failure
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
        rawManifest: raw,
        rawConfig: read.raw,
        config: {...config!, history: chain.map(step => step.history)},
        layers: located.map(place => storedLayer({digest: null, mediaType: null, size: null, urls: []}, place)),
        warnings: gap === null ? warnings : [...warnings, `What lies below layer 0 is not known: ${gap}`],
        diffIdsUnknown: true,
      })
    },
  }
}

interface Top {
  readonly raw: Uint8Array
  readonly config: ImageConfig | null
  readonly chain: readonly Step[]
  readonly failure: LensError | null
}

/** The config of an image is what its topmost layer says. */
function readTop(archive: ArchiveMembers, steps: Steps, id: string): Top {
  try {
    const raw = readMember(archive, jsonName(id), `The description of image ${id}`)
    return {raw, config: parseImageConfig(raw), chain: steps.chain(id), failure: null}
  } catch (thrown) {
    if (!(thrown instanceof LensError) || thrown.kind === 'limit-exceeded') throw thrown
    return {raw: NOTHING, config: null, chain: [], failure: thrown}
  }
}
