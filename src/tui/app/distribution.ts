import {type Distribution, distributionOf} from '../../image/analysis/distribution.ts'
import type {Explorer} from './explorer.ts'

/** The distribution of an image that is read to its end; null before, and where it names none. */
export function distributionShown({
  union,
  unionComplete,
}: Pick<Explorer, 'union' | 'unionComplete'>): Distribution | null {
  return union !== null && unionComplete ? distributionOf(union) : null
}
