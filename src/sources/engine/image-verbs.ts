import {type Digest, parseDigest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {t} from '../../text/translate.ts'
import type {Engine} from './engine.ts'
import {segment} from './engine-client.ts'
import {imageId} from './image-id.ts'
import type {ImageName} from './image-name.ts'
import {inspectImage} from './images-api.ts'
import {EngineRefusal} from './refusal.ts'

export interface CommitOptions {
  /** the container's name or ID */
  readonly container: string
  /** null: the image has no name */
  readonly name: ImageName | null
  readonly message: string
  readonly author: string
  /** stop what runs in it meanwhile, so that files are whole */
  readonly pause: boolean
  /** lines of a Dockerfile: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, USER, WORKDIR, VOLUME, ONBUILD */
  readonly changes: readonly string[]
}

/** Makes an image of a container; gives its ID. Throws `not-found`, `usage` for a change that is none, what requests throw. */
export async function commit(engine: Engine, options: CommitOptions, signal: AbortSignal): Promise<Digest> {
  const {container, name, message, author, pause, changes} = options
  const query = {
    container,
    ...(name === null ? {} : {repo: name.repository, tag: name.tag}),
    comment: message,
    author,
    pause,
    changes,
  }
  try {
    const answer = await engine.client.json({method: 'POST', path: '/commit', query, body: {}, signal})
    const read = new JsonReader(t`the engine's answer to a commit`, 'engine-refused')
    const told = read.string(read.object(answer, '').Id, 'Id')
    const id = parseDigest(told.includes(':') ? told : `sha256:${told}`)
    if (name !== null && isLeftNameless(engine, name)) await tag(engine, id, name, signal)
    return id
  } catch (thrown) {
    if (!(thrown instanceof EngineRefusal)) throw thrown
    if (thrown.status === 404) {
      throw new LensError('not-found', t`There is no container ${container}.`, {
        cause: thrown,
        advice: t`List what there is: layerlens containers`,
      })
    }
    // Of what is sent only a change can be wrong in itself: the name was read before.
    const isWrong = thrown.status === 400 || /dockerfile|instruction|valid change|change command/i.test(thrown.said)
    const aboutChanges = changes.length > 0 && isWrong
    if (!aboutChanges) throw thrown
    throw new LensError('usage', t`The engine does not take a change: ${thrown.said}.`, {
      cause: thrown,
      advice: t`A change is a line of a Dockerfile, such as CMD ["node","server.js"] or ENV A=b.`,
    })
  }
}

/** Podman's Docker-compatible commit takes a repository of one letter for none, and says nothing. */
function isLeftNameless({info}: Engine, {repository}: ImageName): boolean {
  return info.kind === 'podman' && repository.length === 1
}

/** Gives an image another name. Throws `not-found`, and what requests throw. */
export async function tag(engine: Engine, image: string, name: ImageName, signal: AbortSignal): Promise<void> {
  const query = {repo: name.repository, tag: name.tag}
  await engine.client.call({method: 'POST', path: `/images/${segment(image)}/tag`, query, signal}).catch(thrown => {
    throw missing(thrown, engine, image)
  })
}

/** What removing an image took away. */
export interface Removed {
  /** names that are gone */
  readonly untagged: readonly string[]
  /** IDs of images that are gone */
  readonly deleted: readonly string[]
}

/**
 * Removes a tag, and the image with its last one. `force` also takes an image that stopped containers or several tags hold.
 * Throws `not-found`, `engine-conflict` with what stands in the way, and what requests throw.
 */
export async function removeImage(
  engine: Engine,
  image: string,
  force: boolean,
  signal: AbortSignal,
): Promise<Removed> {
  try {
    const answer = await engine.client.json({
      method: 'DELETE',
      path: `/images/${segment(image)}`,
      query: {force},
      signal,
    })
    const read = new JsonReader(t`the engine's answer to a removal`, 'engine-refused')
    const lines = read.optionalArray(answer, '').map(item => read.object(item, ''))
    return {
      untagged: lines.flatMap(({Untagged}) => (typeof Untagged === 'string' ? [Untagged] : [])),
      deleted: lines.flatMap(({Deleted}) => (typeof Deleted === 'string' ? [imageId(Deleted) ?? Deleted] : [])),
    }
  } catch (thrown) {
    throw missing(thrown, engine, image)
  }
}

function missing(thrown: unknown, {info}: Engine, image: string): unknown {
  if (!(thrown instanceof EngineRefusal)) return thrown
  if (thrown.status === 404) {
    return new LensError('not-found', t`${info.kind} (${info.host}) has no image ${image}.`, {
      cause: thrown,
      advice: t`List what it has: layerlens images`,
    })
  }
  if (thrown.status !== 409) return thrown
  const running = /running container/i.test(thrown.said)
  return new LensError('engine-conflict', t`${image} can't be removed: ${thrown.said}.`, {
    cause: thrown,
    advice: running
      ? t`Stop and remove the container first: docker rm --force CONTAINER`
      : t`Remove what stands in the way first, or remove it all the same: --force`,
  })
}

/** The tar that `docker save` writes of these images, as it flows. Throws `not-found`, and what requests throw. */
export async function* saveImages(
  engine: Engine,
  names: readonly string[],
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  try {
    yield* engine.client.bytes({path: '/images/get', query: {names}, signal})
  } catch (thrown) {
    const isGone = thrown instanceof EngineRefusal && /does not exist|no such image|not found/i.test(thrown.said)
    if (!isGone) throw missing(thrown, engine, names.join(', '))
    const lacking = await lackingOf(engine, names, signal)
    // All of them are there by now, or were asked for in a way that only the engine knows.
    if (lacking.length === 0) throw thrown
    throw new LensError('not-found', t`${engine.info.kind} (${engine.info.host}) has no image ${lacking.join(', ')}.`, {
      cause: thrown,
      advice: t`List what it has: layerlens images`,
    })
  }
}

/** Those of the names that an engine has no image of. */
async function lackingOf(engine: Engine, names: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
  const lacking: string[] = []
  for (const name of names) {
    try {
      await inspectImage(engine, name, signal)
    } catch (thrown) {
      if (!(thrown instanceof LensError) || !['not-found', 'reference-malformed'].includes(thrown.kind)) throw thrown
      lacking.push(name)
    }
  }
  return lacking
}
