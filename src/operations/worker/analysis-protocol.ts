import type {Analysis} from '../../image/analysis/analyse.ts'
import type {BaseImage} from '../../image/analysis/base-image.ts'
import type {ImageFacts} from '../../image/analysis/ground.ts'
import type {TwinFile} from '../../image/analysis/sharing/opportunities.ts'
import type {WasteByPath} from '../../image/analysis/waste/waste-by-path.ts'
import type {UnionColumns} from '../../image/filesystem/union.ts'
import type {Region} from '../../image/oci/image.ts'
import type {LayerData} from './layer-data.ts'

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
/** What the rules say. */
export interface AnalyseResult {
  readonly analysis: Analysis
  /** null where it was not asked for */
  readonly byPath: WasteByPath | null
}

/** Find files that several layers store with the same bytes, whatever images they are of. */
export interface TwinsTask {
  readonly type: 'twins'
  readonly layers: readonly LayerData[]
  /** by layer: where its plain tar lies, null where it is compressed or not here */
  readonly regions: readonly (Region | null)[]
}
/** By content: its bytes, the layers that store it, and where in each. */
export type TwinsResult = readonly TwinFile[]
