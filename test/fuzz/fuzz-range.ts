import {type CaseKind, fuzzCase, readCase} from './fuzz-case.ts'

/** Outcomes of the cases that were read, by kind: 'tar: whole' → how many. */
export type Counts = Record<string, number>

export interface FuzzFailure {
  readonly number: number
  readonly kind: CaseKind
  readonly bytes: Uint8Array
  readonly what: string
}

/** Reads the cases from `first` up to `end`; ends at the first that does what it must not. `at` is told before each. */
export async function fuzzRange(
  range: {readonly seed: number; readonly first: number; readonly end: number; readonly folder: string},
  at: (number: number) => void = () => {},
): Promise<{counts: Counts; failure: FuzzFailure | null}> {
  const counts: Counts = {}
  for (let number = range.first; number < range.end; number++) {
    at(number)
    const made = fuzzCase(range.seed, number)
    try {
      const outcome = `${made.kind}: ${await readCase(made, range.folder)}`
      counts[outcome] = (counts[outcome] ?? 0) + 1
    } catch (thrown) {
      const what = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
      return {counts, failure: {number, kind: made.kind, bytes: made.bytes, what}}
    }
  }
  return {counts, failure: null}
}
