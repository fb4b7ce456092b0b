import type {Outcome} from '../../app/jobs/outcome.ts'
import type {Task} from '../../app/jobs/task.ts'
import type {JobContext} from '../ports.ts'
import {load, save} from './archives.ts'
import {commit, tag} from './commit.ts'
import {commitImage} from './commit-image.ts'
import {contents} from './contents.ts'
import {copy} from './copy.ts'
import {extract} from './extract.ts'
import {registry} from './registry.ts'
import {deleteTag, retag} from './remote-tags.ts'
import {remove} from './remove.ts'
import type {TaskWorld} from './task-world.ts'
import {pull, push} from './transfers.ts'

/** One entry a kind of task, each with a file of its own. */
const TASKS: {
  readonly [K in Task['kind']]: (
    task: Extract<Task, {kind: K}>,
    context: JobContext,
    world: TaskWorld,
  ) => Promise<Extract<Outcome, {kind: K}>>
} = {
  extract,
  commit,
  'commit-image': commitImage,
  tag,
  push,
  pull,
  save,
  load,
  copy,
  retag,
  'delete-remote': deleteTag,
  remove,
  registry,
  contents,
}

/** Does what a task says, through operations. Rejects with LensErrors, and when the signal aborts. */
export function performTask(task: Task, context: JobContext, world: TaskWorld): Promise<Outcome> {
  const perform = TASKS[task.kind] as (task: Task, context: JobContext, world: TaskWorld) => Promise<Outcome>
  return perform(task, context, world)
}
