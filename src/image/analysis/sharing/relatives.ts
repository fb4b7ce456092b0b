import type {Sharing} from './sharing.ts'

/** Another image that holds some of the same layers. Bytes. */
export interface Relative {
  readonly image: number
  /** of layers that both hold */
  readonly common: number
  /** of layers that only one of the two holds: what they are apart */
  readonly apart: number
  /** layers that both hold */
  readonly layers: number
}

/** The listed images that share layers with this one, the nearest first. */
export function relativesOf(sharing: Sharing, image: number): readonly Relative[] {
  const {bytes} = sharing.table
  const common = new Map<number, {bytes: number; layers: number}>()
  for (const layer of new Set(sharing.layersOf(image))) {
    for (const other of sharing.holdersOf(layer)) {
      if (other === image || !sharing.image(other).listed) continue
      const known = common.get(other)
      if (known === undefined) common.set(other, {bytes: bytes[layer]!, layers: 1})
      else {
        known.bytes += bytes[layer]!
        known.layers++
      }
    }
  }
  const own = sharing.share(image).bytes
  return [...common]
    .map(([other, {bytes, layers}]) => ({
      image: other,
      common: bytes,
      apart: own + sharing.share(other).bytes - 2 * bytes,
      layers,
    }))
    .sort((a, b) => a.apart - b.apart || b.common - a.common)
}
