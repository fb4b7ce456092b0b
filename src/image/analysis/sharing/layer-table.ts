import type {Holdings} from './holdings.ts'
import {PairTable} from './pair-table.ts'

/** Layers as rows, each that is stored once as one row, and who holds them. Columns, so that a thousand images are nothing. */
export interface LayerTable {
  readonly layerCount: number
  /** bytes, 0 where nobody knows */
  readonly bytes: Float64Array
  /** 1 where the size is known */
  readonly sized: Uint8Array
  /** how many listed images have it */
  readonly users: Int32Array
  /** how many images hold it, untagged parents included */
  readonly holderCount: Int32Array
  /** layers of image I are imageLayers[imageStart[I]] to imageLayers[imageStart[I + 1]], base first */
  readonly imageStart: Int32Array
  readonly imageLayers: Int32Array
  /** steps of image I in the tree of chains, parallel to imageLayers */
  readonly imageSteps: Int32Array
  /** 1 where the image has the layer further down already; parallel to imageLayers */
  readonly isRepeated: Uint8Array
  /** images that hold layer L, each once: holders[holderStart[L]] to holders[holderStart[L + 1]] */
  readonly holderStart: Int32Array
  readonly holders: Int32Array
  /** the tree of chains: the layer of a step, and the step below it, −1 for a base. Steps come after the one below */
  readonly stepLayer: readonly number[]
  readonly stepBelow: readonly number[]
  /** the image and the place in it where a layer was met first */
  readonly firstImage: readonly number[]
  readonly firstPlace: readonly number[]
}

/**
 * Tells layers apart. Where chains count, a layer is a step in the tree of chains: a ChainID without the hashing. Where blobs
 * count, it is its digest, wherever it stands.
 */
export function layerTable({images, sharedBy}: Holdings): LayerTable {
  const imageStart = new Int32Array(images.length + 1)
  for (let i = 0; i < images.length; i++) imageStart[i + 1] = imageStart[i]! + images[i]!.layers.length
  const imageLayers = new Int32Array(imageStart[images.length]!)
  const imageSteps = new Int32Array(imageLayers.length)
  const isRepeated = new Uint8Array(imageLayers.length)
  const digests = new Map<string, number>()
  const steps = new PairTable(imageLayers.length)
  const layerOfDigest: number[] = []
  const stepLayer: number[] = []
  const stepBelow: number[] = []
  const bytes: number[] = []
  const firstImage: number[] = []
  const firstPlace: number[] = []
  /** the last image that had a layer */
  const last: number[] = []
  for (let image = 0; image < images.length; image++) {
    const {layers} = images[image]!
    let below = -1
    for (let place = 0; place < layers.length; place++) {
      const {digest, bytes: size} = layers[place]!
      let name = digest === null ? undefined : digests.get(digest)
      if (name === undefined) {
        name = layerOfDigest.length
        layerOfDigest.push(-1)
        if (digest !== null) digests.set(digest, name)
      }
      const step = steps.numberOf(below, name)
      if (step === stepLayer.length) {
        const known = sharedBy === 'blob' ? layerOfDigest[name]! : -1
        stepLayer.push(known < 0 ? bytes.length : known)
        stepBelow.push(below)
        if (known < 0) {
          layerOfDigest[name] = bytes.length
          bytes.push(-1)
          firstImage.push(image)
          firstPlace.push(place)
          last.push(-1)
        }
      }
      const layer = stepLayer[step]!
      if (bytes[layer]! < 0 && size !== null) bytes[layer] = size
      const at = imageStart[image]! + place
      imageLayers[at] = layer
      imageSteps[at] = step
      if (last[layer] === image) isRepeated[at] = 1
      last[layer] = image
      below = step
    }
  }
  const chains = {imageStart, imageLayers, isRepeated}
  return {
    ...chains,
    ...holdersOf(chains, bytes.length, image => images[image]!.listed),
    layerCount: bytes.length,
    bytes: Float64Array.from(bytes, size => Math.max(0, size)),
    sized: Uint8Array.from(bytes, size => Number(size >= 0)),
    imageSteps,
    stepLayer,
    stepBelow,
    firstImage,
    firstPlace,
  }
}

/** The table turned over: who holds each layer. */
function holdersOf(
  {imageStart, imageLayers, isRepeated}: Pick<LayerTable, 'imageStart' | 'imageLayers' | 'isRepeated'>,
  layerCount: number,
  isListed: (image: number) => boolean,
): Pick<LayerTable, 'holderStart' | 'holders' | 'holderCount' | 'users'> {
  const users = new Int32Array(layerCount)
  const holderCount = new Int32Array(layerCount)
  const holderStart = new Int32Array(layerCount + 1)
  const each = (visit: (layer: number, image: number) => void) => {
    for (let image = 0; image + 1 < imageStart.length; image++) {
      for (let at = imageStart[image]!; at < imageStart[image + 1]!; at++) {
        if (isRepeated[at] === 0) visit(imageLayers[at]!, image)
      }
    }
  }
  each((layer, image) => {
    holderCount[layer]!++
    if (isListed(image)) users[layer]!++
  })
  for (let layer = 0; layer < layerCount; layer++) holderStart[layer + 1] = holderStart[layer]! + holderCount[layer]!
  const holders = new Int32Array(holderStart[layerCount]!)
  const next = holderStart.slice(0, layerCount)
  each((layer, image) => {
    holders[next[layer]!++] = image
  })
  return {users, holderCount, holderStart, holders}
}
