import type {Digest} from '../../image/oci/digest.ts'
import type {LensError} from '../../image/oci/error.ts'
import type {Image, ImageSummary, Transport} from '../../image/oci/image.ts'
import {formatPlatform, type Platform} from '../../image/oci/platform.ts'

/** One image of one platform that a place holds, before it is chosen: no more of it is kept than choosing takes. */
export interface ImageCandidate {
  /** its numbers for `@N` */
  readonly positions: readonly number[]
  /** for display: what a user would type */
  readonly tags: readonly string[]
  /** everything it may be called by */
  readonly names: readonly string[]
  /** its manifest's, its index's and its config's */
  readonly digests: readonly Digest[]
  readonly id: Digest | null
  /** digest of its manifest, null where the medium has none */
  readonly digest: Digest | null
  readonly platform: Platform | null
  /** images of one group differ in their platform only */
  readonly group: string
  readonly created: string | null
  readonly layerCount: number | null
  /** bytes of its layers as stored */
  readonly storedSize: number | null
  /** why it can't be opened, null where nothing speaks against it */
  readonly failure: LensError | null
  /** true where nobody misses it: a platform that an index names and the place never got, an artifact beside images */
  readonly absent: boolean
  /** `reference` is what the image will say it was opened by */
  open(reference: string): Promise<Image>
}

/** Something beside images that is none: only who names it hears of it. */
export function isArtifact({absent, failure}: ImageCandidate): boolean {
  return absent && failure?.kind === 'not-an-image'
}

/**
 * The group of each candidate. `own` is the group it certainly belongs to (its index); those without one that carry the same
 * tags and all differ in their platforms are one image too: some tools write an index of platforms flat.
 */
export function groupsOf(
  candidates: readonly {
    readonly own: string | null
    readonly tags: readonly string[]
    readonly platform: Platform | null
  }[],
): string[] {
  const flat = new Map<string, number[]>()
  candidates.forEach((candidate, i) => {
    if (candidate.own !== null) return
    const key = [...candidate.tags].sort().join(' ')
    const members = flat.get(key)
    if (members === undefined) flat.set(key, [i])
    else members.push(i)
  })
  const groups = candidates.map((candidate, i) => candidate.own ?? `#${i}`)
  for (const members of flat.values()) {
    const platforms = new Set(members.map(i => platformKey(candidates[i]!.platform, i)))
    const known = members.every(i => candidates[i]!.platform !== null)
    if (members.length > 1 && known && platforms.size === members.length)
      for (const i of members) groups[i] = `#${members[0]}`
  }
  return groups
}

function platformKey(platform: Platform | null, i: number): string {
  return platform === null ? `#${i}` : formatPlatform(platform)
}

/** For each candidate a reference that opens exactly this one, as short as it can be. */
export function referencesOf(
  candidates: readonly ImageCandidate[],
  transport: Transport,
  place: string,
): ReadonlyMap<ImageCandidate, string> {
  const base = `${transport}:${place}`
  const named = counted(candidates.map(candidate => candidate.names))
  const numbered = counted(candidates.map(candidate => candidate.positions))
  const alone = candidates.filter(candidate => !candidate.absent).length === 1
  const reference = (candidate: ImageCandidate): string => {
    if (alone && !candidate.absent) return base
    // A tag in the form of a number or a digest would be read as one.
    const tag = candidate.tags.find(tag => named.get(tag) === 1 && !/^@|@sha|^sha(256|512):/.test(tag))
    if (tag !== undefined) return `${base}:${tag}`
    if (candidate.digest !== null) return `${base}@${candidate.digest}`
    const position = candidate.positions.find(position => numbered.get(position) === 1)
    return position === undefined ? base : `${base}:@${position}`
  }
  return new Map(candidates.map(candidate => [candidate, reference(candidate)]))
}

/** How many of the lists hold each value. */
function counted<T>(lists: readonly (readonly T[])[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>()
  for (const list of lists) for (const value of new Set(list)) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** One line of a list. */
export function summaryOf(candidate: ImageCandidate, reference: string): ImageSummary {
  const {tags, id, platform, created, layerCount, storedSize, failure} = candidate
  const summary = {reference, tags, id, platform, created, layerCount, storedSize}
  return failure === null ? summary : {...summary, problem: failure.message}
}
