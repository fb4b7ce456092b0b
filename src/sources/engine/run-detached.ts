import {JsonReader} from '../../image/oci/json.ts'
import {t} from '../../text/translate.ts'
import type {Engine} from './engine.ts'
import {segment} from './engine-client.ts'

export interface DetachedOptions {
  readonly image: string
  readonly ports: readonly {readonly outside: number; readonly inside: number}[]
  /** `outside`: an absolute path where the engine is */
  readonly volumes: readonly {readonly outside: string; readonly inside: string}[]
}

/** Milliseconds for what has to happen whether anybody still waits or not. */
const PATIENCE = 60_000

/**
 * Starts a container that runs on by itself, as `docker run -d -p … -v …`; gives its ID. Where it can't be started nothing of
 * it stays. Throws what requests throw.
 */
export async function runDetached(engine: Engine, options: DetachedOptions, signal: AbortSignal): Promise<string> {
  const {client} = engine
  const answer = await client.json({method: 'POST', path: '/containers/create', body: bodyOf(options), signal})
  const read = new JsonReader(t`the engine's answer`, 'engine-refused')
  const id = read.string(read.object(answer, '').Id, 'Id')
  const path = `/containers/${segment(id)}`
  try {
    await client.call({method: 'POST', path: `${path}/start`, signal})
    return id
  } catch (thrown) {
    const patience = AbortSignal.timeout(PATIENCE)
    await client.call({method: 'DELETE', path, query: {force: true, v: true}, signal: patience}).catch(() => {})
    throw thrown
  }
}

function bodyOf({image, ports, volumes}: DetachedOptions): unknown {
  return {
    Image: image,
    ExposedPorts: Object.fromEntries(ports.map(({inside}) => [`${inside}/tcp`, {}])),
    HostConfig: {
      PortBindings: Object.fromEntries(ports.map(({inside, outside}) => [`${inside}/tcp`, [{HostPort: `${outside}`}]])),
      Binds: volumes.map(({outside, inside}) => `${outside}:${inside}`),
    },
  }
}
