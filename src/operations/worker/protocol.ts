import type {Analysis} from '../../image/analysis/analyse.ts'
import type {BaseImage} from '../../image/analysis/base-image.ts'
import type {TreeComparison} from '../../image/analysis/comparison/compare-trees.ts'
import type {NoiseSwitches} from '../../image/analysis/comparison/noise.ts'
import type {UnionFigures} from '../../image/analysis/figures.ts'
import type {ImageFacts} from '../../image/analysis/ground.ts'
import type {TwinFile} from '../../image/analysis/sharing/opportunities.ts'
import type {WasteByPath} from '../../image/analysis/waste/waste-by-path.ts'
import type {MatchColumns} from '../../image/filesystem/filter/path-matches.ts'
import type {PathTree} from '../../image/filesystem/filter/path-tree.ts'
import type {PathPattern} from '../../image/filesystem/filter/pattern.ts'
import type {UnionColumns} from '../../image/filesystem/union.ts'
import type {LayerColumns, LayerFacts} from '../../image/layer/layer-index.ts'
import type {Trust} from '../../image/layer/trust.ts'
import type {Digest} from '../../image/oci/digest.ts'
import type {Failure} from '../../image/oci/error.ts'
import type {BlobTable, Region} from '../../image/oci/image.ts'
import type {LineDiff} from '../../text/line-diff.ts'

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
export interface VerifyResult {
  readonly trust: Trust
  /** what is known of it now */
  readonly layer: LayerData
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

/** Keep the index of a layer whose every byte was hashed in another thread. */
export interface KeepLayerTask {
  readonly type: 'keep-layer'
  readonly layer: LayerData
  readonly cacheFolder: string
}

/** Compare contents that no digest tells apart, and write what is found into the union's columns. */
export interface CompareTask {
  readonly type: 'compare'
  readonly layers: readonly (LayerData | null)[]
  /** by layer: where its blob lies, null where it is not on this disk */
  readonly regions: readonly (Region | null)[]
  readonly union: UnionColumns
  readonly versions: Int32Array
}
export interface CompareResult {
  readonly figures: UnionFigures
  /** versions whose contents could not be read; they keep what their times suggest */
  readonly unread: number
}

/** Find the paths that match a pattern; without one, get ready to. What is made ready for a tree is kept for the next task. */
export interface MatchTask {
  readonly type: 'match'
  readonly tree: PathTree
  /** the same for the same tree */
  readonly treeId: number
  readonly pattern: PathPattern | null
}
/** null: ready */
export type MatchResult = MatchColumns | null

/** Compare two texts line by line. */
export interface DiffTask {
  readonly type: 'diff'
  readonly before: Uint8Array
  readonly after: Uint8Array
}

/** Which versions the rules of an analysis would like to read, the most telling first. */
export interface WantedTask {
  readonly type: 'wanted'
  readonly layers: readonly (LayerData | null)[]
  readonly union: UnionColumns
  readonly facts: ImageFacts
  readonly base: BaseImage
}

/** Find files of the final tree that hold the same bytes, reading those that no digest is known of. */
export interface DuplicatesTask {
  readonly type: 'duplicates'
  readonly layers: readonly (LayerData | null)[]
  /** by layer: where its plain tar lies, null where it is compressed or not here */
  readonly regions: readonly (Region | null)[]
  readonly union: UnionColumns
}

/** Say why the image is as big as it is. */
export interface AnalyseTask extends Omit<WantedTask, 'type'> {
  readonly type: 'analyse'
  /** whole files, by version */
  readonly contents: ReadonlyMap<number, Uint8Array>
  readonly duplicates: readonly Int32Array[] | null
  /** also what is wasted at and below each path */
  readonly byPath: boolean
}
export interface AnalyseResult {
  readonly analysis: Analysis
  /** null where it was not asked for */
  readonly byPath: WasteByPath | null
}

/** One of two trees that are compared. */
export interface TreeData {
  readonly layers: readonly (LayerData | null)[]
  readonly union: UnionColumns
  /** as of this layer */
  readonly layer: number
  /** by layer, as the image claims them */
  readonly diffIds: readonly (Digest | null)[]
  /** by layer: where its plain tar lies, null where it is compressed or not here */
  readonly regions: readonly (Region | null)[]
}

/** Compare two trees by what their indexes know. */
export interface CompareTreesTask {
  readonly type: 'compare-trees'
  readonly before: TreeData
  readonly after: TreeData
  readonly quiet: NoiseSwitches
}
export interface CompareTreesResult extends Omit<TreeComparison, 'union'> {
  readonly layers: readonly [before: LayerData, after: LayerData]
  readonly union: UnionColumns
}

/**
 * Read the contents that nothing told apart when trees were compared, and write what is found into the union's columns; or write
 * there what was read elsewhere.
 */
export interface SettleTreesTask extends Omit<CompareTreesTask, 'type' | 'quiet'> {
  readonly type: 'settle-trees'
  readonly compared: CompareTreesResult
  /** by version: whether its content is the same; with it nothing is read */
  readonly told?: ReadonlyMap<number, boolean>
}
export interface SettleTreesResult {
  readonly figures: UnionFigures
  /** versions whose contents could not be read: their times decide */
  readonly unread: Int32Array
}

/** Find files that several layers store with the same bytes, whatever images they are of. */
export interface TwinsTask {
  readonly type: 'twins'
  readonly layers: readonly LayerData[]
  /** by layer: where its plain tar lies, null where it is compressed or not here */
  readonly regions: readonly (Region | null)[]
}
/** by content: its bytes, the layers that store it, and where in each */
export type TwinsResult = readonly TwinFile[]

export type Task =
  | RecallTask
  | ScanTask
  | TableTask
  | VerifyTask
  | UnionTask
  | CompareTask
  | KeepTask
  | KeepLayerTask
  | MatchTask
  | DiffTask
  | WantedTask
  | DuplicatesTask
  | AnalyseTask
  | CompareTreesTask
  | SettleTreesTask
  | TwinsTask
export type ResultOf<T extends Task> = T extends RecallTask
  ? RecallResult
  : T extends ScanTask | TableTask
    ? ScanResult
    : T extends VerifyTask
      ? VerifyResult
      : T extends UnionTask
        ? UnionResult
        : T extends CompareTask
          ? CompareResult
          : T extends MatchTask
            ? MatchResult
            : T extends DiffTask
              ? LineDiff
              : T extends WantedTask
                ? readonly number[]
                : T extends DuplicatesTask
                  ? readonly Int32Array[]
                  : T extends AnalyseTask
                    ? AnalyseResult
                    : T extends CompareTreesTask
                      ? CompareTreesResult
                      : T extends SettleTreesTask
                        ? SettleTreesResult
                        : T extends TwinsTask
                          ? TwinsResult
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
      readonly result: ResultOf<Task>
    }
  | {readonly id: number; readonly type: 'failed'; readonly failure: Failure; readonly stack: string | null}
