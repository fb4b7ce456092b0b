import type {Report} from './path-matches.ts'

/** Rows that are gone through at one go. */
const SLICE = 1 << 12

/**
 * Calls `pass` for one slice [first, end) of the rows 1 to count − 1 after the other, and tells before each how far it is. Of a
 * pass that is one loop over a million rows the engine compiles only the loop, too late for its first time, and throws that away
 * where the loop ends. A function that is called for each slice is compiled as a whole, soon, and for good: the first pass
 * takes a third, and all others are as fast.
 */
export function inSlices(count: number, report: Report, pass: (first: number, end: number) => void): void {
  for (let first = 1; first < count; first += SLICE) {
    report(first, count)
    pass(first, Math.min(first + SLICE, count))
  }
}
