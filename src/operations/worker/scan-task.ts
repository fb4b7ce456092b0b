import {createHash} from 'node:crypto'
import {LayerIndex} from '../../image/layer/layer-index.ts'
import {hopLayer, scanLayer} from '../../image/layer/scan-layer.ts'
import type {Trust} from '../../image/layer/trust.ts'
import {parseDigest} from '../../image/oci/digest.ts'
import {sniffCompression} from '../../image/tar/decompress.ts'
import {type CachedLayer, LayerCache} from '../cache/layer-cache.ts'
import type {ScanResult, ScanTask, VerifyResult, VerifyTask} from './protocol.ts'
import {RegionReader, streamOf} from './region-reader.ts'

/** Tells how far a task is; throws where it was cancelled. */
export type Report = (done: number, total: number) => void

/** What to do once the answer is on its way: writing the cache must not keep the screen waiting. */
export type Afterwards = () => void

/** Indexes a layer on disk: from the cache; by hopping where it is a plain tar; else by reading and hashing all of it. */
export async function scan(task: ScanTask, report: Report): Promise<{result: ScanResult; afterwards?: Afterwards}> {
  const cache = task.cacheFolder === null ? null : new LayerCache(task.cacheFolder)
  const cached = cache?.read(task.region, task.diffId) ?? null
  if (cached !== null) return {result: resultOf(cached)}
  const {size} = task.region
  const reader = new RegionReader(task.region)
  try {
    const head = new Uint8Array(6)
    const compression = sniffCompression(head.subarray(0, reader.readAt(head, 0)))
    if (compression === 'none') {
      const layer = hopLayer(reader.readAt, size, done => report(done, size))
      return {
        result: {layer: {columns: layer.columns, facts: layer.facts}, trust: 'unverified'},
        afterwards: () => cache?.writeHopped(task.region, layer.columns, layer.facts),
      }
    }
  } finally {
    reader.close()
  }
  const layer = await scanLayer(streamOf(task.region), size, done => report(done, size))
  const trust = trustOf(layer, task)
  return {
    result: {layer: {columns: layer.columns, facts: layer.facts}, trust},
    afterwards: () => cache?.writeVerified(task.region, layer.columns, layer.facts),
  }
}

/** What the cache knew, as if it had just been scanned. */
export function resultOf({columns, facts, verified}: CachedLayer): ScanResult {
  return {layer: {columns, facts}, trust: verified ? 'verified' : 'unverified'}
}

function trustOf(layer: LayerIndex, claimed: Pick<ScanTask, 'diffId' | 'digest'>): Trust {
  const {diffId, blobDigest} = layer.facts
  // Digests by another algorithm than SHA-256 were not computed: what was not looked at is neither right nor wrong.
  if (claimed.digest?.startsWith('sha256:') && blobDigest !== claimed.digest) return 'mismatch'
  if (claimed.diffId?.startsWith('sha256:') && diffId !== claimed.diffId) return 'mismatch'
  return claimed.digest !== null || claimed.diffId !== null ? 'verified' : 'unverified'
}

/**
 * Hashes a layer's bytes and holds them against its digests. A plain tar's hash is its diffID; of a compressed blob only the
 * stored bytes are read, which is enough where the manifest gives their digest.
 */
export async function verify(
  task: VerifyTask,
  report: Report,
): Promise<{result: VerifyResult; afterwards?: Afterwards}> {
  const hash = createHash('sha256')
  let done = 0
  for await (const chunk of streamOf(task.region)) {
    hash.update(chunk)
    done += chunk.length
    report(done, task.region.size)
  }
  const actual = parseDigest(`sha256:${hash.digest('hex')}`)
  const plain = task.layer.facts.compression === 'none' && done === task.layer.facts.tarSize
  const layer = new LayerIndex(task.layer.columns, {
    ...task.layer.facts,
    blobDigest: actual,
    diffId: plain ? actual : task.layer.facts.diffId,
  })
  const trust = trustOf(layer, task)
  if (trust !== 'verified' || task.cacheFolder === null) return {result: {trust, actual}}
  const cache = new LayerCache(task.cacheFolder)
  return {result: {trust, actual}, afterwards: () => cache.writeVerified(task.region, layer.columns, layer.facts)}
}
