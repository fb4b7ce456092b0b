import type {HeldLayer, HoldingContainer, HoldingImage, Holdings} from './holdings.ts'
import {type LayerRuns, layerRuns} from './layer-runs.ts'
import {type LayerTable, layerTable} from './layer-table.ts'

/** What one image takes, as `docker system df -v` tells it. Bytes; layers whose size nobody knows count 0. */
export interface ImageShare {
  readonly bytes: number
  /** held with at least one other listed image */
  readonly shared: number
  /** only here */
  readonly unique: number
  /** true where the size of some layer is not known: the figures are too small */
  readonly isPartial: boolean
}

/** What all listed images take together, bytes. */
export interface SharingTotals {
  /** each layer once */
  readonly stored: number
  /** each layer as often as it is used: what the images would take without sharing */
  readonly apparent: number
  /** layers that several images hold, each once */
  readonly shared: number
  readonly layers: number
  readonly images: number
  /** layers of whose size nobody knows */
  readonly unsized: number
}

/**
 * Images as chains of layers, each layer once. Images and layers are numbers here: an image's is its place in
 * `holdings.images`, a layer's its row in `table`. Building it takes the time of looking at each layer of each image once.
 */
export class Sharing {
  readonly holdings: Holdings
  readonly table: LayerTable
  readonly runs: LayerRuns
  private readonly places: ReadonlyMap<string, number>
  private readonly containersOf: ReadonlyMap<number, readonly HoldingContainer[]>
  private readonly childrenOf: ReadonlyMap<number, readonly number[]>

  constructor(holdings: Holdings) {
    this.holdings = holdings
    this.table = layerTable(holdings)
    this.runs = layerRuns(this.table)
    this.places = new Map(holdings.images.map(({key}, image) => [key, image]))
    this.containersOf = grouped(holdings.containers, ({image}) => this.find(image))
    this.childrenOf = grouped([...holdings.images.keys()], image => this.parentOf(image))
  }

  /** The number of the image with this key; −1 where there is none. */
  find(key: string | null): number {
    return key === null ? -1 : (this.places.get(key) ?? -1)
  }

  /** What is known of an image by its number. */
  image(image: number): HoldingImage {
    return this.holdings.images[image]!
  }

  /** A layer as the image told of it that was met first. */
  layer(layer: number): HeldLayer {
    const {firstImage, firstPlace} = this.table
    return this.image(firstImage[layer]!).layers[firstPlace[layer]!]!
  }

  /** The image it was built on step by step; −1 for none. */
  parentOf(image: number): number {
    return this.find(this.image(image).parent)
  }

  /** Images that were built on it step by step. */
  children(image: number): readonly number[] {
    return this.childrenOf.get(image) ?? []
  }

  /** Containers that stand on it, running or not. */
  containers(image: number): readonly HoldingContainer[] {
    return this.containersOf.get(image) ?? []
  }

  /** The layers of an image, base first; one that it has twice is there twice. */
  layersOf(image: number): Int32Array {
    const {imageStart, imageLayers} = this.table
    return imageLayers.subarray(imageStart[image], imageStart[image + 1])
  }

  /** The images that hold a layer, untagged parents included, in their order. */
  holdersOf(layer: number): Int32Array {
    const {holderStart, holders} = this.table
    return holders.subarray(holderStart[layer], holderStart[layer + 1])
  }

  /** What an image takes; of an untagged parent as if it were listed. */
  share(image: number): ImageShare {
    const {bytes, sized, users, imageStart, imageLayers, isRepeated} = this.table
    const own = this.image(image).listed ? 1 : 0
    let [all, shared, isPartial] = [0, 0, false]
    for (let at = imageStart[image]!; at < imageStart[image + 1]!; at++) {
      if (isRepeated[at] === 1) continue
      const layer = imageLayers[at]!
      all += bytes[layer]!
      if (users[layer]! > own) shared += bytes[layer]!
      if (sized[layer] === 0) isPartial = true
    }
    return {bytes: all, shared, unique: all - shared, isPartial}
  }

  /** Layers that only untagged parents hold are not counted. */
  totals(): SharingTotals {
    const {bytes, sized, users, layerCount} = this.table
    let [stored, apparent, shared, layers, unsized] = [0, 0, 0, 0, 0]
    for (let layer = 0; layer < layerCount; layer++) {
      if (users[layer] === 0) continue
      layers++
      stored += bytes[layer]!
      apparent += bytes[layer]! * users[layer]!
      if (users[layer]! > 1) shared += bytes[layer]!
      if (sized[layer] === 0) unsized++
    }
    const images = this.holdings.images.reduce((count, {listed}) => count + Number(listed), 0)
    return {stored, apparent, shared, layers, images, unsized}
  }
}

/** Items by the number that they belong to; those of −1 belong nowhere. */
function grouped<T>(items: readonly T[], placeOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const item of items) {
    const place = placeOf(item)
    if (place < 0) continue
    const known = groups.get(place)
    if (known === undefined) groups.set(place, [item])
    else known.push(item)
  }
  return groups
}
