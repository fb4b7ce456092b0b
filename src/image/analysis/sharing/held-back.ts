import type {Holder} from './holder.ts'
import type {Sharing} from './sharing.ts'

/** Layers that stay, and who holds them. */
export interface Held {
  /** bytes of the layers that stay, each once */
  readonly bytes: number
  readonly layers: number
  /** who holds how many of these bytes, the most first; a layer counts for each of its holders */
  readonly by: readonly {readonly holder: Holder; readonly bytes: number}[]
}

/** Why an image that stays does. */
type Reasons = (image: number) => readonly Holder[]

/** The layers of marked images that do not go with them, and who holds each. */
export function heldBack(
  sharing: Sharing,
  marked: Iterable<number>,
  {isGoing, reasons}: {readonly isGoing: Uint8Array; readonly reasons: Reasons},
): Held {
  const {runs, table} = sharing
  const isSeen = new Uint8Array(runs.runCount)
  const isMarked = new Uint8Array(isGoing.length)
  const bytesOf = new Float64Array(isGoing.length)
  const isHolder = new Uint8Array(isGoing.length)
  let [bytes, layers] = [0, 0]
  for (const image of marked) {
    isMarked[image] = 1
    for (let at = runs.imageStart[image]!; at < runs.imageStart[image + 1]!; at++) {
      const run = runs.imageRuns[at]!
      if (isSeen[run] === 1) continue
      isSeen[run] = 1
      const size = runs.bytes[run]!
      const first = table.holderStart[runs.anyLayer[run]!]!
      let isHeld = false
      for (let i = first; i < first + runs.holderCount[run]!; i++) {
        const holder = table.holders[i]!
        if (isGoing[holder] === 1) continue
        isHeld = true
        isHolder[holder] = 1
        bytesOf[holder]! += size
      }
      if (!isHeld) continue
      layers += runs.layers[run]!
      bytes += size
    }
  }
  const by: Held['by'][number][] = []
  for (const image of mostFirst(bytesOf, isHolder)) {
    for (const holder of holdersFor(sharing, image, isMarked[image] === 1, reasons)) {
      by.push({holder, bytes: bytesOf[image]!})
    }
  }
  return {bytes, layers, by}
}

/**
 * The images that hold something, the most first, among equals in their order. Sizes are sorted as numbers: comparing a thousand
 * images pair by pair would cost more than all else that a mark takes.
 */
function mostFirst(bytesOf: Float64Array, isHolder: Uint8Array): readonly number[] {
  const groups = new Map<number, number[]>()
  for (let image = 0; image < isHolder.length; image++) {
    if (isHolder[image] === 0) continue
    const group = groups.get(bytesOf[image]!)
    if (group === undefined) groups.set(bytesOf[image]!, [image])
    else group.push(image)
  }
  const sizes = Float64Array.from(groups.keys()).sort().reverse()
  return [...sizes].flatMap(size => groups.get(size)!)
}

/** Who is to be named for layers that an image holds which does not go. */
function holdersFor(sharing: Sharing, image: number, isMarked: boolean, reasons: Reasons): readonly Holder[] {
  const told = sharing.image(image)
  if (told.listed && !isMarked) return [{kind: 'image', image: told}]
  // What was built on it holds the same layers, and is named for itself.
  const why = reasons(image)
  if (why.length > 0) return why.filter(({kind}) => kind !== 'child')
  return [{kind: 'untagged-parent', image: told}]
}
