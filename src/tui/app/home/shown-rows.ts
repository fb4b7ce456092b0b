import type {State} from '../state.ts'
import {type Home, placeIn} from './home.ts'
import {viewOf} from './views.ts'

/** The rows of the tab that is open, by what the cursor knows of them. */
export function shownRows(state: State, home: Home): readonly {readonly id: string}[] {
  return viewOf(home.tab).rows(state, home)
}

/** The row of the cursor among those shown, −1 where none is: that of its ID, or what came to stand where that was. */
export function cursorRow(state: State, home: Home): number {
  const rows = shownRows(state, home)
  const {id, row} = placeIn(home)
  const at = rows.findIndex(each => each.id === id)
  return at >= 0 ? at : Math.min(row, rows.length - 1)
}
