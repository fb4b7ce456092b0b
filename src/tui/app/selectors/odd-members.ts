import {odditiesOfLayer} from '../../../image/analysis/figures.ts'
import {NO_ODDITIES, type Oddities} from '../../../image/analysis/oddity.ts'
import type {Explorer} from '../explorer.ts'

/** Paths and links of the selected layer that no unpacker expects; none while the tree does not stand on it yet. */
export function oddMembers({union, figures, selected}: Explorer): Oddities {
  const found = union?.layers[selected] == null ? undefined : figures?.layers[selected]
  if (found === undefined) return NO_ODDITIES
  const odd = odditiesOfLayer(found)
  return {count: odd.reduce((sum, {count}) => sum + count, 0), told: odd.flatMap(({told}) => told)}
}
