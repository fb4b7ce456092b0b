import {t} from '../../../text/translate.ts'
import type {Fix} from '../finding.ts'
import {joinedSteps} from '../fixes/joined-steps.ts'
import type {Ground, Rule} from '../ground.ts'
import {firstStored} from '../waste/first-stored.ts'
import {filesOf, layerPhrase, storedBy, type WasteGroup, wasteFindings} from '../waste/waste-finding.ts'

export const rewrittenIdentically: Rule = {
  id: 'rewritten-identically',
  kind: 'waste',
  title: t`Files stored again though nothing differs`,
  why: t`The same bytes are stored and sent twice; only the upper copy can ever be read.`,
  *find(ground) {
    yield* wasteFindings(ground, 'rewritten', group => ({
      summary: t`${layerPhrase(ground, group.hider)} stores again what ${storedBy(group)} already stored (${filesOf(group)}, nothing differs)`,
      ...fixOf(ground, group),
    }))
  },
}

/** What a command writes over, it may write over whatever it is told: certain is what is copied, and what one step makes. */
function fixOf(ground: Ground, {rows, hider}: WasteGroup): {fix: Fix; certainty: 'exact' | 'about'} {
  const joined = joinedSteps(ground, Math.min(...rows.map(row => firstStored(ground, row))), hider)
  if (joined !== null) return {fix: {file: 'Dockerfile', ...joined}, certainty: 'exact'}
  const note = t`leave in layer ${hider} only what is new: the rest is there already`
  const certainty = ground.instruction(hider)?.verb === 'RUN' ? 'about' : 'exact'
  return {fix: {file: 'Dockerfile', lines: [], note}, certainty}
}
