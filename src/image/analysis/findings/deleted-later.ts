import {t} from '../../../text/translate.ts'
import type {Told} from '../finding.ts'
import {copyingOf} from '../fixes/copying.ts'
import {joinedSteps} from '../fixes/joined-steps.ts'
import {withoutPaths} from '../fixes/kept-out.ts'
import {mountedInstead} from '../fixes/mounted.ts'
import {secretMounted} from '../fixes/secret-mount.ts'
import type {Ground, Rule} from '../ground.ts'
import {secretFileAt} from '../secrets/secret-file.ts'
import {commandsOf, HARMLESS} from '../source-layer.ts'
import {firstStored} from '../waste/first-stored.ts'
import {filesOf, layerPhrase, type WasteGroup, wasteFindings} from '../waste/waste-finding.ts'

export const deletedLater: Rule = {
  id: 'deleted-later',
  kind: 'waste',
  title: t`Files that a later layer deletes`,
  why: t`Deleting in a later layer frees nothing: the file stays in its own layer, and whoever has the image can read it there.`,
  *find(ground) {
    yield* wasteFindings(ground, 'deleted', group => ({
      summary: t`layer ${group.layer} stores what ${layerPhrase(ground, group.hider)} deletes (${filesOf(group)})`,
      ...keptOut(ground, group),
    }))
  },
}

/** The change that never lets them into their layer. None for the base's. */
export function keptOut(ground: Ground, group: WasteGroup): Pick<Told, 'fix' | 'certainty'> {
  const {rows, layer, hider, bytes} = group
  if (ground.isBase(layer)) return {fix: null, certainty: 'exact'}
  const first = Math.min(...rows.map(row => firstStored(ground, row)))
  const copying = copyingOf(ground.instruction(first))
  const later = ground.instruction(hider)?.verb
  // What tells of secrets says how they are given to a step: this does not say another way.
  const isSecret = rows.every(({path}) => secretFileAt(path) !== null)
  const mounted = isSecret ? secretMounted(ground, first, rows[0]!.path) : null
  if (mounted !== null) return {fix: mounted, certainty: 'exact'}
  const serves = bytes >= WHOLE * (ground.union.layers[first]?.facts.size ?? Number.POSITIVE_INFINITY)
  if (copying !== null && serves && later === 'RUN') {
    const place = {layer: first, last: hider, path: rows[0]!.path}
    const fix = isSecret ? mountedInstead(ground, copying, place, () => false) : mountedInstead(ground, copying, place)
    // What no step needs is not there to be removed any more.
    const drop = fix.lines.length === 0 ? [fix.note, t`and drop the removal from layer ${hider}`] : [fix.note]
    return {fix: {...fix, note: drop.join('; ')}, certainty: 'exact'}
  }
  const joined = first < hider ? joinedSteps(ground, first, hider) : null
  if (joined !== null) return {fix: {file: 'Dockerfile', ...joined}, certainty: 'exact'}
  const needed = first < hider && mayNeed(ground, first, group)
  const certainty = needed ? 'about' : 'exact'
  const drops = first < hider ? [t`and drop the removal from layer ${hider}`] : []
  const note = [...(needed ? [t`if no step up to layer ${hider} needs them`] : []), ...drops].join('; ')
  // Of a folder that others still have something in, only single files may be removed.
  const paths = rows.filter(row => row.whole).map(row => row.path)
  if (paths.length > 0) return {fix: withoutPaths(ground.instruction(first), paths, note), certainty}
  const keep = t`keep them out of layer ${first}${copying === null ? t`: remove them in the step that makes them` : ''}`
  return {fix: {file: 'Dockerfile', lines: [], note: keep}, certainty}
}

/** A COPY of which nearly all is taken away again served the steps between. */
const WHOLE = 0.98
/** what every step can do without */
const CACHE = /^(?:var\/(?:cache|log)\/|(?:.{1,400}\/)?(?:\.cache|\.npm\/_cacache)\/)/

/** Whether a step between, or the one that removes them, may do something with these files. */
function mayNeed(ground: Ground, first: number, {hider, rows}: WasteGroup): boolean {
  if (rows.every(({path}) => CACHE.test(path))) return false
  const areLists = rows.every(({path}) => path.startsWith('var/lib/apt/lists'))
  for (let layer = first + 1; layer <= hider; layer++) {
    const instruction = ground.instruction(layer)
    if (instruction === null) return true
    if (instruction.verb !== 'RUN') continue
    if (areLists && !/\bapt/.test(instruction.text)) continue
    if (!commandsOf(instruction.text).every(command => HARMLESS.test(command))) return true
  }
  return false
}
