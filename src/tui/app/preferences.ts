import type {ImageOrder} from '../../image/analysis/engine-images.ts'
import type {Tab} from './tabs.ts'
import type {Kind} from './tree/kinds.ts'
import type {Sort, View} from './tree/view.ts'

/** How the user wants things to be shown at first. */
export interface Preferences {
  /** of an image */
  readonly tab: Tab
  /** of the tree of files */
  readonly view: View
  readonly sort: Sort
  readonly attributes: boolean
  readonly hidden: readonly Kind[]
  /** of home's images */
  readonly imageOrder: ImageOrder
}

/** What hides nothing: the same array wherever that is meant. */
export const NOTHING_HIDDEN: readonly Kind[] = []

export const DEFAULT_PREFERENCES: Preferences = {
  tab: 'files',
  view: 'aggregated',
  sort: 'size',
  attributes: false,
  hidden: NOTHING_HIDDEN,
  imageOrder: 'created',
}
