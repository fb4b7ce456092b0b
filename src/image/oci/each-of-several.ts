import {LensError} from './error.ts'

/** What could not be done with one of several. */
export interface Refused {
  /** hostile */
  readonly name: string
  readonly error: LensError
}

/**
 * Does something with one after the other. What can't be done with one of several is told at once, and the others have their
 * turn; gives all of those. Throws what goes wrong with one alone, `cancelled`, and our own faults.
 */
export async function eachOfSeveral(
  names: readonly string[],
  act: (name: string) => Promise<void>,
  told: (refused: Refused) => void = () => {},
): Promise<readonly Refused[]> {
  const all: Refused[] = []
  for (const name of names) {
    try {
      await act(name)
    } catch (error) {
      if (!(error instanceof LensError) || error.kind === 'cancelled' || names.length === 1) throw error
      all.push({name, error})
      told({name, error})
    }
  }
  return all
}
