import type {Sharing} from './sharing.ts'

/** For each layer of a chain, base first, the listed images that stand on it too, whatever image the chain is of. */
export function chainUsers(sharing: Sharing, digests: readonly (string | null)[]): readonly (readonly number[])[] {
  const users = digests.map((): number[] => [])
  for (const [image, {layers, listed}] of sharing.holdings.images.entries()) {
    if (!listed) continue
    for (let i = 0; i < digests.length && digests[i] !== null && layers[i]?.digest === digests[i]; i++) {
      users[i]!.push(image)
    }
  }
  return users
}

/** An image, and how many bytes it is apart from a chain. */
export interface ChainRelative {
  readonly image: number
  /** layers in common */
  readonly layers: number
  readonly common: number
  readonly apart: number
}

/** The listed images that begin with the same layers, the nearest first; those that have all layers and no other come first. */
export function chainRelatives(sharing: Sharing, digests: readonly (string | null)[]): readonly ChainRelative[] {
  const {bytes} = sharing.table
  const found: {image: number; layers: number; common: number}[] = []
  let own = 0
  for (const [image, {listed, layers}] of sharing.holdings.images.entries()) {
    if (!listed) continue
    let [length, common] = [0, 0]
    const held = sharing.layersOf(image)
    while (length < digests.length && digests[length] !== null && layers[length]?.digest === digests[length]) {
      common += bytes[held[length++]!]!
    }
    if (length === 0) continue
    found.push({image, layers: length, common})
    // Of layers that nobody here has, nobody here knows the size: the longest chain in common stands for the image.
    own = Math.max(own, common)
  }
  return found
    .map(each => ({...each, apart: own + sharing.share(each.image).bytes - 2 * each.common}))
    .sort((a, b) => a.apart - b.apart || b.common - a.common)
}
