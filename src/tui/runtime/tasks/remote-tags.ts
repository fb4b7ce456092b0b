import {deleteRemote} from '../../../operations/registry/delete-remote.ts'
import {retag as retagRemote} from '../../../operations/registry/retag.ts'
import type {DeletedRemote, Retagged} from '../../app/jobs/outcome.ts'
import type {DeleteRemoteTask, RetagTask} from '../../app/jobs/task.ts'
import type {JobContext} from '../ports.ts'
import type {TaskWorld} from './task-world.ts'

/** One more tag for a manifest of a registry. */
export async function retag(task: RetagTask, {signal}: JobContext, {registries}: TaskWorld): Promise<Retagged> {
  await retagRemote(task, task.from, task.to, registries, signal)
  return {kind: 'retag'}
}

/** A tag of a registry goes, or a manifest with all of its tags. */
export async function deleteTag(
  task: DeleteRemoteTask,
  {signal}: JobContext,
  {registries}: TaskWorld,
): Promise<DeletedRemote> {
  await deleteRemote(task, task.reference, registries, signal)
  return {kind: 'delete-remote'}
}
