import type {Holdings} from '../../../image/analysis/sharing/holdings.ts'
import type {Failure} from '../../../image/oci/error.ts'
import type {EngineChoice, ImagePlace} from '../jobs/task.ts'

/** What a form wants to know before it can say what will happen: asked when it opens, answered while one types. */
export type Question = ContainerChangesQuestion | HoldingsQuestion | PathsQuestion

/** One kind of answer a kind of question. */
export type Answer = ContainerChanges | HeldBy | PathsFound

/** What did a container change on top of its image? */
export interface ContainerChangesQuestion {
  readonly kind: 'container-changes'
  readonly engine: EngineChoice
  readonly container: string
}

export interface ContainerChanges {
  readonly kind: 'container-changes'
  /** paths; folders that are only on the way to something that changed are not counted */
  readonly added: number
  readonly modified: number
  readonly deleted: number
  /** of the files that would be stored, the engine's own figure; null where it doesn't tell */
  readonly bytes: number | null
}

/** What do an engine's images and containers hold of layers, or the store's images? */
export interface HoldingsQuestion {
  readonly kind: 'holdings'
  readonly place: ImagePlace
}

export interface HeldBy {
  readonly kind: 'holdings'
  readonly holdings: Holdings
}

/** What is in a folder of the disk? */
export interface PathsQuestion {
  readonly kind: 'paths'
  readonly only: 'files' | 'folders'
  /** as it is typed, up to its slash; '' for the one that the program runs in */
  readonly folder: string
}

export interface PathsFound {
  readonly kind: 'paths'
  /** as they would be typed, folders with a slash behind them; those that begin with a dot last */
  readonly paths: readonly string[]
}

/** A question under way, or answered. */
export interface Asked<A extends Answer> {
  readonly request: number
  readonly answer: A | null
  readonly failure: Failure | null
}

/** A question that has just been asked under this number. */
export function asked<A extends Answer>(request: number): Asked<A> {
  return {request, answer: null, failure: null}
}
