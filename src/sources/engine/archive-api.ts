import {randomUUID} from 'node:crypto'
import {toFailure} from '../../image/oci/error.ts'
import type {Engine} from './engine.ts'
import {segment} from './engine-client.ts'
import {EngineRefusal} from './refusal.ts'

/** Marks containers that exist only to read files of an image. */
const LABEL = 'layerlens.temporary'

/** Milliseconds for what has to happen whether anybody still waits or not. */
const PATIENCE = 60_000

/** A tar of a path in a container's file system, as `docker cp` gets it. A folder comes with all below. Throws as a request. */
export function containerArchive(
  engine: Engine,
  container: string,
  path: string,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  return engine.client.bytes({path: `/containers/${segment(container)}/archive`, query: {path: `/${path}`}, signal})
}

/**
 * Makes a container of an image, which is never started, for as long as `use` runs; it is removed however that ends, with the
 * volumes that came with it. Throws what `use` and requests throw.
 */
export async function* withTemporaryContainer(
  engine: Engine,
  image: string,
  use: (container: string) => AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  // Known before it is made: an answer that never comes leaves nothing behind either.
  const name = `layerlens-${randomUUID()}`
  try {
    await engine.client.call({
      method: 'POST',
      path: '/containers/create',
      query: {name},
      // An image without a command would be refused; this one is never run.
      body: {
        Image: image,
        Entrypoint: ['/layerlens'],
        Cmd: ['never', 'started'],
        Labels: {[LABEL]: 'true'},
        NetworkDisabled: true,
        HostConfig: {NetworkMode: 'none'},
      },
      signal: AbortSignal.timeout(PATIENCE),
    })
    yield* use(name)
  } finally {
    await removeTemporary(engine, name)
  }
}

async function removeTemporary(engine: Engine, name: string): Promise<void> {
  try {
    await engine.client.call({
      method: 'DELETE',
      path: `/containers/${segment(name)}`,
      query: {force: true, v: true},
      signal: AbortSignal.timeout(PATIENCE),
    })
  } catch (thrown) {
    const gone = thrown instanceof EngineRefusal && thrown.status === 404
    // An engine that is gone can't be tidied up; whoever reads has been told that it is gone.
    if (!gone && toFailure(thrown).kind !== 'engine-lost') throw thrown
  }
}
