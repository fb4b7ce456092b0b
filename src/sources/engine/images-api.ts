import {type Digest, isDigest, parseDigest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {isIndexType} from '../../image/oci/media-type.ts'
import {t} from '../../text/translate.ts'
import type {Engine} from './engine.ts'
import {segment} from './engine-client.ts'
import {EngineRefusal} from './refusal.ts'

/** What `GET /images/NAME/json` tells. */
export interface InspectedImage {
  /** the engine's ID: the config's digest, or in a containerd store the manifest's or the index's */
  readonly id: Digest
  /** the config's digest, null where the engine's ID is another one */
  readonly configDigest: Digest | null
  /** of the manifest, where the engine keeps it */
  readonly manifestDigest: Digest | null
  readonly tags: readonly string[]
  /** RFC 3339; null where it is not known */
  readonly created: string | null
  readonly author: string | null
  /** the message of the commit that made it, or what a builder says of itself */
  readonly comment: string | null
  readonly os: string
  readonly architecture: string
  readonly variant: string | null
  /** bytes, the engine's own figure */
  readonly engineSize: number
  /** as the engine gives it: the image config's `config` */
  readonly config: Readonly<Record<string, unknown>>
  /** base first */
  readonly diffIds: readonly Digest[]
  /** the answer as a whole */
  readonly raw: unknown
}

/** One line of `GET /images/NAME/history`, in its order: the last step first. */
export interface HistoryLine {
  /** seconds since 1970; null where it is not known */
  readonly created: number | null
  readonly createdBy: string
  readonly comment: string
  /** bytes of the layer it left, 0 also where it left none */
  readonly size: number
}

/**
 * Looks an image up by tag, ID or unique prefix of one. Throws `not-found`, `reference-malformed`, and what a request can
 * throw.
 */
export async function inspectImage(engine: Engine, name: string, signal: AbortSignal): Promise<InspectedImage> {
  try {
    return parseInspectedImage(await engine.client.json({path: `/images/${segment(name)}/json`, signal}))
  } catch (thrown) {
    throw thrown instanceof EngineRefusal ? noSuchImage(engine, name, thrown) : thrown
  }
}

function noSuchImage({info}: Engine, name: string, refused: EngineRefusal): LensError {
  // No name has a space in it: what is said of one can't be taken for the name itself.
  if (refused.status === 400 || /(?:invalid|parsing|parse(?: image)?) reference|parse name/i.test(refused.said)) {
    return new LensError('reference-malformed', t`${name} is no name of an image.`, {
      cause: refused,
      advice: t`Write NAME:TAG in small letters, or an ID.`,
    })
  }
  if (refused.status !== 404) return refused
  return new LensError('not-found', t`${info.kind} (${info.host}) has no image ${name}.`, {
    cause: refused,
    advice: t`List what it has: layerlens images; or fetch it: ${info.kind} pull ${name}`,
  })
}

/** The steps an image was made in, the last first. */
export async function imageHistory(engine: Engine, id: string, signal: AbortSignal): Promise<readonly HistoryLine[]> {
  return parseHistory(await engine.client.json({path: `/images/${segment(id)}/history`, signal}))
}

/** The tar that `docker save` would write, as it flows. Throws as a request does. */
export function exportImage(engine: Engine, id: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
  return engine.client.bytes({path: `/images/${segment(id)}/get`, signal})
}

/**
 * The answer to `GET /images/NAME/json` (Engine API); with containerd's store the ID is a manifest's or an index's digest,
 * not the config's. Throws `engine-refused` for another shape.
 */
function parseInspectedImage(value: unknown): InspectedImage {
  const read = new JsonReader(t`the engine's image`, 'engine-refused')
  const root = read.object(value, '')
  const id = parseDigest(read.string(root.Id, 'Id'))
  const descriptor = read.optionalObject(root.Descriptor, 'Descriptor')
  const target = isDigest(descriptor?.digest) ? descriptor.digest : null
  const isIndex = isIndexType(read.optionalString(descriptor?.mediaType, 'Descriptor.mediaType'))
  const rootfs = read.optionalObject(root.RootFS, 'RootFS') ?? {}
  const created = read.optionalString(root.Created, 'Created')
  return {
    id,
    configDigest: target === id ? null : id,
    manifestDigest: isIndex ? null : target,
    tags: read.strings(root.RepoTags, 'RepoTags').filter(tag => tag !== '<none>:<none>'),
    // Go's zero time stands for no time.
    created: created === null || created === '' || created.startsWith('0001-') ? null : created,
    author: read.optionalString(root.Author, 'Author') || null,
    comment: read.optionalString(root.Comment, 'Comment') || null,
    os: read.optionalString(root.Os, 'Os') || 'linux',
    architecture: read.optionalString(root.Architecture, 'Architecture') || 'unknown',
    variant: read.optionalString(root.Variant, 'Variant') || null,
    engineSize: read.size(root.Size ?? 0, 'Size'),
    config: read.optionalObject(root.Config, 'Config') ?? {},
    diffIds: read.optionalArray(rootfs.Layers, 'RootFS.Layers').map(parseDigest),
    raw: value,
  }
}

/** The answer to `GET /images/NAME/history` (Engine API), the newest step first. Throws `engine-refused` for another shape. */
function parseHistory(value: unknown): readonly HistoryLine[] {
  const read = new JsonReader(t`the engine's history`, 'engine-refused')
  return read.array(value, '').map((item, i) => {
    const line = read.object(item, `[${i}]`)
    const {Created: created, Size: size} = line
    return {
      created: typeof created === 'number' && Number.isFinite(created) && created > 0 ? created : null,
      createdBy: read.optionalString(line.CreatedBy, `[${i}].CreatedBy`) ?? '',
      comment: read.optionalString(line.Comment, `[${i}].Comment`) ?? '',
      size: typeof size === 'number' && size > 0 ? size : 0,
    }
  })
}
