import {t} from '../../../text/translate.ts'
import type {Fix} from '../finding.ts'
import {joinedSteps} from '../fixes/joined-steps.ts'
import type {Ground, Rule} from '../ground.ts'
import {firstStored} from '../waste/first-stored.ts'
import {filesOf, layerPhrase, type WasteGroup, wasteFindings} from '../waste/waste-finding.ts'

export const contentReplaced: Rule = {
  id: 'content-replaced',
  kind: 'waste',
  title: t`Files that a later layer writes anew`,
  why: t`What was there before stays in its layer: it is pulled and kept with every image, and nobody can read it.`,
  *find(ground) {
    yield* wasteFindings(ground, 'content', group => ({
      summary: t`layer ${group.layer} stores what ${layerPhrase(ground, group.hider)} writes anew (${filesOf(group)})`,
      ...fixOf(ground, group),
    }))
  },
}

/** Certain only where two steps can be one: whether a file can be left out of the first is for its step to say. */
function fixOf(ground: Ground, {rows, layer, hider}: WasteGroup): {fix: Fix | null; certainty: 'exact' | 'about'} {
  if (ground.isBase(layer)) return {fix: null, certainty: 'exact'}
  const first = Math.min(...rows.map(row => firstStored(ground, row)))
  const joined = joinedSteps(ground, first, hider)
  if (joined !== null) return {fix: {file: 'Dockerfile', ...joined}, certainty: 'exact'}
  const note = t`write it once: leave it out of layer ${layer}, or bring its final content there`
  return {fix: {file: 'Dockerfile', lines: [], note}, certainty: 'about'}
}
