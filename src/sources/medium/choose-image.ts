import {LensError} from '../../image/oci/error.ts'
import {formatPlatform, type Platform, platformMatches} from '../../image/oci/platform.ts'
import {t} from '../../text/translate.ts'
import {type ImageCandidate, isArtifact} from './image-candidate.ts'
import {fullName} from './image-name.ts'
import type {Selector} from './selector.ts'
import {shorten} from './shorten.ts'

export type Choice =
  | {readonly kind: 'one'; readonly candidate: ImageCandidate}
  /** several images and no name, or several platforms where these are asked for: the user says which */
  | {
      readonly kind: 'several'
      readonly candidates: readonly ImageCandidate[]
      readonly preferred: ImageCandidate | null
    }

export interface Wanted {
  /** null: linux on the host's architecture, else the first */
  readonly platform: Platform | null
  readonly hostArchitecture: string
  /** several platforms of one image are a choice too, where none is named */
  readonly askPlatform?: boolean
}

/**
 * Chooses by name first, then by platform. Several platforms of one image are no reason to ask a command. Throws `not-found`,
 * `reference-ambiguous`, `platform-not-found`, or what speaks against the one that was chosen.
 */
export function chooseImage(
  candidates: readonly ImageCandidate[],
  selector: Selector,
  wanted: Wanted,
  place: string,
): Choice {
  if (candidates.length === 0) {
    throw new LensError('not-an-image', t`${place} holds no image.`, {
      advice: t`It was written empty, or everything in it was removed; write the image again.`,
    })
  }
  const images = candidates.filter(candidate => !isArtifact(candidate))
  const artifact = candidates.find(candidate => isArtifact(candidate) && isMeant(candidate, selector))
  if (artifact !== undefined && !images.some(candidate => isMeant(candidate, selector))) throw artifact.failure!
  const named = select(images, selector, place)
  const groups = new Set(named.map(candidate => candidate.group))
  if (groups.size === 1) {
    const candidate = choosePlatform(named, wanted, place)
    const others = wanted.askPlatform && wanted.platform === null ? named.filter(isOpenable) : []
    if (others.length < 2) return {kind: 'one', candidate}
    return {kind: 'several', candidates: others, preferred: candidate}
  }
  if (selector.kind !== 'only') throw ambiguous(named, selector, place)
  // Where nothing can be opened there is nothing to choose; the first says why.
  if (named.every(candidate => candidate.failure !== null)) throw named[0]!.failure!
  return {kind: 'several', candidates: named.filter(candidate => !candidate.absent), preferred: null}
}

/** True for what is named as it is written. */
function isMeant(candidate: ImageCandidate, selector: Selector): boolean {
  switch (selector.kind) {
    case 'only':
      return false
    case 'position':
      return candidate.positions.includes(selector.position)
    case 'digest':
      return candidate.digests.includes(selector.digest)
    case 'name':
      return candidate.names.includes(selector.name)
  }
}

function select(candidates: readonly ImageCandidate[], selector: Selector, place: string): readonly ImageCandidate[] {
  switch (selector.kind) {
    case 'only':
      return candidates
    case 'position': {
      const found = candidates.filter(candidate => candidate.positions.includes(selector.position))
      if (found.length > 0) return found
      const last = Math.max(...candidates.flatMap(candidate => candidate.positions))
      throw new LensError(
        'not-found',
        t`${place} has no image @${selector.position}: they are counted from @0 to @${last}.`,
        {
          advice: t`It holds ${listing(candidates)}.`,
        },
      )
    }
    case 'digest': {
      const found = candidates.filter(candidate => candidate.digests.includes(selector.digest))
      if (found.length > 0) return found
      throw new LensError('not-found', t`${place} holds nothing with the digest ${selector.digest}.`, {
        advice: t`It holds ${listing(candidates)}.`,
      })
    }
    case 'name':
      return selectByName(candidates, selector.name, place)
  }
}

/** As typed, then in full spelling, then as an ID or the beginning of one. */
function selectByName(candidates: readonly ImageCandidate[], name: string, place: string): readonly ImageCandidate[] {
  const typed = candidates.filter(candidate => candidate.names.includes(name))
  if (typed.length > 0) return typed
  const full = fullName(name)
  const spelled = candidates.filter(candidate => candidate.names.some(other => fullName(other) === full))
  if (spelled.length > 0) return spelled
  const prefix = /^(?:sha256:)?([0-9a-f]{1,64})$/.exec(name)?.[1]
  if (prefix !== undefined) {
    const found = candidates.filter(candidate => candidate.id?.startsWith(`sha256:${prefix}`))
    if (new Set(found.map(candidate => candidate.id)).size > 1) throw ambiguous(found, {kind: 'name', name}, place)
    // One ID written down twice is one image.
    if (found.length > 0) return found.slice(0, 1)
  }
  throw new LensError('not-found', t`${place} holds no image ${name}.`, {advice: t`It holds ${listing(candidates)}.`})
}

function choosePlatform(candidates: readonly ImageCandidate[], wanted: Wanted, place: string): ImageCandidate {
  const {platform} = wanted
  const opening = (found: ImageCandidate): ImageCandidate => {
    if (found.failure !== null) throw found.failure
    return found
  }
  if (platform !== null) {
    const found = candidates.filter(
      candidate => candidate.platform !== null && platformMatches(candidate.platform, platform),
    )
    const best = found.find(candidate => candidate.failure === null) ?? found[0]
    if (best !== undefined) return opening(best)
    throw platformNotFound(candidates, platform, place)
  }
  const openable = candidates.filter(isOpenable)
  const host = {os: 'linux', architecture: wanted.hostArchitecture, variant: null}
  const ofHost = openable.find(candidate => candidate.platform !== null && platformMatches(candidate.platform, host))
  return ofHost ?? openable[0] ?? opening(candidates[0]!)
}

function isOpenable(candidate: ImageCandidate): boolean {
  return candidate.failure === null && !candidate.absent
}

function platformNotFound(candidates: readonly ImageCandidate[], platform: Platform, place: string): LensError {
  const there = candidates.flatMap(({platform, absent}) =>
    platform === null || absent ? [] : [formatPlatform(platform)],
  )
  const known =
    there.length === 0
      ? t`It does not say which platform it is for; leave --platform out.`
      : t`It has ${there.join(', ')}.`
  return new LensError('platform-not-found', t`${place} has no image for ${formatPlatform(platform)}.`, {advice: known})
}

function ambiguous(candidates: readonly ImageCandidate[], selector: Selector, place: string): LensError {
  const text = selector.kind === 'name' ? selector.name : selector.kind === 'digest' ? selector.digest : 'That'
  return new LensError('reference-ambiguous', t`${text} may mean ${candidates.length} images of ${place}.`, {
    advice: t`It holds ${listing(candidates)}.`,
  })
}

const LISTED = 20

/** The images in one line, each by number, tag and short ID; platforms of one image are not told apart. */
export function listing(candidates: readonly ImageCandidate[]): string {
  const groups = new Map<string, ImageCandidate>()
  for (const candidate of candidates) {
    if (!candidate.absent && !groups.has(candidate.group)) groups.set(candidate.group, candidate)
  }
  const lines = [...groups.values()].map(candidate => {
    const number = candidate.positions.length > 0 ? `@${candidate.positions[0]} ` : ''
    const id = candidate.id === null ? '' : ` (${candidate.id.slice(0, 19)})`
    return `${number}${shorten(candidate.tags[0] ?? 'untagged')}${id}`
  })
  const more = lines.length > LISTED ? t` and ${lines.length - LISTED} more` : ''
  return `${lines.slice(0, LISTED).join(', ')}${more}`
}
