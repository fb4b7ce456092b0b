import type {Failure} from '../image/oci/error.ts'
import type {LayerIndex} from '../image/layer/layer-index.ts'
import type {Union} from '../image/filesystem/union.ts'

/**
 * What is told while an image's layers are read. Events come in any order of layers; `union` may come several times, each
 * one standing on more layers than the one before, and the last has `complete: true` (every layer read or failed).
 */
export type IndexEvent =
  | {readonly type: 'layer-progress'; readonly layer: number; readonly done: number; readonly total: number}
  | {readonly type: 'layer-indexed'; readonly layer: number; readonly index: LayerIndex; readonly trust: Trust}
  | {readonly type: 'layer-failed'; readonly layer: number; readonly failure: Failure}
  | {readonly type: 'layer-verified'; readonly layer: number; readonly trust: Trust}
  | {readonly type: 'union'; readonly union: Union; readonly complete: boolean}
  /** file contents of equal size were compared; the union's change and reason columns are now final */
  | {readonly type: 'contents-compared'; readonly union: Union}

/** How sure we are that the bytes of a layer are those its digest names. */
export type Trust = 'verified' | 'unverified' | 'mismatch'
