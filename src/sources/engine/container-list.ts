import type {Digest} from '../../image/oci/digest.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {t} from '../../text/translate.ts'
import type {Engine} from './engine.ts'
import {imageId} from './image-id.ts'
import {timeOf} from './time-of.ts'

/** One container of an engine's list. All texts are hostile. */
export interface ListedContainer {
  readonly id: string
  readonly names: readonly string[]
  /** the image as it was named when the container was made */
  readonly image: string
  readonly imageId: Digest | null
  readonly command: string
  /** ISO 8601; null where it is not known */
  readonly created: string | null
  /** created, running, paused, restarting, removing, exited, dead */
  readonly state: string
  /** in the engine's words: `Up 3 hours` */
  readonly status: string
  /** as docker shows them: `127.0.0.1:8080->80/tcp` */
  readonly ports: readonly string[]
}

/** The containers that `docker ps --all` lists, the newest first. Throws what requests throw. */
export async function listContainers(engine: Engine, signal: AbortSignal): Promise<readonly ListedContainer[]> {
  return parseContainerList(await engine.client.json({path: '/containers/json', query: {all: true}, signal}))
}

/** The answer to `GET /containers/json` (Engine API). Throws `engine-refused` for another shape. */
export function parseContainerList(value: unknown): readonly ListedContainer[] {
  const read = new JsonReader(t`the engine's list of containers`, 'engine-refused')
  return read.optionalArray(value, '').map((item, i) => {
    const container = read.object(item, `[${i}]`)
    const text = (key: string) => read.optionalString(container[key], `[${i}].${key}`) ?? ''
    const {Created: created} = container
    return {
      id: read.string(container.Id, `[${i}].Id`),
      names: read.strings(container.Names, `[${i}].Names`).map(name => name.replace(/^\//, '')),
      image: text('Image'),
      imageId: imageId(container.ImageID),
      command: text('Command'),
      created: timeOf(created),
      state: text('State'),
      status: text('Status'),
      ports: read.optionalArray(container.Ports, `[${i}].Ports`).map(port => portText(read, port)),
    }
  })
}

function portText(read: JsonReader, value: unknown): string {
  const {IP: ip, PrivatePort: inside, PublicPort: outside, Type: type} = read.object(value, 'Ports')
  const target = `${Number(inside)}/${typeof type === 'string' ? type : 'tcp'}`
  if (typeof outside !== 'number' || outside === 0) return target
  const host = typeof ip === 'string' && ip !== '' ? `${ip.includes(':') ? `[${ip}]` : ip}:` : ''
  return `${host}${outside}->${target}`
}
