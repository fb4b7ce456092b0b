import type {LayerIndex} from '../image/layer/layer-index.ts'
import {scanLayer} from '../image/layer/scan-layer.ts'
import {trustOf} from '../image/layer/trust.ts'
import {LensError, throwIfCancelled} from '../image/oci/error.ts'
import type {Layer, LayerBundle} from '../image/oci/image.ts'
import {t} from '../text/translate.ts'
import {PlacedBlobs} from './placed-blobs.ts'
import type {WorkerPool} from './worker/pool.ts'
import type {ScanResult} from './worker/protocol.ts'

/** Layers that come in one stream. */
export interface Bundled {
  readonly bundle: LayerBundle
  readonly layers: readonly Layer[]
}

/** Those of the layers that come together with others, by what brings them. */
export function bundlesOf(layers: readonly Layer[]): readonly Bundled[] {
  const bundles = new Map<LayerBundle, Layer[]>()
  for (const layer of layers) {
    const bundle = layer.content?.bundle
    if (bundle === undefined) continue
    const known = bundles.get(bundle)
    if (known === undefined) bundles.set(bundle, [layer])
    else known.push(layer)
  }
  return [...bundles].map(([bundle, together]) => ({bundle, layers: together}))
}

/** Who hears of the layers of a bundle as they come. */
export interface BundleReading {
  readonly signal: AbortSignal
  /** where there is somebody to look at layers in their place, the stream may be kept on disk; null: they are read as they flow by */
  readonly pool: WorkerPool | null
  /**
   * how far a layer is that has not come yet, bytes. Nobody knows which of them it is that flows by: each is told of its share
   * of the whole stream
   */
  readonly progress: (layer: Layer, done: number, total: number) => void
  readonly found: (layer: Layer, result: ScanResult) => void
  /** a layer that the stream did not bring, or that could not be read */
  readonly failed: (layer: Layer, error: LensError) => void
}

/** Between two words on how far the stream is, milliseconds: each is a frame, which the stream then has to wait for. */
const TELL_MS = 200

/**
 * Scans and hashes the layers of a bundle as they flow by, or hops through them where they are kept on disk: those are not
 * verified. Which layer a blob is, its digest says, or the name that claims it; where it has none of those that are looked for,
 * the order at the end does, and its bytes are then not what the image claims. A layer that comes twice in the image is scanned
 * once. Throws `cancelled`; whatever else ends the stream costs the layers that had not come.
 */
export async function readBundle(
  bundle: LayerBundle,
  layers: readonly Layer[],
  {signal, pool, progress, found, failed}: BundleReading,
): Promise<void> {
  const wanted = new Wanted(layers, found, failed)
  const places = pool && new PlacedBlobs(pool, signal, (name, result) => wanted.take(name, result))
  let behind = 0
  let nextWord = 0
  const pulse = (done: number) => {
    throwIfCancelled(signal)
    const now = performance.now()
    if (now < nextWord) return
    nextWord = now + TELL_MS
    const share = Math.min(behind + done, bundle.size) / layers.length
    for (const layer of wanted.left) progress(layer, Math.floor(share), Math.ceil(bundle.size / layers.length))
  }
  try {
    for await (const item of bundle.read({signal, progress: ({done}) => pulse(done)}, pool !== null)) {
      throwIfCancelled(signal)
      if (item.kind === 'order') {
        await places?.stop()
        wanted.inOrder(item.names)
      } else if (item.kind === 'anew') {
        await places?.stop()
        wanted.anew()
      } else if (item.kind === 'broken') {
        await places?.identified()
        throw item.failure
      } else {
        const {name, size, chunks, region} = item
        if (wanted.mayBe(name)) {
          if (places === null || region === undefined) {
            wanted.take(name, await scanned(() => scanLayer(chunks, size, pulse)))
          } else {
            const index = await scanned(() => places.hop(region))
            const isKnown = wanted.take(name, index)
            if (!isKnown && !(index instanceof LensError)) places.identify(name, region, index)
          }
        }
        // What is kept is counted where it is written.
        if (region === undefined) behind += size
      }
    }
    wanted.giveUp(
      new LensError('blob-missing', t`The engine exported the image without this layer.`, {advice: FETCH_ANEW}),
    )
  } catch (thrown) {
    if (!(thrown instanceof LensError) || thrown.kind === 'cancelled') throw thrown
    wanted.giveUp(thrown)
  } finally {
    await places?.stop()
  }
}

const FETCH_ANEW = t`It may lack parts of the image; fetch the image anew: docker pull NAME`

type Scanned = LayerIndex | LensError

/** More blobs than an image has layers, wherever it comes from. */
const MOST_UNKNOWN = 512

/** The layers that are still looked for. */
class Wanted {
  private readonly open: Map<number, Layer>
  /** those that were found by a name or an order alone */
  private readonly unhashed: Layer[] = []
  private readonly most: number
  /** what was scanned and is none of them, by its name */
  private readonly strays = new Map<string, Scanned>()
  private readonly found: BundleReading['found']
  private readonly failed: BundleReading['failed']

  constructor(layers: readonly Layer[], found: BundleReading['found'], failed: BundleReading['failed']) {
    this.open = new Map(layers.map(layer => [layer.index, layer]))
    this.most = layers.length
    this.found = found
    this.failed = failed
  }

  get left(): readonly Layer[] {
    return [...this.open.values()]
  }

  /** False for a blob that need not be read: nothing is looked for any more, or its name says that it is something else. */
  mayBe(name: string): boolean {
    const hex = /(?:^|\/)([0-9a-f]{64})\.tar$/.exec(name)?.[1]
    const layers = this.left
    return hex === undefined ? layers.length > 0 : layers.some(({diffId}) => diffId === `sha256:${hex}`)
  }

  /** False for what is none of them, as far as its digest or its name tells. */
  take(name: string, result: Scanned): boolean {
    const claimed = result instanceof LensError ? [] : this.left.filter(layer => claims(layer, result, name))
    for (const layer of claimed) this.settle(layer, result)
    if (claimed.length > 0) return true
    // What was hashed and is nobody's is not kept more often than it can be needed.
    const isHashed = result instanceof LensError || isWhole(result)
    if (this.strays.has(name) || this.strays.size < (isHashed ? this.most : MOST_UNKNOWN)) this.strays.set(name, result)
    return false
  }

  /** Everything comes once more: what was not hashed yet is looked for again. */
  anew(): void {
    this.strays.clear()
    for (const layer of this.unhashed.splice(0)) this.open.set(layer.index, layer)
  }

  inOrder(names: readonly string[]): void {
    for (const layer of this.left) {
      const stray = this.strays.get(names[layer.index] ?? '')
      if (stray !== undefined) this.settle(layer, stray)
    }
  }

  giveUp(why: LensError): void {
    for (const layer of this.left) this.settle(layer, why)
  }

  private settle(layer: Layer, result: Scanned): void {
    this.open.delete(layer.index)
    if (result instanceof LensError) this.failed(layer, result)
    else {
      if (!isWhole(result)) this.unhashed.push(layer)
      this.found(layer, resultOf(result, layer))
    }
  }
}

/** What is wrong with one blob costs its layer; what is wrong with the stream costs all. */
async function scanned(scan: () => Promise<LayerIndex>): Promise<Scanned> {
  try {
    return await scan()
  } catch (thrown) {
    if (thrown instanceof LensError && thrown.kind.startsWith('compression-')) return thrown
    throw thrown
  }
}

/** Every byte of it was hashed. */
function isWhole({facts}: LayerIndex): boolean {
  return facts.diffId !== null
}

function claims(layer: Layer, index: LayerIndex, name: string): boolean {
  const {facts} = index
  if (layer.diffId !== null && (isWhole(index) ? facts.filledDiffId : digestNamed(name)) === layer.diffId) return true
  return trustOf(facts, layer) === 'verified'
}

/** `HEX.tar` (Podman) and `blobs/sha256/HEX` (Docker 25 and later) name what the bytes are said to hash to. */
function digestNamed(name: string): string | null {
  const hex = /(?:^|\/)([0-9a-f]{64})(?:\.tar)?$/.exec(name)?.[1]
  return hex === undefined ? null : `sha256:${hex}`
}

function resultOf(index: LayerIndex, layer: Layer): ScanResult {
  return {layer: {columns: index.columns, facts: index.facts}, trust: trustOf(index.facts, layer)}
}
