/** What of a list is seen, and where one is in it. */
export interface ListPlace {
  /** the cursor is on the row of this ID, or in that row where the ID is gone */
  readonly id: string | null
  readonly row: number
  /** text that the rows hold; '' for all of them */
  readonly filter: string
  /** IDs of the rows that are marked, in the order they were */
  readonly marks: readonly string[]
}

/** A list nobody has looked through yet. */
export const AT_TOP: ListPlace = {id: null, row: 0, filter: '', marks: []}
