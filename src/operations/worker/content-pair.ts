import type {LayerIndex} from '../../image/layer/layer-index.ts'

/** A regular file's content in one layer. */
export interface Content {
  readonly index: LayerIndex
  readonly layer: number
  readonly entry: number
}

/** A version of a file, and what it replaced. */
export interface ContentPair {
  readonly version: number
  readonly before: Content
  readonly after: Content
}
