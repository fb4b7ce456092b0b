import type {Trust} from '../../image/layer/trust.ts'
import type {Digest} from '../../image/oci/digest.ts'
import type {Failure} from '../../image/oci/error.ts'
import type {BlobTable, Region} from '../../image/oci/image.ts'
import type {LineDiff} from '../../text/line-diff.ts'
import type {
  AnalyseResult,
  AnalyseTask,
  DuplicatesTask,
  TwinsResult,
  TwinsTask,
  WantedTask,
} from './analysis-protocol.ts'
import type {
  CompareTreesResult,
  CompareTreesTask,
  DiffTask,
  SettleTreesResult,
  SettleTreesTask,
} from './comparison-protocol.ts'
import type {LayerData} from './layer-data.ts'
import type {
  CompareResult,
  CompareTask,
  KeepTask,
  MatchResult,
  MatchTask,
  UnionResult,
  UnionTask,
} from './union-protocol.ts'

export type {LayerData} from './layer-data.ts'

/** Index a layer whose bytes lie on disk: from the cache, by hopping if it is a plain tar, else by reading it all. */
export interface ScanTask {
  readonly type: 'scan'
  readonly region: Region
  readonly diffId: Digest | null
  readonly digest: Digest | null
  readonly cacheFolder: string | null
}
/** A layer, and how sure we are that it is the one that its digests name. */
export interface ScanResult {
  readonly layer: LayerData
  readonly trust: Trust
}

/** Index a layer by its own table of contents, which was fetched alone. */
export interface TableTask {
  readonly type: 'table'
  readonly table: BlobTable
  readonly blobSize: number
  /** of the blob: what the index is kept under */
  readonly digest: Digest | null
  readonly cacheFolder: string | null
}

/** A layer that is elsewhere is known by its blob's digest; one that has none either, by its diffID alone. */
export interface RecalledLayer extends Pick<ScanTask, 'diffId' | 'digest'> {
  /** null: the blob is elsewhere */
  readonly region: Region | null
  /** digest of its own table of contents, where the manifest names one */
  readonly table: Digest | null
}

/** What the cache knows of a whole image, in one answer: a layer at a time would cost a turn of the busy main thread each. */
export interface RecallTask {
  readonly type: 'recall'
  /** null: the layer is not here, or is not asked for */
  readonly layers: readonly (RecalledLayer | null)[]
  readonly cacheFolder: string
}
/** What was found, in the order of the question; null for a layer that the cache doesn't have. */
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
  /** hash also what each file holds: nobody can look at its bytes later */
  readonly contents: boolean
  readonly diffId: Digest | null
  readonly digest: Digest | null
  readonly cacheFolder: string | null
}
/** What its bytes turned out to be. */
export interface VerifyResult {
  readonly trust: Trust
  /** what is known of it now */
  readonly layer: LayerData
}

/** Keep the index of a layer whose every byte was hashed in another thread. */
export interface KeepLayerTask {
  readonly type: 'keep-layer'
  readonly layer: LayerData
  readonly cacheFolder: string
}

/** Every kind of task: what is asked, and what is answered. */
export interface TaskTypes {
  recall: {task: RecallTask; result: RecallResult}
  scan: {task: ScanTask; result: ScanResult}
  table: {task: TableTask; result: ScanResult}
  verify: {task: VerifyTask; result: VerifyResult}
  'keep-layer': {task: KeepLayerTask; result: null}
  union: {task: UnionTask; result: UnionResult}
  compare: {task: CompareTask; result: CompareResult}
  keep: {task: KeepTask; result: null}
  match: {task: MatchTask; result: MatchResult}
  wanted: {task: WantedTask; result: readonly number[]}
  duplicates: {task: DuplicatesTask; result: readonly Int32Array[]}
  analyse: {task: AnalyseTask; result: AnalyseResult}
  twins: {task: TwinsTask; result: TwinsResult}
  'compare-trees': {task: CompareTreesTask; result: CompareTreesResult}
  'settle-trees': {task: SettleTreesTask; result: SettleTreesResult}
  diff: {task: DiffTask; result: LineDiff}
}
export type TaskType = keyof TaskTypes
export type TaskOf<K extends TaskType> = TaskTypes[K]['task']
/** Anything that a thread can be asked. */
export type Task = TaskOf<TaskType>
/** What a task is answered with. */
export type ResultOf<T extends Task> = TaskTypes[T['type']]['result']

/** A task on its way to a thread. */
export interface Request {
  readonly id: number
  readonly task: Task
  /** one shared word; anything but 0 means: stop */
  readonly cancelled: Int32Array
}

/** What a thread says of the request with this ID: how far it is, any number of times, then how it ended. */
export type Reply =
  | {readonly id: number; readonly type: 'progress'; readonly done: number; readonly total: number}
  | {
      readonly id: number
      readonly type: 'done'
      readonly result: ResultOf<Task>
    }
  | {readonly id: number; readonly type: 'failed'; readonly failure: Failure; readonly stack: string | null}
