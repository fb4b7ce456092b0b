import type {TreeComparison} from '../../image/analysis/comparison/compare-trees.ts'
import type {NoiseSwitches} from '../../image/analysis/comparison/noise.ts'
import type {UnionFigures} from '../../image/analysis/figures.ts'
import type {UnionColumns} from '../../image/filesystem/union.ts'
import type {Digest} from '../../image/oci/digest.ts'
import type {Region} from '../../image/oci/image.ts'
import type {LayerData} from './layer-data.ts'

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
/** Both trees as one, as columns; see TreeComparison. */
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
/** The sums of the difference with what the contents told. */
export interface SettleTreesResult {
  readonly figures: UnionFigures
  /** versions whose contents could not be read: their times decide */
  readonly unread: Int32Array
}

/** Compare two texts line by line. */
export interface DiffTask {
  readonly type: 'diff'
  readonly before: Uint8Array
  readonly after: Uint8Array
}
