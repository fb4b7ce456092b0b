import {column} from '../../layer/columns.ts'
import type {Union} from '../union.ts'

/** Called every few hundred or thousand nodes with how many are done; may throw to stop. */
export type Report = (done: number, total: number) => void

/** Longer names are lit no further, bytes. */
const LONGEST = 0xfffe

/** Which nodes of a union match a pattern, in whatever layer, and which bytes of their names do; over shared memory. */
export interface MatchColumns {
  /** per node: where in its name the match begins, bytes */
  readonly from: Uint16Array
  /** per node: 1 + where it ends, 0 where nothing matches */
  readonly till: Uint16Array
}

export function matchColumns(nodeCount: number): MatchColumns {
  return {from: column(Uint16Array, nodeCount), till: column(Uint16Array, nodeCount)}
}

/** Notes that a node matches with bytes [from, till) of its name. */
export function note(columns: MatchColumns, node: number, from: number, till: number): void {
  columns.from[node] = Math.min(from, LONGEST)
  columns.till[node] = Math.min(till, LONGEST) + 1
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
    return this.columns.till[node] !== 0
  }

  /** The bytes [from, till) of the name that match, null where the node doesn't. */
  range(node: number): readonly [number, number] | null {
    const till = this.columns.till[node]!
    return till === 0 ? null : [this.columns.from[node]!, till - 1]
  }
}
