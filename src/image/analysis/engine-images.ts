import type {Digest} from '../oci/digest.ts'

/** An image as an engine's list tells of it: what such lists are ordered and searched by. All texts are hostile. */
export interface EngineImage {
  readonly id: Digest
  /** as the engine spells them; none for a dangling image */
  readonly tags: readonly string[]
  /** names with the digest of their manifest, as registries know them */
  readonly digests: readonly string[]
  /** ISO 8601; null where it is not known */
  readonly created: string | null
  /** bytes, the engine's own figure */
  readonly engineSize: number
  /** bytes held with at least one other image; null where the engine doesn't say */
  readonly shared: number | null
  /** bytes that only this image holds; null as `shared` */
  readonly unique: number | null
  /** the containers that stand on it, running or not */
  readonly usedBy: readonly {readonly id: string; readonly names: readonly string[]}[]
  /** what an image of the store is there for, `os/arch[/variant]` each; hostile */
  readonly platforms?: readonly string[]
  /** no tag leads to it */
  readonly dangling: boolean
  /** it is the demo that a new store begins with; absent where it isn't */
  readonly demo?: true
}

/** How a list of images may be ordered. */
export const IMAGE_ORDERS = ['created', 'size', 'unique', 'name'] as const
export type ImageOrder = (typeof IMAGE_ORDERS)[number]

/** Orders images: the newest or the largest first, names by the alphabet; last those that tell no age or have no name. */
export function orderImages<T extends EngineImage>(rows: readonly T[], order: ImageOrder): readonly T[] {
  const byName = (a: EngineImage, b: EngineImage) => {
    const [nameA, nameB] = [a.tags[0], b.tags[0]]
    if (nameA === undefined || nameB === undefined) return Number(nameA === undefined) - Number(nameB === undefined)
    return nameA < nameB ? -1 : nameA > nameB ? 1 : 0
  }
  const timeOf = ({created}: EngineImage) => Date.parse(created ?? '') || Number.NEGATIVE_INFINITY
  const compare: Readonly<Record<ImageOrder, (a: EngineImage, b: EngineImage) => number>> = {
    created: (a, b) => timeOf(b) - timeOf(a) || 0,
    size: (a, b) => b.engineSize - a.engineSize,
    unique: (a, b) => (b.unique ?? 0) - (a.unique ?? 0),
    name: byName,
  }
  return [...rows].sort(compare[order])
}

/** The images of which a tag, a container's name or the ID holds the text. An empty text keeps all. */
export function filterImages<T extends EngineImage>(rows: readonly T[], text: string): readonly T[] {
  const wanted = text.toLowerCase()
  return rows.filter(({tags, id, usedBy}) =>
    [...tags, id, ...usedBy.flatMap(({names}) => names)].some(name => name.toLowerCase().includes(wanted)),
  )
}
