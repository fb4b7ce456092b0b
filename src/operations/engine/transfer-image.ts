import {type Digest, shortDigest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Platform} from '../../image/oci/platform.ts'
import type {Engine} from '../../sources/engine/engine.ts'
import type {ImageName} from '../../sources/engine/image-name.ts'
import {inspectImage} from '../../sources/engine/images-api.ts'
import {type LayerPhase, pull, push, type RegistryAuth, type TransferEvent} from '../../sources/engine/transfer.ts'
import {t} from '../../text/translate.ts'

/** How far a layer is that is pushed or pulled. */
export interface LayerTransfer {
  readonly id: string
  readonly phase: LayerPhase
  /** bytes that went; what was there already or is done counts in full where its size is known */
  readonly done: number
  /** bytes; null while the engine doesn't say */
  readonly total: number | null
}

/** How far a push or a pull is. */
export interface Transferring {
  /** in the order the engine named them */
  readonly layers: readonly LayerTransfer[]
  /** of the manifest, once it is known */
  readonly digest: Digest | null
  /** the engine's last words, hostile */
  readonly said: string | null
}

/** Told of every step; a state is not changed any more once it was given. */
export type Told = (state: Transferring) => void

/** What Podman puts before the name of an image that was made here. Docker has a registry of that name. */
const MADE_HERE = 'localhost/'

/**
 * Pushes a tag of the engine to its registry; `platform`: only that one of it. Throws `registry-…`, `not-found`, `engine-…`,
 * `cancelled`, and `usage` for a name that is of no registry.
 */
export async function pushImage(
  engine: Engine,
  name: ImageName,
  to: {readonly auth: RegistryAuth | null; readonly platform: Platform | null},
  {signal, told}: {readonly signal: AbortSignal; readonly told: Told},
): Promise<Transferring> {
  if (engine.info.kind === 'podman' && name.repository.startsWith(MADE_HERE)) {
    const full = `${name.repository}:${name.tag}`
    throw new LensError(
      'usage',
      t`localhost is no registry: Podman puts it before the name of an image that was made here.`,
      {
        advice: t`Name the image at a registry first: layerlens tag ${full} HOST/${full.slice(MADE_HERE.length)}`,
      },
    )
  }
  return transferred(engine, name, push(engine, name, to, signal), {signal, told})
}

/** The platform of an image that the engine would run. Throws `not-found`, and what requests throw. */
export async function platformHere(
  engine: Engine,
  {repository, tag}: ImageName,
  signal: AbortSignal,
): Promise<Platform> {
  const {os, architecture, variant} = await inspectImage(engine, `${repository}:${tag}`, signal)
  return {os, architecture, variant}
}

/** Pulls a tag from its registry into the engine. Throws as `pushImage`. */
export function pullImage(
  engine: Engine,
  name: ImageName,
  from: {readonly auth: RegistryAuth | null; readonly platform: string | null},
  {signal, told}: {readonly signal: AbortSignal; readonly told: Told},
): Promise<Transferring> {
  return transferred(engine, name, pull(engine, name, from, signal), {signal, told})
}

async function transferred(
  engine: Engine,
  {repository, tag}: ImageName,
  events: AsyncIterable<TransferEvent>,
  {signal, told}: {readonly signal: AbortSignal; readonly told: Told},
): Promise<Transferring> {
  const state = await followTransfer(events, told)
  if (engine.info.kind !== 'podman') return state
  // Podman tells of the config as of a layer; at the end it is known which one that was.
  const config = await inspectImage(engine, `${repository}:${tag}`, signal).then(({id}) => shortDigest(id), unknown)
  const whole = {...state, layers: state.layers.filter(({id}) => id !== config)}
  told(whole)
  return whole
}

/** What was moved was moved, whatever asking about it says. */
function unknown(thrown: unknown): null {
  if (thrown instanceof LensError && thrown.kind !== 'cancelled') return null
  throw thrown
}

/** Sums what an engine tells up to states. Gives the last one; throws what `events` throws. */
export async function followTransfer(events: AsyncIterable<TransferEvent>, told: Told): Promise<Transferring> {
  const layers = new Map<string, LayerTransfer>()
  let digest: Digest | null = null
  let said: string | null = null
  const state = (): Transferring => ({layers: [...layers.values()], digest, said})
  for await (const event of events) {
    if (event.kind === 'digest') digest = event.digest
    else if (event.kind === 'said') said = event.text
    else if (layers.size < MOST_LAYERS || layers.has(event.id)) layers.set(event.id, moved(layers.get(event.id), event))
    told(state())
  }
  return state()
}

/** Engines stop at 127; several images are more, but never this many. */
const MOST_LAYERS = 10_000

function moved(before: LayerTransfer | undefined, event: TransferEvent & {kind: 'layer'}): LayerTransfer {
  const total = event.phase === 'moving' ? (event.total ?? before?.total ?? null) : (before?.total ?? null)
  const isSettled = event.phase === 'done' || event.phase === 'exists' || event.phase === 'mounted'
  const bytes = event.phase === 'moving' ? (event.done ?? before?.done ?? 0) : (before?.done ?? 0)
  // A push counts the tar's own headers, but its total doesn't.
  const done = total === null ? bytes : isSettled ? total : Math.min(bytes, total)
  return {id: event.id, phase: event.phase, done, total}
}
