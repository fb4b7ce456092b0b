import {JsonReader} from '../../image/oci/json.ts'
import {t} from '../../text/translate.ts'
import {type Engine, speaks} from './engine.ts'

/**
 * Bytes of all layers that Docker keeps, each once: what `docker system df` shows for images. Null where it is not told: by
 * Podman, which sums images, and from API 1.53 on. Throws what requests throw.
 */
export async function layersSize(engine: Engine, signal: AbortSignal): Promise<number | null> {
  if (engine.info.kind !== 'docker') return null
  const query = speaks(engine, '1.42') ? {type: 'image'} : {}
  const answer = await engine.client.json({path: '/system/df', query, signal})
  const {LayersSize: size} = new JsonReader(t`the engine's disk usage`, 'engine-refused').object(answer, '')
  return typeof size === 'number' && size >= 0 ? size : null
}
