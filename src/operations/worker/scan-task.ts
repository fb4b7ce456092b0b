import {createHash} from 'node:crypto'
import {hopLayer, scanLayer} from '../../image/layer/scan-layer.ts'
import {indexFromTable} from '../../image/layer/table-index.ts'
import {type ClaimedDigests, trustOf} from '../../image/layer/trust.ts'
import {parseDigest} from '../../image/oci/digest.ts'
import {sniffCompression} from '../../image/tar/decompress.ts'
import type {CachedLayer} from '../cache/layer-cache.ts'
import type {LayerData, ScanResult, ScanTask, TableTask, VerifyResult, VerifyTask} from './protocol.ts'
import {piecesOf, RegionReader} from './region-reader.ts'
import {threadCache} from './thread-cache.ts'

/** Tells how far a task is; throws where it was cancelled. */
export type Report = (done: number, total: number) => void

/** Writing the cache, once the answer is on its way: it must not keep the screen waiting. */
export interface Afterwards {
  readonly write: () => void
  /** to find it out again takes no longer than to write it: what others wait for goes first */
  readonly canWait: boolean
}

/** Indexes a layer on disk: from the cache; by hopping where it is a plain tar; else by reading and hashing all of it. */
export async function scan(task: ScanTask, report: Report): Promise<{result: ScanResult; afterwards?: Afterwards}> {
  const cache = task.cacheFolder === null ? null : threadCache(task.cacheFolder)
  const cached = cache?.read(task.region, task.diffId) ?? null
  if (cached !== null) return {result: resultOf(cached, task)}
  const {size} = task.region
  const reader = new RegionReader(task.region)
  try {
    const head = new Uint8Array(6)
    const compression = sniffCompression(head.subarray(0, reader.readAt(head, 0)))
    if (compression === 'none') {
      const layer = hopLayer(reader.readAt, size, done => report(done, size))
      return {
        result: {layer: {columns: layer.columns, facts: layer.facts}, trust: 'unverified'},
        afterwards: {write: () => cache?.writeHopped(task.region, layer.columns, layer.facts), canWait: true},
      }
    }
  } finally {
    reader.close()
  }
  const layer = await scanLayer(piecesOf(task.region), size, done => report(done, size), {here: true})
  const trust = trustOf(layer.facts, task)
  return {
    result: {layer: {columns: layer.columns, facts: layer.facts}, trust},
    afterwards: {write: () => cache?.writeVerified(task.region, layer.columns, layer.facts), canWait: false},
  }
}

/** Indexes a layer by its table of contents: nothing of the blob was hashed, so it stays unverified. */
export async function scanTable(task: TableTask): Promise<{result: ScanResult; afterwards: Afterwards}> {
  const {table, blobSize, digest, cacheFolder} = task
  const {columns, facts} = await indexFromTable(table, blobSize)
  return {
    result: {layer: {columns, facts}, trust: 'unverified'},
    afterwards: {
      write: () => {
        if (cacheFolder !== null && digest !== null) {
          threadCache(cacheFolder).writeTable({digest, table: table.digest}, columns, facts)
        }
      },
      canWait: false,
    },
  }
}

/** What the cache knew, as if it had just been scanned. */
export function resultOf({columns, facts, verified}: CachedLayer, claimed: ClaimedDigests): ScanResult {
  return {layer: {columns, facts}, trust: verified ? trustOf(facts, claimed) : 'unverified'}
}

/**
 * Reads all of a layer's bytes and holds them against its digests. Of a plain tar that was hopped through only the hash is
 * missing; a compressed blob is unpacked again, since what its tar hashes to is a claim too.
 */
export async function verify(
  task: VerifyTask,
  report: Report,
): Promise<{result: VerifyResult; afterwards?: Afterwards}> {
  const {region, cacheFolder} = task
  const tarAlone = task.layer.facts.compression === 'none' && !task.contents
  const {columns, facts} = tarAlone ? await hashed(task, report) : await scanned(task, report)
  const trust = trustOf(facts, task)
  const result = {trust, layer: {columns, facts}}
  if (trust !== 'verified' || cacheFolder === null) return {result}
  const write = () => threadCache(cacheFolder).writeVerified(region, columns, facts)
  return {result, afterwards: {write, canWait: false}}
}

async function scanned({region}: VerifyTask, report: Report): Promise<LayerData> {
  return scanLayer(piecesOf(region), region.size, done => report(done, region.size), {here: true})
}

async function hashed({region, layer}: VerifyTask, report: Report): Promise<LayerData> {
  const hash = createHash('sha256')
  let done = 0
  for await (const chunk of piecesOf(region)) {
    hash.update(chunk)
    done += chunk.length
    report(done, region.size)
  }
  const actual = parseDigest(`sha256:${hash.digest('hex')}`)
  return {columns: layer.columns, facts: {...layer.facts, diffId: actual, blobDigest: actual}}
}
