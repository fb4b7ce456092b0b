import {LensError} from '../../image/oci/error.ts'
import {type ListedContainer, listContainers} from '../../sources/engine/container-list.ts'
import type {Engine} from '../../sources/engine/engine.ts'

/** Milliseconds that an answer may take while somebody waits for the screen. */
const PATIENCE = 5_000

const ALIVE: ReadonlySet<string> = new Set(['running', 'paused', 'restarting'])

/** IDs of the containers that run; null where the engine would not say. */
export async function runningContainers(engine: Engine): Promise<ReadonlySet<string> | null> {
  const alive = await listed(engine)
  return alive && new Set(alive.map(({id}) => id))
}

/**
 * The name of the container that a client was left from, for it still runs; null where none does, or the engine would not
 * say. Where its ID is not known, for some clients can't write it for us, it is one that is not among `before`, those that ran
 * before the client: the one of that name, and without a name one of that image.
 */
export async function goesOn(
  engine: Engine,
  {id, name, image}: {readonly id: string | null; readonly name: string | null; readonly image: string},
  before: ReadonlySet<string> | null,
): Promise<string | null> {
  if (id === null && before === null) return null
  const isIt = (each: ListedContainer) => {
    if (id !== null) return each.id === id
    return !before?.has(each.id) && (name === null ? isOf(each, image) : each.names.includes(name))
  }
  const found = (await listed(engine))?.find(isIt)
  return found === undefined ? null : (found.names[0] ?? found.id.slice(0, 12))
}

/** Podman gives names in full. */
function isOf({image, imageId}: ListedContainer, wanted: string): boolean {
  return image === wanted || image.endsWith(`/${wanted}`) || imageId === wanted
}

async function listed(engine: Engine): Promise<readonly ListedContainer[] | null> {
  try {
    const all = await listContainers(engine, AbortSignal.timeout(PATIENCE))
    return all.filter(({state}) => ALIVE.has(state))
  } catch (thrown) {
    // What it is asked for is a courtesy.
    if (thrown instanceof LensError || (thrown as Error).name === 'TimeoutError') return null
    throw thrown
  }
}
