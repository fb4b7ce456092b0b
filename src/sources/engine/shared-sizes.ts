import type {Digest} from '../../image/oci/digest.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {t} from '../../text/translate.ts'
import {type Engine, speaks} from './engine.ts'
import {imageId} from './image-id.ts'

/**
 * Bytes of each image that it has in common with at least one other, by ID: the figures of `docker system df -v`, which the
 * engine sums by chain ID. Docker from 23 on gives them with the list; what came before only with the usage of everything, which
 * takes longer. Throws what requests throw.
 */
export async function sharedSizes(engine: Engine, signal: AbortSignal): Promise<ReadonlyMap<Digest, number>> {
  const {client, info} = engine
  if (info.kind === 'docker' && speaks(engine, '1.42')) {
    return parseSharedSizes(await client.json({path: '/images/json', query: {'shared-size': true}, signal}))
  }
  const usage = new JsonReader(t`the engine's disk usage`, 'engine-refused')
  const answer = usage.object(await client.json({path: '/system/df', signal}), '')
  return parseSharedSizes(answer.Images)
}

/** An engine that did not sum says −1: such an image is left out. */
function parseSharedSizes(value: unknown): ReadonlyMap<Digest, number> {
  const read = new JsonReader(t`the engine's shared sizes`, 'engine-refused')
  const sizes = new Map<Digest, number>()
  for (const item of read.optionalArray(value, 'Images')) {
    const {Id: id, SharedSize: size} = read.object(item, 'Images')
    const digest = imageId(id)
    if (digest !== null && typeof size === 'number' && size >= 0) sizes.set(digest, size)
  }
  return sizes
}
