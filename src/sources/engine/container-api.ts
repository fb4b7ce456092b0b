import {type Digest, parseDigest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {t} from '../../text/translate.ts'
import type {Engine} from './engine.ts'
import {segment} from './engine-client.ts'
import {EngineRefusal} from './refusal.ts'

/** What `GET /containers/NAME/json` tells. All texts are hostile. */
export interface InspectedContainer {
  readonly id: string
  readonly name: string
  readonly imageId: Digest
  /** the image as it was named when the container was made */
  readonly imageName: string
  /** RFC 3339; null where it is not known */
  readonly created: string | null
  readonly running: boolean
  /** what runs in it: program and arguments */
  readonly command: readonly string[]
}

/** One line of `docker diff`. */
export interface ContainerChange {
  /** no leading slash */
  readonly path: string
  readonly kind: 'modified' | 'added' | 'deleted'
}

/** Looks a container up by name, ID or unique prefix of one. Throws `not-found`, and what requests throw. */
export async function inspectContainer(engine: Engine, name: string, signal: AbortSignal): Promise<InspectedContainer> {
  try {
    return parseContainer(await engine.client.json({path: `/containers/${segment(name)}/json`, signal}))
  } catch (thrown) {
    if (!(thrown instanceof EngineRefusal) || thrown.status !== 404) throw thrown
    const {kind, host} = engine.info
    throw new LensError('not-found', t`${kind} (${host}) has no container ${name}.`, {
      cause: thrown,
      advice: t`List what it has: layerlens containers`,
    })
  }
}

/**
 * The answer to `GET /containers/ID/json` (Engine API), a Podman's with its bare IDs too. Throws `engine-refused` for
 * another shape.
 */
function parseContainer(value: unknown): InspectedContainer {
  const read = new JsonReader(t`the engine's container`, 'engine-refused')
  const root = read.object(value, '')
  const config = read.optionalObject(root.Config, 'Config') ?? {}
  const state = read.optionalObject(root.State, 'State') ?? {}
  const image = read.string(root.Image, 'Image')
  return {
    id: read.string(root.Id, 'Id'),
    name: (read.optionalString(root.Name, 'Name') ?? '').replace(/^\//, ''),
    imageId: parseDigest(image.includes(':') ? image : `sha256:${image}`),
    imageName: read.optionalString(config.Image, 'Config.Image') ?? '',
    created: read.optionalString(root.Created, 'Created') || null,
    running: state.Running === true,
    command: [read.optionalString(root.Path, 'Path') ?? '', ...read.strings(root.Args, 'Args')],
  }
}

const KINDS = ['modified', 'added', 'deleted'] as const

/** What a container changed on top of its image. Throws what requests throw. */
export async function containerChanges(
  engine: Engine,
  id: string,
  signal: AbortSignal,
): Promise<readonly ContainerChange[]> {
  return parseChanges(await engine.client.json({path: `/containers/${segment(id)}/changes`, signal}))
}

/**
 * The answer to `GET /containers/ID/changes` (Engine API), null for none; paths without their first slash. Throws
 * `engine-refused`.
 */
function parseChanges(value: unknown): readonly ContainerChange[] {
  const read = new JsonReader(t`the engine's list of changes`, 'engine-refused')
  return read.optionalArray(value, '').flatMap((item, i) => {
    const change = read.object(item, `[${i}]`)
    const path = read.string(change.Path, `[${i}].Path`).replace(/^\/+/, '')
    const kind = KINDS[read.size(change.Kind, `[${i}].Kind`)]
    return path === '' || kind === undefined ? [] : [{path, kind}]
  })
}

/** The whole file system of a container as a tar, as `docker export` writes it. Throws as a request does. */
export function exportContainer(engine: Engine, id: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
  return engine.client.bytes({path: `/containers/${segment(id)}/export`, signal})
}

/** Bytes of the files in a container's writable layer, the engine's own figure; null where it doesn't tell. Throws as a request does. */
export async function writableSize(engine: Engine, id: string, signal: AbortSignal): Promise<number | null> {
  const answer = await engine.client.json({path: `/containers/${segment(id)}/json`, query: {size: true}, signal})
  const {SizeRw: size} = new JsonReader(t`the engine's container`, 'engine-refused').object(answer, '')
  return typeof size === 'number' && size >= 0 ? size : null
}
