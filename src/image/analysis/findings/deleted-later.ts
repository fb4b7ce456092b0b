import {t} from '../../../text/translate.ts'
import type {Told} from '../finding.ts'
import {appendable, mayNeed} from '../fixes/appended-removal.ts'
import {copyingOf} from '../fixes/copying.ts'
import {stepOf} from '../fixes/dropped.ts'
import {joinedSteps} from '../fixes/joined-steps.ts'
import {withoutPaths} from '../fixes/kept-out.ts'
import {mountedInstead} from '../fixes/mounted.ts'
import {secretMounted} from '../fixes/secret-mount.ts'
import type {Ground, Rule} from '../ground.ts'
import {secretFileAt} from '../secrets/secret-file.ts'
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
  const appends = rows[0]!.cause === 'deleted' && appendable(ground, group)
  const joined = first < hider && !appends ? joinedSteps(ground, first, hider) : null
  if (joined !== null) return {fix: {file: 'Dockerfile', ...joined}, certainty: 'exact'}
  const needed = first < hider && mayNeed(ground, first, group)
  const certainty = needed ? 'about' : 'exact'
  const note = needed
    ? t`first see that no step up to layer ${hider} needs them, then drop the removal from layer ${hider}`
    : first < hider
      ? t`and drop the removal from layer ${hider}`
      : ''
  // Of a folder that others still have something in, only single files may be removed.
  const paths = rows.filter(row => row.whole).map(row => row.path)
  if (paths.length > 0) return {fix: withoutPaths(stepOf(ground, first), paths, note), certainty}
  const keep = t`keep them out of layer ${first}${copying === null ? t`: remove them in the step that makes them` : ''}`
  return {fix: {file: 'Dockerfile', lines: [], note: keep}, certainty}
}

/** A COPY of which nearly all is taken away again served the steps between. */
const WHOLE = 0.98
