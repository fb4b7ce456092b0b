import {daemonTransport} from '../../../sources/engine/daemon-transport.ts'
import {parseImageName} from '../../../sources/engine/image-name.ts'
import {commit as commitContainer, tag as tagImage} from '../../../sources/engine/image-verbs.ts'
import {parseStoreName} from '../../../sources/store/store-name.ts'
import {tagInStore} from '../../../sources/store/store-verbs.ts'
import type {Committed, Tagged} from '../../app/jobs/outcome.ts'
import type {CommitTask, TagTask} from '../../app/jobs/task.ts'
import type {JobContext} from '../ports.ts'
import type {TaskWorld} from './task-world.ts'

/** Lets the engine commit a container; says the new image's ID. Rejects with `reference-malformed`, and what requests throw. */
export async function commit(task: CommitTask, {signal, say}: JobContext, world: TaskWorld): Promise<Committed> {
  const {engine, container, name, message, author, pause, changes} = task
  const to = name === null ? null : parseImageName(name)
  const options = {container, name: to, message, author, pause, changes}
  const where = await world.engine(engine, signal)
  const id = await commitContainer(where, options, signal)
  say(id)
  const reference = `${daemonTransport(where.info.kind)}:${id}`
  return {kind: 'commit', id, reference, name: to && `${to.repository}:${to.tag}`}
}

/**
 * Gives an image of an engine or of the store another name. Rejects with `reference-malformed`, `not-found`, and what
 * requests throw.
 */
export async function tag({place, image, name}: TagTask, {signal}: JobContext, world: TaskWorld): Promise<Tagged> {
  if (place === 'store') {
    const to = parseStoreName(name)
    await tagInStore(world.store, image, to, signal)
    return {kind: 'tag', name: to}
  }
  const to = parseImageName(name)
  await tagImage(await world.engine(place, signal), image, to, signal)
  return {kind: 'tag', name: `${to.repository}:${to.tag}`}
}
