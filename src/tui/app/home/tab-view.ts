import type {Step} from '../effects.ts'
import type {State} from '../state.ts'
import type {Home} from './home.ts'
import type {RowCells, Table} from './table.ts'

/** What a tab of home is: a list that is looked through, filtered and opened. Texts are printable. */
export interface TabView<Row extends {readonly id: string} = {readonly id: string}> {
  /** what it is called, in sentences and in the line of tabs */
  readonly title: string
  /** in the line of tabs, of at most so many cells where it can be shorter; without it its title */
  label?(state: State, home: Home, room: number): string
  /** for the help */
  readonly meaning: string
  /** what its rows are called */
  readonly noun: string | ((home: Home) => string)
  readonly table: Table | ((home: Home, state: State) => Table)
  /** it lists what an engine has: nothing before one has answered */
  readonly fromEngine: boolean
  /** what marking a row marks, by the IDs of what something is then done with; null where rows can't be marked */
  readonly marks: ((row: Row, state: State) => readonly string[]) | null
  /** those that the filter leaves, in their order; the same ones as long as nothing changed */
  rows(state: State, home: Home): readonly Row[]
  /** how many there are without the filter */
  count(state: State, home: Home): number
  row(row: Row, state: State): RowCells
  /** what stands there instead of the list, where there is none; null where an empty list is just empty */
  page(state: State, home: Home): HomePage | null
  /** below the list, of the row under the cursor: what the columns have no room for */
  about(row: Row | undefined, state: State): string
  /** how the list is ordered */
  order(home: Home, state: State): string
  /** opens a row */
  open(row: Row, state: State): Step
}

/** A page in place of a list: a sentence, and what to do. Printable where lines may break. */
export interface HomePage {
  readonly text: string
  readonly advice: string
  readonly tone: 'busy' | 'problem' | 'plain'
}
