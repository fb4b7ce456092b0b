import {scanLayer} from '../image/layer/scan-layer.ts'
import {trustOf} from '../image/layer/trust.ts'
import {type Failure, LensError, throwIfCancelled, toFailure} from '../image/oci/error.ts'
import type {Context, Layer, LayerContent} from '../image/oci/image.ts'
import {t} from '../text/translate.ts'
import type {WorkerPool} from './worker/pool.ts'
import type {ScanResult} from './worker/protocol.ts'

/** Who reads, and where what was read is kept. */
export interface Readers {
  readonly pool: WorkerPool
  /** null: nothing is kept on disk */
  readonly cacheFolder: string | null
}

const TABLE_FAILURES: readonly Failure['kind'][] = [
  'manifest-malformed',
  'digest-mismatch',
  'compression-damaged',
  'limit-exceeded',
]

/**
 * Indexes a layer: by its own table of contents where it is elsewhere and has one, in a thread where its bytes lie on disk, else
 * as they flow by. Throws `blob-missing` for one that is not here, what its source throws, and `cancelled`.
 */
export async function readLayer(layer: Layer, readers: Readers, context: Context): Promise<ScanResult> {
  const {content, diffId, digest} = layer
  const {pool, cacheFolder} = readers
  if (content === null) throw new LensError('blob-missing', layer.missing ?? t`The layer is not here.`)
  const listed = content.region === undefined ? await readTable(content, digest, readers, context) : null
  if (listed !== null) return listed
  // What lies on disk is read by a thread of its own; what has no room there flows by here.
  const region = content.region ?? ((await content.bring?.(context)) ? content.region : undefined)
  if (region !== undefined) return pool.run({type: 'scan', region, diffId, digest, cacheFolder}, context)
  const result = await scanInPassing(layer, content, context)
  keepLayer(result, readers, context)
  return result
}

/** Every byte of it was hashed: whoever meets the layer again need not read it. */
export function keepLayer({layer, trust}: ScanResult, {pool, cacheFolder}: Readers, context: Context): void {
  if (cacheFolder === null || trust === 'mismatch') return
  // The cache is a comfort; being cancelled is told by everything else.
  void pool.run({type: 'keep-layer', layer, cacheFolder}, context).catch(() => {})
}

async function scanInPassing(layer: Layer, content: LayerContent, context: Context): Promise<ScanResult> {
  const size = content.size ?? layer.compressedSize ?? 0
  const {columns, facts} = await scanLayer(await content.open(context), size, done => {
    throwIfCancelled(context.signal)
    // What could have been brought here, and had no room, comes from elsewhere as it is scanned.
    const fetched = content.bring === undefined ? {} : {fetched: done}
    context.progress({label: 'scan', done, ...(size === 0 ? {} : {total: size}), ...fetched})
  })
  return {layer: {columns, facts}, trust: trustOf(facts, layer)}
}

/** A layer that is elsewhere by its own table of contents; null where it has none that is of use. */
async function readTable(
  content: LayerContent,
  digest: Layer['digest'],
  {pool, cacheFolder}: Readers,
  context: Context,
): Promise<ScanResult | null> {
  try {
    const table = (await content.fetchTable?.(context)) ?? null
    const blobSize = content.size ?? 0
    return table && (await pool.run({type: 'table', table, blobSize, digest, cacheFolder}, context))
  } catch (error) {
    // A table that is damaged or in another shape is no reason not to read the layer itself.
    if (TABLE_FAILURES.includes(toFailure(error).kind)) return null
    throw error
  }
}
