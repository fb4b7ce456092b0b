import type {State} from '../state.ts'
import type {Home, HomeTab} from './home.ts'
import type {TabView} from './tab-view.ts'
import type {Table} from './table.ts'
import {CONTAINERS} from './tabs/containers.ts'
import {IMAGES} from './tabs/images.ts'
import {JOBS} from './tabs/jobs.ts'
import {REGISTRIES} from './tabs/registries.ts'
import {SHARING} from './tabs/sharing.ts'

/** One entry a tab, each with a file of its own in tabs/. */
const VIEWS: Readonly<Record<HomeTab, unknown>> = {
  images: IMAGES,
  containers: CONTAINERS,
  sharing: SHARING,
  registries: REGISTRIES,
  jobs: JOBS,
}

/** What a tab shows, and how. */
export function viewOf(tab: HomeTab): TabView {
  return VIEWS[tab] as TabView
}

/** The columns of what the open tab lists now. */
export function tableOf(home: Home, state: State): Table {
  const {table} = viewOf(home.tab)
  return typeof table === 'function' ? table(home, state) : table
}

/** What its rows are called. */
export function nounOf(home: Home): string {
  const {noun} = viewOf(home.tab)
  return typeof noun === 'function' ? noun(home) : noun
}
