import {type HomeTab, placeIn} from '../home/home.ts'
import {homeOf} from '../home/in-state.ts'
import {cursorRow, shownRows} from '../home/shown-rows.ts'
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
  if (home === null || home.tab !== tab) return []
  const {marks} = placeIn(home)
  const row = selectedRow(state, tab)
  return marks.length > 0 ? marks : row === null ? [] : [row.id]
}
