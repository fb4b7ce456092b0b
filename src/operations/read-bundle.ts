import type {LayerIndex} from '../image/layer/layer-index.ts'
import {scanLayer} from '../image/layer/scan-layer.ts'
import {trustOf} from '../image/layer/trust.ts'
import {LensError, throwIfCancelled} from '../image/oci/error.ts'
import type {Layer, LayerBundle} from '../image/oci/image.ts'
import {t} from '../text/translate.ts'
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

export interface BundleReading {
  readonly signal: AbortSignal
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
 * Scans and hashes the layers of a bundle as they flow by. Which layer a blob is, its digest says; where it has none of those
 * that are looked for, the order at the end does, and its bytes are then not what the image claims. A layer that comes twice in
 * the image is scanned once. Throws `cancelled`; whatever else ends the stream costs the layers that had not come.
 */
export async function readBundle(
  bundle: LayerBundle,
  layers: readonly Layer[],
  {signal, progress, found, failed}: BundleReading,
): Promise<void> {
  const wanted = new Wanted(layers, found, failed)
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
    for await (const item of bundle.read({signal, progress: () => {}})) {
      throwIfCancelled(signal)
      if (item.kind === 'order') wanted.inOrder(item.names)
      else {
        const {name, size, chunks} = item
        if (wanted.mayBe(name)) wanted.take(name, await scanned(chunks, size, pulse))
        behind += size
      }
    }
    wanted.giveUp(
      new LensError('blob-missing', t`The engine exported the image without this layer.`, {advice: FETCH_ANEW}),
    )
  } catch (thrown) {
    if (!(thrown instanceof LensError) || thrown.kind === 'cancelled') throw thrown
    wanted.giveUp(thrown)
  }
}

const FETCH_ANEW = t`It may lack parts of the image; fetch the image anew: docker pull NAME`

type Scanned = LayerIndex | LensError

/** The layers that are still looked for. */
class Wanted {
  private readonly open: Map<number, Layer>
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

  take(name: string, result: Scanned): void {
    const claimed = result instanceof LensError ? [] : this.left.filter(layer => claims(layer, result))
    for (const layer of claimed) this.settle(layer, result)
    // No more of them than there are layers: what nobody asked for is not kept.
    if (claimed.length === 0 && this.strays.size < this.most) this.strays.set(name, result)
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
    else this.found(layer, resultOf(result, layer))
  }
}

/** What is wrong with one blob costs its layer; what is wrong with the stream costs all. */
async function scanned(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
  pulse: (done: number) => void,
): Promise<Scanned> {
  try {
    return await scanLayer(chunks, size, pulse)
  } catch (thrown) {
    if (thrown instanceof LensError && thrown.kind.startsWith('compression-')) return thrown
    throw thrown
  }
}

function claims(layer: Layer, {facts}: LayerIndex): boolean {
  return trustOf(facts, layer) === 'verified' || (layer.diffId !== null && facts.filledDiffId === layer.diffId)
}

function resultOf(index: LayerIndex, layer: Layer): ScanResult {
  return {layer: {columns: index.columns, facts: index.facts}, trust: trustOf(index.facts, layer)}
}
