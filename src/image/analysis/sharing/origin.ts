import type {Sharing} from './sharing.ts'

/** No build has so many steps; an engine that says otherwise goes in circles. */
const MOST_STEPS = 1000

/**
 * The listed image that another was made from: what the engine says that it was built on, passing over steps that have no name;
 * where nobody keeps that, the one with the most layers that all are the lowest of its own. −1 where there is none.
 */
export function originOf(sharing: Sharing, image: number): number {
  let origin = sharing.parentOf(image)
  for (let steps = 0; origin >= 0 && !sharing.image(origin).listed && steps < MOST_STEPS; steps++) {
    origin = sharing.parentOf(origin)
  }
  return origin >= 0 ? origin : standsOn(sharing, image)
}

function standsOn(sharing: Sharing, image: number): number {
  const own = sharing.layersOf(image)
  const base = own[0]
  if (base === undefined) return -1
  let [found, most] = [-1, 0]
  for (const other of sharing.holdersOf(base)) {
    const layers = sharing.layersOf(other)
    const isBelow = layers.length > most && layers.length < own.length && layers.every((layer, i) => layer === own[i])
    if (isBelow && sharing.image(other).listed) [found, most] = [other, layers.length]
  }
  return found
}
