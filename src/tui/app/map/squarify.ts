/** A rectangle, in whatever unit. */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Divides a rectangle among weights, largest first, into pieces as near to squares as they come: a row along the shorter side
 * grows while that makes its worst piece better (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000). One rectangle a weight,
 * in order; all of them together are the whole.
 */
export function squarify(weights: readonly number[], whole: Rectangle): readonly Rectangle[] {
  const found: Rectangle[] = []
  let left = whole
  let weightLeft = weights.reduce((sum, weight) => sum + weight, 0)
  for (let at = 0; at < weights.length; ) {
    const side = Math.min(left.width, left.height)
    const scale = weightLeft > 0 ? (left.width * left.height) / weightLeft : 0
    let end = at + 1
    let sum = weights[at]!
    let worst = worstRatio(sum, weights[at]!, weights[at]!, side, scale)
    for (; end < weights.length; end++) {
      const next = sum + weights[end]!
      const ratio = worstRatio(next, weights[at]!, weights[end]!, side, scale)
      if (ratio > worst) break
      worst = ratio
      sum = next
    }
    const isLast = end === weights.length
    left = laid(weights.slice(at, end), sum, isLast ? 1 : weightLeft > 0 ? sum / weightLeft : 1, left, found)
    weightLeft -= sum
    at = end
  }
  return found
}

/** How far from a square the worst piece of a row is; its first piece is the largest. */
function worstRatio(sum: number, most: number, least: number, side: number, scale: number): number {
  const area = sum * scale
  if (area <= 0 || least <= 0) return Number.POSITIVE_INFINITY
  const square = side * side
  return Math.max((square * most * scale) / (area * area), (area * area) / (square * least * scale))
}

/** Lays a row along the shorter side; gives what is left of the rectangle. */
function laid(row: readonly number[], sum: number, share: number, left: Rectangle, found: Rectangle[]): Rectangle {
  const {x, y, width, height} = left
  let before = 0
  const part = (weight: number): [number, number] => {
    const from = sum > 0 ? before / sum : 0
    before += weight
    return [from, sum > 0 ? before / sum : 0]
  }
  if (width >= height) {
    const deep = width * share
    for (const weight of row) {
      const [from, to] = part(weight)
      found.push({x, y: y + height * from, width: deep, height: height * (to - from)})
    }
    return {x: x + deep, y, width: width - deep, height}
  }
  const deep = height * share
  for (const weight of row) {
    const [from, to] = part(weight)
    found.push({x: x + width * from, y, width: width * (to - from), height: deep})
  }
  return {x, y: y + deep, width, height: height - deep}
}
