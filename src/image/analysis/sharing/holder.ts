import type {HoldingContainer, HoldingImage} from './holdings.ts'

/** Why something stays. Names in it are hostile. */
export type Holder =
  /** a tag of it that is not to be removed */
  | {readonly kind: 'tag'; readonly tag: string}
  | {readonly kind: 'container'; readonly container: HoldingContainer}
  /** an image that was built on it step by step, and stays */
  | {readonly kind: 'child'; readonly image: HoldingImage}
  /** another image, with the same layers */
  | {readonly kind: 'image'; readonly image: HoldingImage}
  /** an image without a tag, which no list shows, with the same layers */
  | {readonly kind: 'untagged-parent'; readonly image: HoldingImage}

/** What a holder is called; hostile. */
export function holderName(holder: Holder): string {
  if (holder.kind === 'tag') return holder.tag
  if (holder.kind === 'container') return holder.container.name
  return imageName(holder.image)
}

/** What an image is called: its first tag, else its key, shortened where it is a digest. Hostile. */
export function imageName({tags, key}: Pick<HoldingImage, 'tags' | 'key'>): string {
  return tags[0] ?? (key.startsWith('sha256:') ? key.slice(7, 19) : key)
}
