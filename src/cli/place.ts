import {LensError} from '../image/oci/error.ts'
import {parseReference} from '../image/oci/reference.ts'
import type {Engine} from '../sources/engine/engine.ts'
import {EngineNotReached} from '../sources/engine/engines.ts'
import {inspectImage} from '../sources/engine/images-api.ts'
import {isInStore} from '../sources/store/store-source.ts'
import {printable} from '../text/printable.ts'
import type {Given, World} from './command.ts'

/** Where a verb is to act. */
export type ActingPlace =
  | {readonly kind: 'engine'; readonly engine: Engine; readonly name: string}
  | {readonly kind: 'store'; readonly name: string}
  | {readonly kind: 'registry'; readonly name: string}

/**
 * Where the image is that a verb names: where its transport says; a bare name is the engine's where one answers, else the
 * store's, which is said. An engine that was named must answer. Throws `engine-…`, `reference-unsupported`; and `not-found`
 * where a verb writes, which `writing` gives the line of, and only the store has the name: what is there may be another image.
 */
export async function placeOfImage(
  text: string,
  given: Given,
  world: World,
  writing: ((reference: string) => string) | null,
): Promise<ActingPlace> {
  const named = await namedPlace(text, world)
  if (named !== null) return named
  const engine = await engineIfAny(given, world, `${text} is taken for the store's.`)
  if (engine === null) return {kind: 'store', name: text}
  if (!(await has(engine, text, world)) && (await isInStore(world.store, text))) {
    if (writing !== null) {
      throw new LensError('not-found', `The engine has no ${text}.`, {
        advice: `The store has one: ${writing(`store:${text}`)}`,
      })
    }
    world.err(`layerlens: The engine has no ${printable(text)}; the store's is taken.\n`)
    return {kind: 'store', name: text}
  }
  return {kind: 'engine', engine, name: text}
}

/** The place that a reference's transport names; null for a bare one. Throws `reference-unsupported` for a file's. */
export async function namedPlace(text: string, world: World): Promise<ActingPlace | null> {
  const {transport, rest} = parseReference(text)
  switch (transport) {
    case null:
      return null
    case 'store':
      return {kind: 'store', name: rest}
    case 'docker':
      return {kind: 'registry', name: rest}
    case 'docker-daemon':
    case 'podman': {
      const kind = transport === 'podman' ? 'podman' : 'docker'
      return {kind: 'engine', engine: await world.engines.find(kind, world.signal), name: rest}
    }
    default:
      throw new LensError(
        'reference-unsupported',
        `${text} is a file or a container, where an image of an engine, the store or a registry is wanted.`,
        {
          advice: 'Bring it there first: layerlens copy SRC store:NAME',
        },
      )
  }
}

/** The engine that answers; null where none does and none was named: `instead` then says on standard error what is done. */
export async function engineIfAny(given: Given, world: World, instead: string): Promise<Engine | null> {
  try {
    return await world.engine()
  } catch (thrown) {
    if (!(thrown instanceof LensError) || thrown.kind !== 'engine-not-reached' || given.has('host')) throw thrown
    // Where something was that did not answer, it may be the one that was meant.
    const there = thrown instanceof EngineNotReached ? thrown.tried.find(({absent}) => !absent) : undefined
    const why = there === undefined ? '' : ` (${printable(there.host)}: ${printable(there.brief)})`
    world.err(`layerlens: No engine answered${why}; ${printable(instead)}\n`)
    return null
  }
}

async function has(engine: Engine, name: string, world: World): Promise<boolean> {
  try {
    await inspectImage(engine, name, world.signal)
    return true
  } catch (thrown) {
    if (thrown instanceof LensError && (thrown.kind === 'not-found' || thrown.kind === 'reference-malformed'))
      return false
    throw thrown
  }
}
