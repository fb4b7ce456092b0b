import type {LayerColumns, LayerFacts} from '../../image/layer/layer-index.ts'

/** What crosses between the threads: plain data, and columns over shared memory that are not copied. */
export interface LayerData {
  readonly columns: LayerColumns
  readonly facts: LayerFacts
}
