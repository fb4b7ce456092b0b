import type {UnionFigures} from '../../image/analysis/figures.ts'
import type {Union} from '../../image/filesystem/union.ts'
import type {LayerIndex} from '../../image/layer/layer-index.ts'
import type {Trust} from '../../image/layer/trust.ts'
import type {Failure} from '../../image/oci/error.ts'
import type {ImageSummary, Progress} from '../../image/oci/image.ts'
import type {ImageFacts, Tab} from './state.ts'
import type {Sort, View} from './tree/tree-model.ts'

/** Everything that can happen to the screen. */
export type Message = KeyPressed | UserVerb | Told

export interface KeyPressed {
  readonly type: 'key'
  /** a name of keys.ts: 'j', 'G', 'ctrl+d', 'up', 'space' … */
  readonly key: string
}

/** What the user means by a key; bindings.ts says which key means what. */
export type UserVerb =
  | {readonly type: 'quit'; readonly code: number}
  | {readonly type: 'suspend'}
  | {readonly type: 'help'}
  | {readonly type: 'close'}
  | {readonly type: 'retry'}
  | {readonly type: 'choose'}
  | {readonly type: 'move'; readonly rows: number}
  | {readonly type: 'page'; readonly pages: number}
  | {readonly type: 'to-end'; readonly end: 'first' | 'last'}
  | {readonly type: 'switch-pane'}
  | {readonly type: 'show-tab'; readonly tab: Tab}
  | {readonly type: 'select-layer'; readonly by: number}
  | {readonly type: 'describe-layer'}
  | {readonly type: 'expand'}
  | {readonly type: 'collapse'}
  | {readonly type: 'toggle'}
  | {readonly type: 'fold-all'; readonly rule: 'open' | 'closed' | 'toggle'}
  | {readonly type: 'show-view'; readonly view: View | 'next'}
  | {readonly type: 'sort'; readonly by: Sort | 'next'}
  | {readonly type: 'toggle-attributes'}
  | {readonly type: 'cancel-reading'}
  | {readonly type: 'read-on'}

/** What effects and the terminal tell. */
export type Told =
  | {readonly type: 'resized'; readonly columns: number; readonly rows: number}
  | {readonly type: 'clock'; readonly now: number}
  | {readonly type: 'opening'; readonly session: number; readonly progress: Progress}
  | {readonly type: 'opened'; readonly session: number; readonly image: ImageFacts}
  | {
      readonly type: 'choices'
      readonly session: number
      readonly choices: readonly ImageSummary[]
      readonly preferred: number
    }
  | {readonly type: 'open-failed'; readonly session: number; readonly failure: Failure}
  | {readonly type: 'reading'; readonly session: number; readonly event: ReadingEvent}
  | {readonly type: 'reading-ended'; readonly session: number; readonly failure: Failure | null}

/** What is told while layers are read, in any order of layers; the shape of operations' IndexEvent. */
export type ReadingEvent =
  | {readonly type: 'layer-progress'; readonly layer: number; readonly done: number; readonly total: number}
  | {readonly type: 'layer-indexed'; readonly layer: number; readonly index: LayerIndex; readonly trust: Trust}
  | {readonly type: 'layer-failed'; readonly layer: number; readonly failure: Failure}
  | {readonly type: 'layer-verified'; readonly layer: number; readonly trust: Trust}
  | {readonly type: 'union'; readonly union: Union; readonly figures: UnionFigures; readonly complete: boolean}
  | {readonly type: 'contents-compared'; readonly union: Union; readonly figures: UnionFigures}
