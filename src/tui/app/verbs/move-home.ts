import {withPlace} from '../home/home.ts'
import {withHome} from '../home/in-state.ts'
import {homeLayout} from '../home/layout.ts'
import {cursorRow, shownRows} from '../home/shown-rows.ts'
import type {State} from '../state.ts'

/** Moves the cursor of home's list; `step` says from which row to which, of how many, a page being so long. */
export function moveHome(state: State, step: (row: number, count: number, page: number) => number): State {
  return withHome(state, home => {
    const rows = shownRows(state, home)
    if (rows.length === 0) return home
    const row = step(cursorRow(state, home), rows.length, homeLayout(state.terminal).list)
    return withPlace(home, {id: rows[row]!.id, row})
  })
}
