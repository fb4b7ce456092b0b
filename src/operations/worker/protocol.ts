import type {UnionFigures} from '../../image/analysis/figures.ts'
import type {UnionColumns} from '../../image/filesystem/union.ts'
import type {LayerColumns, LayerFacts} from '../../image/layer/layer-index.ts'
import type {Trust} from '../../image/layer/trust.ts'
import type {Digest} from '../../image/oci/digest.ts'
import type {Failure} from '../../image/oci/error.ts'
import type {Region} from '../../image/oci/image.ts'

/** What crosses between the threads: plain data, and columns over shared memory that are not copied. */
export interface LayerData {
  readonly columns: LayerColumns
  readonly facts: LayerFacts
}

/** Index a layer whose bytes lie on disk: from the cache, by hopping if it is a plain tar, else by reading it all. */
export interface ScanTask {
  readonly type: 'scan'
  readonly region: Region
  readonly diffId: Digest | null
  readonly digest: Digest | null
  readonly cacheFolder: string | null
}
export interface ScanResult {
  readonly layer: LayerData
  readonly trust: Trust
}

/** What the cache knows of a whole image, in one answer: a layer at a time would cost a turn of the busy main thread each. */
export interface RecallTask {
  readonly type: 'recall'
  readonly layers: readonly (Pick<ScanTask, 'region' | 'diffId' | 'digest'> | null)[]
  readonly cacheFolder: string
}
export interface RecallResult {
  readonly layers: readonly (ScanResult | null)[]
  /** the union of all of them, contents compared; null where it is not kept */
  readonly union: UnionResult | null
}

/** Read a layer's bytes again, all of them, and hold them against its digests. */
export interface VerifyTask {
  readonly type: 'verify'
  readonly region: Region
  readonly layer: LayerData
  readonly diffId: Digest | null
  readonly digest: Digest | null
  readonly cacheFolder: string | null
}
export interface VerifyResult {
  readonly trust: Trust
}

/** Stack layers; from the cache where every one of them has a diffID that its bytes were hashed to. */
export interface UnionTask {
  readonly type: 'union'
  readonly layers: readonly (LayerData | null)[]
  readonly cacheFolder: string | null
}
export interface UnionResult {
  readonly columns: UnionColumns
  readonly figures: UnionFigures
  readonly uncompared: Int32Array
  readonly cached: boolean
}

/** Keep a union whose contents were compared. */
export interface KeepTask {
  readonly type: 'keep'
  readonly diffIds: readonly Digest[]
  readonly union: UnionColumns
  readonly figures: UnionFigures
  readonly cacheFolder: string
}

/** Compare contents that no digest tells apart, and write what is found into the union's columns. */
export interface CompareTask {
  readonly type: 'compare'
  readonly layers: readonly (LayerData | null)[]
  /** by layer: where its plain tar lies, null where it is compressed or not here */
  readonly regions: readonly (Region | null)[]
  readonly union: UnionColumns
  readonly versions: Int32Array
}
export interface CompareResult {
  readonly figures: UnionFigures
  /** versions whose contents could not be read; they keep what their times suggest */
  readonly unread: number
}

export type Task = RecallTask | ScanTask | VerifyTask | UnionTask | CompareTask | KeepTask
export type ResultOf<T extends Task> = T extends RecallTask
  ? RecallResult
  : T extends ScanTask
    ? ScanResult
    : T extends VerifyTask
      ? VerifyResult
      : T extends UnionTask
        ? UnionResult
        : T extends CompareTask
          ? CompareResult
          : null

export interface Request {
  readonly id: number
  readonly task: Task
  /** one shared word; anything but 0 means: stop */
  readonly cancelled: Int32Array
}

export type Reply =
  | {readonly id: number; readonly type: 'progress'; readonly done: number; readonly total: number}
  | {
      readonly id: number
      readonly type: 'done'
      readonly result: RecallResult | ScanResult | VerifyResult | UnionResult | CompareResult | null
    }
  | {readonly id: number; readonly type: 'failed'; readonly failure: Failure; readonly stack: string | null}
