import type {Digest} from '../../image/oci/digest.ts'
import type {Context, Image} from '../../image/oci/image.ts'
import type {Destination} from '../../sources/medium/destination.ts'
import {inTurns} from '../in-turns.ts'
import {Arrivals, type ArrivedLayer, AT_ONCE, type CopyEvent} from './arrivals.ts'
import type {LayerCompression} from './compressor.ts'
import {outgoing} from './outgoing.ts'

/** What is there after an image was written. */
export interface CopyResult {
  /** of the manifest, or of the index, as it was written; null where the format has none */
  readonly digest: Digest | null
  /** of the config; null for several platforms */
  readonly id: Digest | null
  /** true where it is the one that the image had */
  readonly keepsDigest: boolean
  readonly layers: readonly ArrivedLayer[]
}

/** How an image is written, and who hears of it. */
export interface CopyOptions {
  readonly context: Context
  readonly onEvent: (event: CopyEvent) => void
  /** layers that are packed otherwise are packed anew; null: as they are, and plain ones by gzip where they must be packed */
  readonly compress?: LayerCompression | null
}

/**
 * Writes an image of one platform to a destination: layers several at once, then the config, the manifest last, so that a copy
 * that breaks off leaves no tag behind. What arrived stays and is not sent again by another try. Throws what reading and
 * writing throw.
 */
export async function copyImage(given: Image, destination: Destination, options: CopyOptions): Promise<CopyResult> {
  const {onEvent, compress = null} = options
  // The first failure stops the others.
  const stop = new AbortController()
  const signal = AbortSignal.any([options.context.signal, stop.signal])
  const context: Context = {...options.context, signal}
  try {
    const image = (await given.exported?.(context)) ?? given
    const source = outgoing(image, compress)
    const id = source.config.digest
    // What is packed otherwise is no more what is there.
    const mayTake = compress === null || !destination.keepsManifests
    if (mayTake && (await destination.takeExisting?.(id, signal)))
      return {digest: null, id, keepsDigest: false, layers: there(image)}
    const arrivals = new Arrivals(destination)
    const layers = await inTurns(source.layers, AT_ONCE, (prepare, layer) =>
      arrivals.putLayer(prepare, layer, context, onEvent).catch(thrown => {
        stop.abort()
        throw thrown
      }),
    )
    await arrivals.put(source.config, context, () => {})
    const manifest = source.manifest(layers)
    await destination.putManifest(manifest, signal)
    if (!destination.keepsManifests) return {digest: null, id, keepsDigest: false, layers}
    return {digest: manifest.digest, id, keepsDigest: source.keepsDigest, layers}
  } finally {
    destination.close()
  }
}

/** The layers of an image that was there already. */
function there({layers}: Image): readonly ArrivedLayer[] {
  return layers.flatMap(({digest, diffId, compressedSize}) => {
    const known = digest ?? diffId
    return known === null ? [] : [{digest: known, size: compressedSize ?? 0, arrival: 'there' as const}]
  })
}
