import {LensError, throwIfCancelled} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {no, type Unreached, unreached, wantsTls} from './connect-failure.ts'
import {formatEndpoint, withoutPassword} from './endpoint.ts'
import {type Engine, isAhead, negotiate, parseOldestApi, parsePing} from './engine.ts'
import {EngineClient} from './engine-client.ts'
import {type EngineKind, type EnginePlace, type EngineSettings, enginePlaces} from './places.ts'

/** Milliseconds that a place has for its first answer. */
const PATIENCE = 15_000

/** The engines of this machine, found once and kept. */
export class Engines {
  private readonly settings: EngineSettings
  private readonly found = new Map<EngineKind | null, Promise<Engine>>()

  constructor(settings: EngineSettings) {
    this.settings = settings
  }

  /**
   * The first engine that answers. Throws EngineNotReached with what was tried and why each failed, what `enginePlaces`
   * throws, `cancelled`.
   */
  find(kind: EngineKind | null, signal: AbortSignal): Promise<Engine> {
    const known = this.found.get(kind)
    if (known !== undefined) return known.catch(thrown => this.anew(thrown, kind, signal))
    const finding = findEngine(this.settings, kind, signal).catch(thrown => {
      this.found.delete(kind)
      throw thrown
    })
    this.found.set(kind, finding)
    return finding
  }

  /** Where only who asked first stopped waiting, the others still want to know. */
  private anew(thrown: unknown, kind: EngineKind | null, signal: AbortSignal): Promise<Engine> {
    const stoppedByOther = thrown instanceof LensError && thrown.kind === 'cancelled' && !signal.aborted
    if (stoppedByOther) return this.find(kind, signal)
    throw thrown
  }
}

/** A place where no engine answered. Hostile: a host's words may be among its reasons. */
export interface TriedEngine extends Unreached {
  /** who named it, as of an EnginePlace */
  readonly origin: string
  /** such as 'unix:///var/run/docker.sock' */
  readonly host: string
}

/** `engine-not-reached`: no engine answers. */
export class EngineNotReached extends LensError {
  /** in the order in which they were asked; never empty */
  readonly tried: readonly TriedEngine[]

  constructor(message: string, advice: string | null, tried: readonly TriedEngine[]) {
    super('engine-not-reached', message, advice === null ? {} : {advice})
    this.tried = tried
  }
}

/**
 * Where an engine was looked for in vain, of what finding one threw; null where that was something else. A host whose address
 * is none was looked for too.
 */
export function triedBy(thrown: unknown, {host, hostOrigin = '--host'}: EngineSettings): readonly TriedEngine[] | null {
  if (thrown instanceof EngineNotReached) return thrown.tried
  if (!(thrown instanceof LensError) || thrown.kind !== 'engine-host-malformed' || host === null) return null
  const {message: why, advice} = thrown
  return [
    {origin: hostOrigin, host: withoutPassword(host), why, brief: t`no address`, advice: advice ?? null, absent: false},
  ]
}

async function findEngine(settings: EngineSettings, kind: EngineKind | null, signal: AbortSignal): Promise<Engine> {
  const tried: TriedEngine[] = []
  for (const place of enginePlaces(settings, kind)) {
    const answer = await ask(place, kind, signal)
    if ('info' in answer) return answer
    tried.push({...answer, origin: place.origin, host: formatEndpoint(place.endpoint)})
  }
  throw notReached(kind, tried)
}

/** Asks a place who it is: without a version of the API, since that is what is to be found out. */
async function ask(place: EnginePlace, kind: EngineKind | null, signal: AbortSignal): Promise<Engine | Unreached> {
  const {endpoint, origin} = place
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)])
  const client = new EngineClient(endpoint, null)
  try {
    const response = await client.answer({path: '/_ping', signal: patience})
    const text = await client.textOf(response, 1 << 20, patience)
    if (response.status === 400 && /HTTP request to an HTTPS server/i.test(text)) return wantsTls()
    if (response.headers['api-version'] === undefined) return no(t`what answers there is no engine`)
    const pinged = parsePing(response.headers)
    if (kind === 'podman' && pinged.kind !== 'podman') return no(t`it is Docker, not Podman`)
    const oldestApi = isAhead(pinged)
      ? parseOldestApi(await client.json({path: '/version', signal: patience}))
      : pinged.oldestApi
    const apiVersion = negotiate({...pinged, oldestApi})
    if (apiVersion === null)
      return no(t`${pinged.kind} ${pinged.version} is too old: it speaks API ${pinged.api}`, NEWER)
    const info = {kind: pinged.kind, version: pinged.version, apiVersion, host: formatEndpoint(endpoint), origin}
    return {info, client: new EngineClient(endpoint, apiVersion)}
  } catch (thrown) {
    throwIfCancelled(signal)
    if (patience.aborted) return no(t`it did not answer within ${PATIENCE / 1000} seconds`)
    if (thrown instanceof LensError && thrown.cause === undefined) return no(thrown.message)
    return unreached(endpoint, thrown instanceof LensError ? thrown.cause : thrown)
  }
}

const NEWER = t`Docker 20.10 or Podman 4 is the oldest that works.`

const NAMES: Readonly<Record<EngineKind, string>> = {docker: t`Docker engine`, podman: 'Podman'}

/** Says what was tried. Sockets that are simply not there are named in one breath. */
function notReached(kind: EngineKind | null, tried: readonly TriedEngine[]): EngineNotReached {
  const name = ({origin, host}: TriedEngine) => `${origin} (${host})`
  const failed = tried.filter(({absent}) => !absent)
  const absent = tried.filter(each => each.absent)
  const missing = absent.length === 0 ? [] : [t`${absent.map(name).join(', ')}: no such socket, so none runs there`]
  const why = [...failed.map(one => `${name(one)}: ${one.why}`), ...missing].join('; ')
  const what = kind === null ? t`No engine` : t`No ${NAMES[kind]}`
  const advice = (failed[0] ?? tried[0])?.advice ?? null
  return new EngineNotReached(t`${what} could be reached. Tried ${why}.`, advice, tried)
}
