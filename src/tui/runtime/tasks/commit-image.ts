import {parseAddition} from '../../../operations/commit/added.ts'
import {commitImage as commitChange} from '../../../operations/commit/commit-image.ts'
import {fromHome} from '../../../operations/extract/home-folder.ts'
import {StoreDestination} from '../../../sources/store/store-destination.ts'
import {parseStoreName} from '../../../sources/store/store-name.ts'
import type {CommittedImage} from '../../app/jobs/outcome.ts'
import type {CommitImageTask} from '../../app/jobs/task.ts'
import type {JobContext} from '../ports.ts'
import {copyTold} from './copy.ts'
import {contextOf, type TaskWorld} from './task-world.ts'

/** Makes an image of one in the store and a change, and keeps it there under its name. */
export async function commitImage(
  task: CommitImageTask,
  context: JobContext,
  world: TaskWorld,
): Promise<CommittedImage> {
  const name = parseStoreName(task.name)
  const {removals, changes, message, author} = task
  const additions = task.additions.map(text => parseAddition(fromHome(text, world.home)))
  const base = await world.open(`store:${task.image}`, contextOf(context))
  const work = {
    ...{additions, removals, changes, message, author},
    ...{owner: null, youngest: null, created: new Date().toISOString()},
  }
  const committed = await commitChange(base, work, {
    load: async image => (await world.load(image, contextOf(context))).union,
    context: contextOf(context),
  })
  try {
    const {id} = await copyTold(committed.image, new StoreDestination(world.store, name), context)
    return {kind: 'commit-image', id: id!, name, layer: committed.layer}
  } finally {
    committed.close()
  }
}
