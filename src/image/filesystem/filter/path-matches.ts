import {column} from '../../layer/columns.ts'
import type {Union} from '../union.ts'

/** Called every few hundred or thousand nodes with how many are done; may throw to stop. */
export type Report = (done: number, total: number) => void

/** Longer names are lit no further, bytes. */
const LONGEST = 0xfffe

/** Where in names a pattern is found, a row for each name; over shared memory. */
export interface Places {
  /** where the match begins, bytes */
  readonly from: Uint16Array
  /** 1 + where it ends, 0 where nothing matches */
  readonly till: Uint16Array
}

/**
 * Which nodes of a union match a pattern, in whatever layer, and which bytes of their names do; over shared memory. As little
 * as can be for each node: new memory takes longer to come by than what is written into it.
 */
export interface MatchColumns {
  /** per node 1 where it matches, else 0 */
  readonly hits: Uint8Array
  readonly places: Places
  /** per node its row of the places; null where each has one of its own */
  readonly rows: Int32Array | null
}

/** Room for the matches of `rows` names, none of which has one yet. */
export function placesOf(rows: number): Places {
  return {from: column(Uint16Array, rows), till: column(Uint16Array, rows)}
}

/** Notes that bytes [from, till) of a name match. */
export function note(places: Places, row: number, from: number, till: number): void {
  places.from[row] = Math.min(from, LONGEST)
  places.till[row] = Math.min(till, LONGEST) + 1
}

/** The matches in one union's numbering of nodes. */
export class PathMatches {
  readonly columns: MatchColumns
  private readonly nodeParent: Int32Array

  constructor(union: Union, columns: MatchColumns) {
    this.columns = columns
    this.nodeParent = union.columns.nodeParent
  }

  /** True for the union they were found in, and for those of the same columns. */
  standsOn(union: Union): boolean {
    return union.columns.nodeParent === this.nodeParent
  }

  has(node: number): boolean {
    return this.columns.hits[node] !== 0
  }

  /** The bytes [from, till) of the name that match, null where the node doesn't. */
  range(node: number): readonly [number, number] | null {
    if (!this.has(node)) return null
    const {places, rows} = this.columns
    const row = rows === null ? node : rows[node]!
    return [places.from[row]!, places.till[row]! - 1]
  }
}
