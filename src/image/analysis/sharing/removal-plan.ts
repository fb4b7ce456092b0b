import {t} from '../../../text/translate.ts'
import {type Held, heldBack} from './held-back.ts'
import type {Holder} from './holder.ts'
import type {HoldingImage, Holdings} from './holdings.ts'
import type {Sharing} from './sharing.ts'

/** What is to be removed: an image with all its tags, or only some of them. */
export interface RemovalMark {
  /** key of the image */
  readonly image: string
  /** absent: all of them */
  readonly tags?: readonly string[]
}

/** An image that a removal takes away. */
export interface GoingImage {
  readonly image: HoldingImage
  /** `untagged-parent`: nobody asked for it; the engine drops it with the last image that was built on it */
  readonly because: 'marked' | 'untagged-parent'
}

/** An image that was to go and does not. */
export interface StayingImage {
  readonly image: HoldingImage
  /** the tags that it loses */
  readonly untagged: readonly string[]
  readonly heldBy: readonly Holder[]
}

/** What a removal does, before anybody is asked. Bytes are those of `holdings`: the engine's figure, or as stored. */
export interface RemovalPlan {
  /** bytes that nothing holds any more; build cache is not counted, as nobody tells of it */
  readonly freed: number
  /** layers that go */
  readonly layers: number
  /** layers that go and of whose size nobody knows: more than `freed` is freed */
  readonly unsized: number
  /** in an order that works: what was built on an image goes before it. Untagged parents need not be asked for */
  readonly goes: readonly GoingImage[]
  /** marked, but it stays */
  readonly stays: readonly StayingImage[]
  /** layers of marked images that stay on disk, and who holds them */
  readonly kept: Held
}

/**
 * What removing a set of images frees, before anybody is asked: exactly what goes, what stays, and why. An image goes when all
 * its tags go, no container stands on it, and no image that was built on it stays; a layer goes with the last image that holds
 * it. Follows Docker's rules (`docker rmi`, untagged parents pruned); where nothing keeps parents or containers they don't
 * matter, and containerd's store lets go of an image though others were built on it. Quick enough to be asked for again with
 * each mark; marks of images that are not here are passed over.
 */
export function removalPlan(sharing: Sharing, marks: Iterable<RemovalMark>): RemovalPlan {
  const asked = askedFor(sharing, marks)
  const decided: Decided = {asked, ...goingOf(sharing, asked)}
  const reasons = (image: number) => reasonsOf(sharing, image, decided)
  const goes: GoingImage[] = []
  for (const image of decided.going) {
    goes.push({image: sharing.image(image), because: asked.has(image) ? 'marked' : 'untagged-parent'})
  }
  const stays: StayingImage[] = []
  for (const [image, lost] of asked) {
    if (decided.isGoing[image] === 1) continue
    const told = sharing.image(image)
    stays.push({image: told, untagged: lost.filter(tag => told.tags.includes(tag)), heldBy: reasons(image)})
  }
  const kept = heldBack(sharing, asked.keys(), {isGoing: decided.isGoing, reasons})
  return {...freedBy(sharing, decided.going), goes, stays, kept}
}

/** What a removal frees beside `freed`, a sentence: nobody tells how much containerd's store keeps packed. Null: nothing. */
export function freedBeside({containerdStore}: Holdings, {layers}: RemovalPlan): string | null {
  if (!containerdStore || layers === 0) return null
  return t`Docker keeps layers packed as well: those of the layers that go are freed too.`
}

/** The tags that each marked image is to lose. */
function askedFor(sharing: Sharing, marks: Iterable<RemovalMark>): ReadonlyMap<number, readonly string[]> {
  const asked = new Map<number, readonly string[]>()
  for (const {image: key, tags} of marks) {
    const image = sharing.find(key)
    if (image < 0) continue
    asked.set(image, tags === undefined ? sharing.image(image).tags : [...(asked.get(image) ?? []), ...tags])
  }
  return asked
}

interface Decided {
  readonly asked: ReadonlyMap<number, readonly string[]>
  /** the images that go, what was built on others first */
  readonly going: readonly number[]
  /** the same, by image */
  readonly isGoing: Uint8Array
}

function goingOf(sharing: Sharing, asked: Decided['asked']): Omit<Decided, 'asked'> {
  const isGoing = new Uint8Array(sharing.holdings.images.length)
  const going: number[] = []
  const childrenLeft = new Map<number, number>()
  const left = (image: number) =>
    sharing.holdings.containerdStore ? 0 : (childrenLeft.get(image) ?? sharing.children(image).length)
  const mayGo = (image: number): boolean => {
    const {tags, listed} = sharing.image(image)
    const lost = asked.get(image)
    const isLetGo = lost === undefined ? !listed && tags.length === 0 : lost === tags || isCovered(tags, lost)
    return isLetGo && sharing.containers(image).length === 0 && left(image) === 0
  }
  for (const marked of asked.keys()) {
    // When one goes, the image that it was built on may go too, and so on down.
    let image = marked
    while (image >= 0 && isGoing[image] === 0 && mayGo(image)) {
      isGoing[image] = 1
      going.push(image)
      const parent = sharing.parentOf(image)
      if (parent >= 0) childrenLeft.set(parent, left(parent) - 1)
      image = parent
    }
  }
  return {going, isGoing}
}

function isCovered(tags: readonly string[], lost: readonly string[]): boolean {
  return tags.every(tag => lost.includes(tag))
}

function freedBy({runs}: Sharing, going: readonly number[]): Pick<RemovalPlan, 'freed' | 'layers' | 'unsized'> {
  const {bytes, holderCount, imageStart, imageRuns} = runs
  const left = holderCount.slice()
  let [freed, layers, unsized] = [0, 0, 0]
  for (const image of going) {
    for (let at = imageStart[image]!; at < imageStart[image + 1]!; at++) {
      const run = imageRuns[at]!
      if (--left[run]! > 0) continue
      layers += runs.layers[run]!
      freed += bytes[run]!
      unsized += runs.unsized[run]!
    }
  }
  return {freed, layers, unsized}
}

/** Why an image that does not go stays, itself. None for one that nobody asked for: it is simply there. */
function reasonsOf(sharing: Sharing, image: number, {asked, isGoing}: Decided): readonly Holder[] {
  const lost = asked.get(image)
  const {tags, listed} = sharing.image(image)
  if (lost === undefined && listed) return []
  const keptTags = lost === undefined ? tags : tags.filter(tag => !lost.includes(tag))
  // Of a step in between they tell whose it is; what is marked stays for them where the engine has it so.
  const isLetGo = lost !== undefined && sharing.holdings.containerdStore
  const children = isLetGo ? [] : shownChildren(sharing, image, isGoing)
  return [
    ...keptTags.map((tag): Holder => ({kind: 'tag', tag})),
    ...sharing.containers(image).map((container): Holder => ({kind: 'container', container})),
    ...children.map((child): Holder => ({kind: 'child', image: sharing.image(child)})),
  ]
}

/** What stays of what was built on an image, as lists show it: for steps in between, which none shows, what came of them. */
function shownChildren(sharing: Sharing, image: number, isGoing: Uint8Array): readonly number[] {
  return sharing.children(image).flatMap(child => {
    if (isGoing[child] === 1) return []
    if (sharing.image(child).listed) return [child]
    const further = shownChildren(sharing, child, isGoing)
    return further.length > 0 ? further : [child]
  })
}
