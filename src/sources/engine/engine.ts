import {LensError} from '../../image/oci/error.ts'
import {JsonReader} from '../../image/oci/json.ts'
import {t} from '../../text/translate.ts'
import type {EngineClient} from './engine-client.ts'
import type {EngineKind} from './places.ts'

/** What an engine says of itself, and where it was found. */
export interface EngineInfo {
  readonly kind: EngineKind
  /** the engine's own version, hostile */
  readonly version: string
  /** the version of the API that is spoken with it, such as '1.41' */
  readonly apiVersion: string
  /** such as 'unix:///var/run/docker.sock' */
  readonly host: string
  /** who named it, such as 'DOCKER_HOST' or 'the default socket' */
  readonly origin: string
}

/** An engine that answered. */
export interface Engine {
  readonly info: EngineInfo
  readonly client: EngineClient
}

/** The API versions we speak: Docker 20.10's, which Podman has too, to one that was read about. */
const OLDEST = '1.41'
const NEWEST = '1.52'

/** What an engine tells of its versions. */
export interface EngineVersion {
  readonly kind: EngineKind
  readonly version: string
  /** the newest API version it speaks */
  readonly api: string
  /** the oldest */
  readonly oldestApi: string
}

/**
 * Reads the headers of an answer to `/_ping`: the quickest question there is (Podman's `/version` takes half a second). The
 * oldest version is not told by it: '1.12' stands for that. Throws `engine-refused` for what no engine says.
 */
export function parsePing(headers: Readonly<Record<string, string | readonly string[] | undefined>>): EngineVersion {
  const text = (name: string): string => (typeof headers[name] === 'string' ? headers[name] : '')
  const isPodman = text('libpod-api-version') !== ''
  const version = isPodman ? text('libpod-api-version') : (/^Docker\/(\S+)/.exec(text('server'))?.[1] ?? '')
  return {kind: isPodman ? 'podman' : 'docker', version, api: apiVersion(text('api-version')), oldestApi: '1.12'}
}

/** Reads the oldest API version out of the answer to `/version`. Throws `engine-refused`. */
export function parseOldestApi(value: unknown): string {
  const read = new JsonReader(t`the engine's version`, 'engine-refused')
  return apiVersion(read.optionalString(read.object(value, '').MinAPIVersion, 'MinAPIVersion') || '1.12')
}

/** True where an engine knows newer versions than we do: it may have dropped ours. */
export function isAhead({api}: EngineVersion): boolean {
  return compareVersions(api, NEWEST) > 0
}

function apiVersion(text: string): string {
  if (/^\d+\.\d+$/.test(text)) return text
  throw new LensError('engine-refused', t`${JSON.stringify(text).slice(0, 40)} is no version of an engine's API.`)
}

/** The newest API version that both sides speak; null where there is none: the engine is too old, or too new. */
export function negotiate({api, oldestApi}: EngineVersion): string | null {
  if (compareVersions(api, OLDEST) < 0) return null
  const newest = compareVersions(api, NEWEST) < 0 ? api : NEWEST
  // An engine that refuses what we know best is asked in its own oldest words: what it dropped we don't depend on.
  return compareVersions(oldestApi, newest) > 0 ? oldestApi : newest
}

/** Negative where `a` is the older one. */
function compareVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number)
  const [majorB = 0, minorB = 0] = b.split('.').map(Number)
  return majorA - majorB || minorA - minorB
}

/** True where the engine's API is at least of this version. */
export function speaks({info}: Engine, version: string): boolean {
  return compareVersions(info.apiVersion, version) >= 0
}
