import {type HomeTab, marksIn} from '../home/home.ts'
import {homeOf} from '../home/in-state.ts'
import {cursorRow, shownRows} from '../home/shown-rows.ts'
import {viewOf} from '../home/views.ts'
import type {State} from '../state.ts'

/** The row under the cursor of home's tab, null where another tab is open or the list is empty. */
export function selectedRow(state: State, tab: HomeTab): {readonly id: string} | null {
  const home = homeOf(state)
  if (home === null || home.tab !== tab) return null
  return shownRows(state, home)[cursorRow(state, home)] ?? null
}

/** IDs of the rows of home's tab that something is done with: the marked ones, else the one under the cursor. */
export function chosenRows(state: State, tab: HomeTab): readonly string[] {
  const home = homeOf(state)
  if (home === null) return []
  // The tree of layers marks images, and its rows are images.
  if (home.tab !== tab && !(tab === 'images' && home.tab === 'sharing')) return []
  const marks = marksIn(home)
  const row = selectedRow(state, home.tab)
  return marks.length > 0 || row === null ? marks : (viewOf(home.tab).marks?.(row, state) ?? [row.id])
}
