import type {UnionFigures} from '../image/analysis/figures.ts'
import {Union} from '../image/filesystem/union.ts'
import {LayerIndex} from '../image/layer/layer-index.ts'
import type {Trust} from '../image/layer/trust.ts'
import {type Failure, throwIfCancelled, toFailure} from '../image/oci/error.ts'
import type {Context, Image, Layer} from '../image/oci/image.ts'
import {LayerCache} from './cache/layer-cache.ts'
import {type Bundled, bundlesOf, readBundle} from './read-bundle.ts'
import {keepLayer, type Readers, readLayer} from './read-layer.ts'
import type {LayerData, ScanResult} from './worker/protocol.ts'
import type {CompareResult, UnionResult} from './worker/union-protocol.ts'

/**
 * What is told while an image's layers are read. Layers come in any order. `union` may come several times, each standing on
 * more layers than the one before; the last has `complete: true`: every layer was read or failed.
 */
export type IndexEvent =
  | {
      readonly type: 'layer-progress'
      readonly layer: number
      readonly done: number
      readonly total: number
      /** bytes that came from elsewhere for it so far; absent where that is not what is told */
      readonly fetched?: number
    }
  | {readonly type: 'layer-indexed'; readonly layer: number; readonly index: LayerIndex; readonly trust: Trust}
  | {readonly type: 'layer-failed'; readonly layer: number; readonly failure: Failure}
  | {readonly type: 'layer-verified'; readonly layer: number; readonly trust: Trust}
  | {readonly type: 'union'; readonly union: Union; readonly figures: UnionFigures; readonly complete: boolean}
  /** contents of equal size were compared: the union's changes and reasons are final now */
  | {
      readonly type: 'contents-compared'
      readonly union: Union
      readonly figures: UnionFigures
      /** of a difference: files whose contents could not be read */
      readonly unread?: number
    }

/** How far an image is read, and who hears of it. */
export interface IndexOptions extends Readers {
  readonly context: Context
  readonly onEvent: (event: IndexEvent) => void
  /** the layer to read first, asked each time one is done; the others follow from the base up */
  readonly wanted?: () => number
  /** the layers that the answer stands on, all by default; the others stay unread, which is no failure of theirs */
  readonly needs?: (layer: number) => boolean
  /** tell unions of the layers read so far, for somebody who watches */
  readonly partial: boolean
  /** read contents to compare files of equal size */
  readonly compare: boolean
  /** hash what was hopped over and hold it against the digests */
  readonly verify: boolean
}

/** Between two unions of a part of the layers at least this long, and four times as long as the last one took. */
const PARTIAL_UNION_MS = 300

/**
 * Reads, unites, compares and verifies the layers of an image, in this order, the wanted layer first. Resolves when all is
 * done; a layer that can't be read is an event, not an error. Rejects with `cancelled`, or with our own faults.
 */
export async function indexImage(image: Image, options: IndexOptions): Promise<void> {
  await new Indexing(image, options).run()
}

class Indexing {
  private readonly image: Image
  private readonly options: IndexOptions
  private readonly found: (LayerData | null)[]
  private readonly trust: (Trust | null)[]
  private readonly open: Set<number>
  private left: number
  private partialAt = performance.now() + PARTIAL_UNION_MS
  private uniting = false

  constructor(image: Image, options: IndexOptions) {
    this.image = image
    this.options = options
    this.found = image.layers.map(() => null)
    this.trust = image.layers.map(() => null)
    const {needs = () => true} = options
    const order = [...image.layers.keys()].filter(needs)
    // Where nobody watches, the longest work goes first: two threads then end at about the same time.
    if (options.wanted === undefined) order.sort((a, b) => storedSize(image.layers[b]!) - storedSize(image.layers[a]!))
    this.open = new Set(order)
    this.left = order.length
  }

  async run(): Promise<void> {
    const kept = await this.recall()
    const bundles = this.bundles()
    const lanes = Array.from({length: Math.min(this.options.pool.size, this.open.size)}, () => this.lane())
    await Promise.all([...bundles.map(bundled => this.readBundle(bundled)), ...lanes])
    throwIfCancelled(this.options.context.signal)
    const whole = await this.unite(true, kept)
    const compares = this.options.compare && whole.uncompared.length > 0
    const {figures, unread} = compares
      ? await this.compare(whole.union, whole.uncompared)
      : {figures: whole.figures, unread: whole.uncompared.length}
    this.options.onEvent({type: 'contents-compared', union: whole.union, figures})
    if (this.options.verify) await this.verify()
    // What nobody could look at may be told apart another time.
    if (!whole.cached && unread === 0) await this.keep(whole.union, figures)
  }

  /** Takes what the cache has; gives the union of the whole image where it is kept too. */
  private async recall(): Promise<UnionResult | null> {
    const {cacheFolder, context, pool} = this.options
    if (cacheFolder === null || this.open.size === 0) return null
    const layers = this.image.layers.map(({index, content, diffId, digest}) =>
      content !== null && this.open.has(index)
        ? {region: content.region ?? null, table: content.table ?? null, diffId, digest}
        : null,
    )
    // An engine has to prepare an export for seconds: it need not wait for a thread that has nothing to tell.
    const cache = new LayerCache(cacheFolder)
    if (!layers.some(layer => layer !== null && (layer.region !== null || cache.mayKnow(layer)))) return null
    const result = await pool.run({type: 'recall', layers, cacheFolder}, context)
    for (const [index, found] of result.layers.entries()) {
      if (found === null) continue
      this.open.delete(index)
      this.left--
      this.take(index, found)
    }
    return result.union
  }

  private take(index: number, {layer, trust}: ScanResult): void {
    this.found[index] = layer
    this.trust[index] = trust
    this.options.onEvent({
      type: 'layer-indexed',
      layer: index,
      index: new LayerIndex(layer.columns, layer.facts),
      trust,
    })
  }

  /** Takes the layers that come together out of those that are read one by one. */
  private bundles(): readonly Bundled[] {
    const bundles = bundlesOf([...this.open].map(index => this.image.layers[index]!))
    for (const {layers} of bundles) for (const {index} of layers) this.open.delete(index)
    return bundles
  }

  private async readBundle({bundle, layers}: Bundled): Promise<void> {
    const {context, onEvent, partial, pool, verify} = this.options
    // A layer that was found in its place on the disk is found again where there was no room for all of them.
    const settled = new Set<number>()
    const settle = ({index}: Layer) => {
      if (!settled.has(index)) this.left--
      settled.add(index)
      // An order settles many at once: what stands on the first of them alone is nothing to wait for.
      queueMicrotask(() => this.uniteInPassing())
    }
    // Writing to the disk can wait until the engine has no more to read from it.
    const toKeep: ScanResult[] = []
    await readBundle(bundle, layers, {
      signal: context.signal,
      // Who watches is shown the tree first, and waits for the hashing afterwards.
      pool: partial && verify ? pool : null,
      progress: (layer, done, total) => onEvent({type: 'layer-progress', layer: layer.index, done, total}),
      found: (layer, result) => {
        this.take(layer.index, result)
        if (result.layer.facts.diffId !== null) toKeep.push(result)
        settle(layer)
      },
      failed: (layer, error) => {
        onEvent({type: 'layer-failed', layer: layer.index, failure: toFailure(error)})
        settle(layer)
      },
    }).finally(() => {
      for (const result of toKeep) keepLayer(result, this.options, context)
    })
  }

  /** Takes one layer after the other, the wanted one first, then those nearest to it from the base up. */
  private async lane(): Promise<void> {
    for (let index = this.next(); index !== null; index = this.next()) {
      await this.readLayer(this.image.layers[index]!)
      this.left--
      this.uniteInPassing()
    }
  }

  private next(): number | null {
    const wanted = this.options.wanted?.()
    const next = wanted !== undefined && this.open.has(wanted) ? wanted : this.open.values().next().value
    if (next === undefined) return null
    this.open.delete(next)
    return next
  }

  private contextOf(layer: Layer): Context {
    return {
      signal: this.options.context.signal,
      progress: ({done, total, fetched}) => {
        const told = fetched === undefined ? {} : {fetched}
        this.options.onEvent({type: 'layer-progress', layer: layer.index, done, total: total ?? 0, ...told})
      },
    }
  }

  private async readLayer(layer: Layer): Promise<void> {
    try {
      this.take(layer.index, await readLayer(layer, this.options, this.contextOf(layer)))
    } catch (error) {
      this.failed(layer, error)
    }
  }

  /** A first tree while layers are still on their way, never so often that it slows them down. */
  private uniteInPassing(): void {
    if (!this.options.partial || this.left === 0 || this.uniting || performance.now() < this.partialAt) return
    const before = performance.now()
    this.uniting = true
    void this.unite(false)
      .catch(() => {}) // the last union tells what is wrong
      .finally(() => {
        this.uniting = false
        const now = performance.now()
        this.partialAt = now + Math.max(PARTIAL_UNION_MS, 4 * (now - before))
      })
  }

  private async unite(
    complete: boolean,
    kept: UnionResult | null = null,
  ): Promise<{union: Union; figures: UnionFigures; uncompared: Int32Array; cached: boolean}> {
    const layers = [...this.found]
    const {cacheFolder, context, onEvent, pool} = this.options
    const result = kept ?? (await pool.run({type: 'union', layers, cacheFolder}, context))
    const indexes = layers.map(data => data && new LayerIndex(data.columns, data.facts))
    const union = new Union(result.columns, indexes)
    // A partial tree that comes after the whole one answers a question nobody asks any more.
    if (complete || this.left > 0) onEvent({type: 'union', union, figures: result.figures, complete})
    return {...result, union}
  }

  private async compare(union: Union, versions: Int32Array): Promise<CompareResult> {
    // Of a layer that only its table tells of nobody knows where its files lie in the tar.
    const regions = this.image.layers.map((layer, i) =>
      this.found[i]?.facts.table === undefined ? (layer.content?.region ?? null) : null,
    )
    const task = {type: 'compare', layers: this.found, regions, union: union.columns, versions} as const
    return this.options.pool.run(task, this.options.context)
  }

  /** A stack whose every layer was hashed need not be united and compared again. */
  private async keep(union: Union, figures: UnionFigures): Promise<void> {
    const {cacheFolder, context, pool} = this.options
    const diffIds = this.image.layers.map((layer, i) => (this.trust[i] === 'verified' ? layer.diffId : null))
    if (cacheFolder === null || diffIds.length === 0 || !diffIds.every(diffId => diffId !== null)) return
    await pool.run({type: 'keep', diffIds, union: union.columns, figures, cacheFolder}, context)
  }

  private async verify(): Promise<void> {
    const open = this.image.layers.filter(layer => this.trust[layer.index] === 'unverified')
    await Promise.all(open.map(layer => this.verifyLayer(layer)))
  }

  private async verifyLayer(layer: Layer): Promise<void> {
    const {cacheFolder, onEvent, pool} = this.options
    const {index, content, diffId, digest} = layer
    if (content?.region === undefined || (diffId === null && digest === null)) return
    const {region, bundle} = content
    // What lies here only as long as the program runs is all that is ever known of its contents.
    const contents = bundle !== undefined
    const task = {type: 'verify', region, layer: this.found[index]!, contents, diffId, digest, cacheFolder} as const
    try {
      const {trust, layer: data} = await pool.run(task, this.contextOf(layer))
      this.trust[index] = trust
      this.found[index] = data
      onEvent({type: 'layer-verified', layer: index, trust})
    } catch (error) {
      // It was known from elsewhere, and what lies here is damaged.
      this.failed(layer, error)
    }
  }

  /** Tells that a layer can't be read; rethrows what has nothing to do with the layer. */
  private failed(layer: Layer, error: unknown): void {
    const failure = toFailure(error)
    if (failure.kind === 'cancelled' || failure.kind === 'internal') throw error
    this.options.onEvent({type: 'layer-failed', layer: layer.index, failure})
  }
}

function storedSize(layer: Layer): number {
  return layer.content?.region?.size ?? layer.content?.size ?? layer.compressedSize ?? 0
}
