import type {TerminalSize} from '../state.ts'

/** Where things are on home: two lines at the top, the names of the columns, the list, its foot, the bottom line. */
export interface HomeLayout {
  readonly columns: number
  /** rows of the list */
  readonly list: number
  /** rows between the tabs and the bottom line */
  readonly body: number
}

/** Home on a terminal: below the top line and the tabs the list with its head and foot, above the bottom line. */
export function homeLayout({columns, rows}: TerminalSize): HomeLayout {
  const body = Math.max(0, rows - 3)
  return {columns: Math.max(0, columns), body, list: Math.max(1, body - 2)}
}
