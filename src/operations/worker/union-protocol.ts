import type {UnionFigures} from '../../image/analysis/figures.ts'
import type {MatchColumns} from '../../image/filesystem/filter/path-matches.ts'
import type {PathTree} from '../../image/filesystem/filter/path-tree.ts'
import type {PathPattern} from '../../image/filesystem/filter/pattern.ts'
import type {UnionColumns} from '../../image/filesystem/union.ts'
import type {Digest} from '../../image/oci/digest.ts'
import type {Region} from '../../image/oci/image.ts'
import type {LayerData} from './layer-data.ts'

/** Stack layers; from the cache where every one of them has a diffID that its bytes were hashed to. */
export interface UnionTask {
  readonly type: 'union'
  readonly layers: readonly (LayerData | null)[]
  readonly cacheFolder: string | null
}
/** The union of the layers, as columns, and what no index could tell of it yet. */
export interface UnionResult {
  readonly columns: UnionColumns
  readonly figures: UnionFigures
  /** versions whose contents are still to be compared: see CompareTask */
  readonly uncompared: Int32Array
  /** it came from the cache, contents compared */
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
  /** by layer: where its blob lies, null where it is not on this disk */
  readonly regions: readonly (Region | null)[]
  readonly union: UnionColumns
  readonly versions: Int32Array
}
/** The sums of the union with what the contents told. */
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
/** The matches; null for a task without a pattern: ready. */
export type MatchResult = MatchColumns | null
