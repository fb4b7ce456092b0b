import type {UnionFigures} from '../image/analysis/figures.ts'
import type {Union} from '../image/filesystem/union.ts'
import type {LayerIndex} from '../image/layer/layer-index.ts'
import {type ClaimedDigests, mismatchMessage, type Trust} from '../image/layer/trust.ts'
import type {Failure} from '../image/oci/error.ts'
import type {Image} from '../image/oci/image.ts'
import {t} from '../text/translate.ts'
import {type IndexOptions, indexImage} from './index-image.ts'

/** What became of one layer. */
export interface LoadedLayer {
  readonly index: LayerIndex | null
  readonly failure: Failure | null
  readonly trust: Trust | null
  /** what the image says of its bytes */
  readonly claimed: ClaimedDigests
}

/** An image with all of its layers read, as far as they could be. */
export interface LoadedImage {
  readonly image: Image
  readonly layers: readonly LoadedLayer[]
  readonly union: Union
  readonly figures: UnionFigures
  /** what keeps this from being the whole image, one sentence a layer; empty for a sound one */
  readonly faults: readonly LayerFault[]
}

/** What is wrong with a layer. */
export interface LayerFault {
  readonly layer: number
  readonly message: string
}

/** Reads an image to the end and gives what came out; `onEvent` is told on the way. Rejects as `indexImage` does. */
export async function loadImage(
  image: Image,
  options: Omit<IndexOptions, 'onEvent'> & Partial<Pick<IndexOptions, 'onEvent'>>,
): Promise<LoadedImage> {
  const layers = image.layers.map(({diffId, digest}) => ({
    index: null as LayerIndex | null,
    failure: null as Failure | null,
    trust: null as Trust | null,
    claimed: {diffId, digest},
  }))
  let whole: {union: Union; figures: UnionFigures} | null = null
  await indexImage(image, {
    ...options,
    onEvent: event => {
      if (event.type === 'layer-indexed') {
        layers[event.layer]!.index = event.index
        layers[event.layer]!.trust = event.trust
      } else if (event.type === 'layer-failed') layers[event.layer]!.failure = event.failure
      else if (event.type === 'layer-verified') layers[event.layer]!.trust = event.trust
      else if (event.type === 'contents-compared' || (event.type === 'union' && event.complete)) {
        whole = {union: event.union, figures: event.figures}
      }
      options.onEvent?.(event)
    },
  })
  const {union, figures} = whole!
  return {image, layers, union, figures, faults: layers.flatMap((layer, i) => faultOf(layer, i))}
}

function faultOf(layer: LoadedLayer, index: number): LayerFault[] {
  const message = layerFault(layer)
  return message === null ? [] : [{layer: index, message}]
}

/** Why a layer is not shown as a whole and sound one; null where it is. */
export function layerFault(layer: LoadedLayer): string | null {
  if (layer.failure !== null) return layer.failure.message
  if (layer.trust === 'mismatch' && layer.index !== null) return mismatchMessage(layer.index.facts, layer.claimed)
  const damage = layer.index?.facts.damage ?? null
  return damage === null ? null : t`Only a part of it could be read: ${damage}.`
}
