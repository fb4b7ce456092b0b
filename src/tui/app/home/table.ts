/** What a list is drawn as: its columns, and the cells of a row. */

export interface Column {
  readonly key: string
  readonly title: string
  /** cells it takes */
  readonly cells: number
  /** `size` is seven cells, numbers below each other; `quiet` stands back */
  readonly kind: 'strong' | 'plain' | 'quiet' | 'size'
}

export interface Table {
  /** the first column, which takes what the others leave; its cells are those it wants before any other comes */
  readonly name: Column
  /** in the order they stand in */
  readonly columns: readonly Column[]
  /** keys of all columns in the order they come as there is room */
  readonly first: readonly string[]
  /** keys of those that share with the name what room is left */
  readonly wide: readonly string[]
}

/** A printable text, maybe with a meaning; a size in bytes; so much of a bar; null: it isn't known. */
export type Cell =
  | string
  | number
  | null
  | {readonly text: string; readonly tone: Tone}
  | {readonly share: number; readonly tone: Tone}

export type Tone = 'good' | 'busy' | 'problem' | 'quiet' | 'plain'

/** What a list knows of one of its rows. */
export interface RowCells {
  /** less than the others: no tag leads to it, it doesn't run */
  readonly dimmed: boolean
  readonly cells: Readonly<Record<string, Cell>>
}
