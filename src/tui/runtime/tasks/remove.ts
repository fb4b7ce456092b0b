import type {Refused} from '../../../image/oci/each-of-several.ts'
import {removeMeasured} from '../../../operations/engine/remove-images.ts'
import {removeStoredMeasured} from '../../../operations/store/remove-stored.ts'
import {counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Removed} from '../../app/jobs/outcome.ts'
import type {RemoveTask} from '../../app/jobs/task.ts'
import type {JobContext} from '../ports.ts'
import type {TaskWorld} from './task-world.ts'

/**
 * Removes references from an engine or the store, one after the other, also behind one that stays; `freed` is what that really
 * freed, null where nobody can say. Rejects with LensErrors; what was removed before stays removed.
 */
export async function remove(task: RemoveTask, context: JobContext, world: TaskWorld): Promise<Removed> {
  if (task.place === 'store') return removeStored(task, context, world)
  const {signal, say} = context
  const engine = await world.engine(task.place, signal)
  const {untagged, deleted, freed, refused} = await removeMeasured(engine, task.references, {signal, say})
  const names = untagged.filter(name => !name.includes('@')).length
  return {kind: 'remove', untagged: names, deleted: deleted.length, freed, stays: stays(refused, say)}
}

/** From the store, where what no other image needs goes at once. */
async function removeStored({references}: RemoveTask, {signal, say}: JobContext, {store}: TaskWorld): Promise<Removed> {
  const removed = await removeStoredMeasured(store, references, {now: Date.now(), signal})
  const {untagged, deleted, collected, problem, freedLayers, refused} = removed
  for (const name of untagged) say(`Untagged: ${name}`)
  for (const digest of deleted) say(`Deleted: ${digest}`)
  for (const {blobs, bytes, why} of collected.kept)
    say(t`Kept ${counted(blobs, 'blob', 'blobs')}, ${size(bytes)}: ${why}`)
  if (problem !== null) say(t`Nothing could be freed: ${problem}`)
  return {
    kind: 'remove',
    untagged: untagged.length,
    deleted: deleted.length,
    freed: freedLayers,
    stays: stays(refused, say),
  }
}

/** What could not be removed, with its reason, which the log tells with what to do about it. */
function stays(refused: readonly Refused[], say: (text: string) => void): NonNullable<Removed['stays']> {
  return refused.map(({name, error}) => {
    say(t`Not removed: ${name}: ${[error.message, error.advice].filter(Boolean).join(' ')}`)
    return {name, reason: error.message}
  })
}
