import type {PathMatches} from '../../../image/filesystem/filter/path-matches.ts'
import type {Union} from '../../../image/filesystem/union.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {Explorer} from '../explorer.ts'
import {keyFor} from '../key-for.ts'
import {remembered} from '../remembered.ts'
import {type State, top} from '../state.ts'

/** Where what was looked for is, if not in the tree as it is shown, with the key that leads there; null where no layer has it. Printable. */
export function matchElsewhere(state: State, {filter, union, selected, view}: Explorer): string | null {
  if (union === null || filter?.found == null) return null
  const match = nearestMatch(filter.found, union, selected)
  if (match === null) return null
  const path = `/${printable(match.path.slice(-4096), {ascii: !state.capabilities.unicode})}`
  // While one types, keys of the tree are letters.
  const key = (id: string) =>
    (top(state).kind === 'filter' ? `${keyFor(state, 'keep-filter')} ` : '') + keyFor(state, id)
  if (match.layer < selected) return t`${key('previous-layer')} leads down to layer ${match.layer}, which has ${path}`
  if (match.layer > selected) return t`${key('next-layer')} leads up to layer ${match.layer}, which has ${path}`
  if (view !== 'aggregated') return t`${key('view-aggregated')} shows all that is there, ${path} too`
  return t`${key('show-hidden')} shows what is hidden, ${path} too`
}

/**
 * The first path that matches and that some layer has: in the tree as of `layer`, else in the nearest layer below whose tree has
 * it, else in the first one above.
 */
const nearestMatch = remembered(
  (matches: PathMatches, union: Union, layer: number): {readonly path: string; readonly layer: number} | null => {
    const {hits} = matches.columns
    const {versionLayer, versionUntil} = union.columns
    for (let node = 1; node < hits.length; node++) {
      if (hits[node] === 0) continue
      let above = -1
      for (const version of union.versionsOf(node)) {
        const [from, until] = [versionLayer[version]!, versionUntil[version]!]
        // What a layer itself takes away again is in no tree.
        if (until <= from) continue
        if (from > layer) above = from
        else return {path: union.path(node), layer: Math.min(layer, until - 1)}
      }
      if (above >= 0) return {path: union.path(node), layer: above}
    }
    return null
  },
)
