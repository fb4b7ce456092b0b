import type {Sharing} from './sharing.ts'

/** Layers that the same images hold, one on the other, and what grows from them. */
export interface ChainBranch {
  /** base first, at least one */
  readonly layers: readonly number[]
  /** of these layers, bytes */
  readonly bytes: number
  /** listed images that end with the last of them */
  readonly images: readonly number[]
  /** listed images that stand on them, those that end here included */
  readonly imageCount: number
  /** the one with the most images first, then the largest */
  readonly branches: readonly ChainBranch[]
}

/**
 * The tree of layer chains with the images that grow from each, bases at the root; a branch goes on as long as the same images
 * stand on it. Images without layers are in none of them.
 */
export function chainTree(sharing: Sharing): readonly ChainBranch[] {
  const {table, holdings} = sharing
  const {stepLayer, stepBelow, imageStart, imageSteps} = table
  const ends = new Map<number, number[]>()
  const counts = new Int32Array(stepLayer.length)
  for (const [image, {listed}] of holdings.images.entries()) {
    const top = imageStart[image + 1]! - 1
    if (!listed || top < imageStart[image]!) continue
    const step = imageSteps[top]!
    const known = ends.get(step)
    if (known === undefined) ends.set(step, [image])
    else known.push(image)
    counts[step]!++
  }
  const above = new Map<number, Growing[]>()
  const grownAll: Growing[] = []
  // A step comes after the one below it: from the last to the first each is met when all above it is done.
  for (let step = stepLayer.length - 1; step >= 0; step--) {
    if (counts[step] === 0) continue
    const below = stepBelow[step]!
    if (below >= 0) counts[below]! += counts[step]!
    const branches = above.get(step) ?? []
    const images = ends.get(step) ?? []
    let branch = branches[0]
    if (branch === undefined || branches.length > 1 || images.length > 0) {
      branch = {layers: [], bytes: 0, images, imageCount: counts[step]!, branches: branches.sort(largestFirst)}
      grownAll.push(branch)
    }
    branch.layers.push(stepLayer[step]!)
    branch.bytes += table.bytes[stepLayer[step]!]!
    const siblings = above.get(below)
    if (siblings === undefined) above.set(below, [branch])
    else siblings.push(branch)
  }
  for (const {layers} of grownAll) layers.reverse()
  return (above.get(-1) ?? []).sort(largestFirst)
}

/** A branch that is found from its top down. */
interface Growing extends ChainBranch {
  readonly layers: number[]
  bytes: number
}

function largestFirst(a: ChainBranch, b: ChainBranch): number {
  return b.imageCount - a.imageCount || b.bytes - a.bytes
}
