import {statSync} from 'node:fs'
import {resolve} from 'node:path'
import {loadArchive} from '../../../operations/engine/load-archive.ts'
import {saveToFile} from '../../../operations/engine/save-images.ts'
import {fromHome, wholePath} from '../../../operations/extract/home-folder.ts'
import {loadIntoStore} from '../../../operations/store/load-stored.ts'
import {type Copying, saveStored} from '../../../operations/store/save-stored.ts'
import type {Loaded, Saved} from '../../app/jobs/outcome.ts'
import type {LoadTask, SaveTask} from '../../app/jobs/task.ts'
import type {JobContext} from '../ports.ts'
import {copyTold} from './copy.ts'
import {contextOf, type TaskWorld} from './task-world.ts'

/** Writes images of one place into an archive; no half file stays. Rejects with LensErrors. */
export async function save(task: SaveTask, context: JobContext, world: TaskWorld): Promise<Saved> {
  if (task.place === 'store') return saveFromStore(task, context, world)
  const engine = await world.engine(task.place, context.signal)
  const bytes = await saveToFile(engine, task.images, fromHome(task.path, world.home), contextOf(context))
  return {kind: 'save', path: wholePath(task.path, world.home), bytes}
}

/** Brings the images of an archive into the engine, or into the store; says each as it comes. Rejects with LensErrors. */
export async function load(task: LoadTask, context: JobContext, world: TaskWorld): Promise<Loaded> {
  if (task.place === 'store') return loadToStore(task, context, world)
  const engine = await world.engine(task.place, context.signal)
  const said = await loadArchive(engine, fromHome(task.path, world.home), contextOf(context))
  for (const text of said) context.say(text)
  return {kind: 'load', said}
}

async function saveFromStore(task: SaveTask, context: JobContext, world: TaskWorld): Promise<Saved> {
  const path = fromHome(task.path, world.home)
  const open = (reference: string) => world.open(reference, contextOf(context))
  await saveStored(task.images, path, {open, ...copyingFor(context)})
  return {kind: 'save', path: wholePath(task.path, world.home), bytes: statSync(path).size}
}

async function loadToStore(task: LoadTask, context: JobContext, world: TaskWorld): Promise<Loaded> {
  const said: string[] = []
  // A path that is whole is taken for nothing else.
  const loaded = loadIntoStore(resolve(fromHome(task.path, world.home)), world.store, {
    resolve: reference => world.resolve(reference, contextOf(context)),
    ...copyingFor(context),
  })
  for await (const reference of loaded) {
    const text = `Loaded image: ${reference}`
    context.say(text)
    said.push(text)
  }
  return {kind: 'load', said}
}

/** Every image is told of as it comes. */
function copyingFor(context: JobContext): Copying {
  return {
    copy: async (image, destination) => {
      await copyTold(image, destination, context)
      return {destination: destination.reference}
    },
    signal: context.signal,
  }
}
