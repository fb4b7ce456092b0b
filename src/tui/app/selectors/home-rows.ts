import {type Home, marksIn} from '../home/home.ts'
import {cursorRow, shownRows} from '../home/shown-rows.ts'
import type {RowCells} from '../home/table.ts'
import {viewOf} from '../home/views.ts'
import {listTop} from '../layout.ts'
import type {State} from '../state.ts'

/** A row of home's lists as it is drawn. */
export interface HomeRow extends RowCells {
  readonly cursor: boolean
  readonly marked: boolean
}

/** The rows of the open tab that a window of `height` shows, the cursor near its middle. */
export function homeRows(home: Home, height: number, state: State): HomeRow[] {
  const view = viewOf(home.tab)
  const rows = shownRows(state, home)
  const cursor = cursorRow(state, home)
  const marks = new Set(marksIn(home))
  const isMarked = (row: {readonly id: string}): boolean => {
    const means = marks.size === 0 ? [] : (view.marks?.(row, state) ?? [])
    return means.length > 0 && means.every(id => marks.has(id))
  }
  const first = listTop(cursor, rows.length, height)
  return rows
    .slice(first, first + height)
    .map((row, i) => ({...view.row(row, state), cursor: first + i === cursor, marked: isMarked(row)}))
}
