import type {ImageOrder} from '../image/analysis/engine-images.ts'
import type {Silence} from '../image/analysis/finding.ts'
import type {Language} from '../text/language.ts'
import type {Rebinding} from '../tui/app/bindings/rebind.ts'
import type {Tab} from '../tui/app/tabs.ts'
import type {Kind} from '../tui/app/tree/kinds.ts'
import type {Sort} from '../tui/app/tree/view.ts'

/** What the user can set: by a flag, a variable, or in the configuration. */
export interface Settings {
  readonly theme: 'auto' | 'light' | 'dark' | 'high-contrast'
  readonly language: Language | 'auto'
  readonly tab: Tab
  readonly view: 'all' | 'changes' | 'layer'
  readonly sort: Sort
  readonly attributes: boolean
  readonly hide: readonly Kind[]
  readonly imageSort: ImageOrder
  readonly mouse: boolean
  readonly screenReader: boolean
  /** each binding once */
  readonly keys: readonly Rebinding[]
  readonly ignore: readonly Silence[]
  /** null: the engine that docker would take, else any that answers */
  readonly host: string | null
  readonly store: string
  readonly cache: boolean
  /** bytes */
  readonly cacheSize: number
}

export type SettingName = keyof Settings
