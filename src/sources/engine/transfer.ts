import type {Readable} from 'node:stream'
import {type Digest, isDigest} from '../../image/oci/digest.ts'
import {LensError} from '../../image/oci/error.ts'
import type {Platform} from '../../image/oci/platform.ts'
import {t} from '../../text/translate.ts'
import type {Credentials} from '../docker-config/credential-types.ts'
import {keyOf} from '../docker-config/credentials.ts'
import {type Engine, speaks} from './engine.ts'
import {type EngineRequest, segment} from './engine-client.ts'
import type {ImageName} from './image-name.ts'
import {ndjson} from './ndjson.ts'
import {refusal} from './refusal.ts'
import {copyInstead, registryFailure} from './registry-failure.ts'

/** What happens to a layer on its way; `retrying`: the registry refused or was gone, and the engine tries again soon. */
export type LayerPhase = 'waiting' | 'retrying' | 'moving' | 'unpacking' | 'done' | 'exists' | 'mounted'

/** What an engine tells while it pushes, pulls or loads. Texts are hostile. */
export type TransferEvent =
  | {
      readonly kind: 'layer'
      /** twelve digits: of the diffID when pushing, of the blob when pulling */
      readonly id: string
      readonly phase: LayerPhase
      /** bytes; null where the engine doesn't say */
      readonly done: number | null
      readonly total: number | null
    }
  | {readonly kind: 'digest'; readonly digest: Digest}
  | {readonly kind: 'said'; readonly text: string}

/** Who one is at a registry, as the engine's API takes it. */
export interface RegistryAuth {
  readonly username?: string
  readonly password?: string
  readonly identitytoken?: string
  readonly registrytoken?: string
  readonly serveraddress?: string
}

/** What is kept for a registry, in the form that engines take. The header that carries it is the only place it goes to. */
export function authFor(credentials: Credentials, host: string): RegistryAuth {
  const serveraddress = keyOf(host)
  switch (credentials.kind) {
    case 'password':
      return {username: credentials.username, password: credentials.password.reveal(), serveraddress}
    case 'identity-token':
      return {identitytoken: credentials.token.reveal(), serveraddress}
    case 'registry-token':
      return {registrytoken: credentials.token.reveal(), serveraddress}
  }
}

/** The API version from which on one platform of an image can be pushed. */
const PUSHES_PLATFORMS = '1.46'

/** True where the engine can push one platform of an image alone. */
export function pushesPlatforms(engine: Engine): boolean {
  return engine.info.kind === 'docker' && speaks(engine, PUSHES_PLATFORMS)
}

/**
 * Pushes one tag, or one platform of it. Throws as `registryFailure` says, `engine-refused` where the engine can't choose a
 * platform, and what requests throw.
 */
export function push(
  engine: Engine,
  {repository, tag, host}: ImageName,
  {auth, platform}: {readonly auth: RegistryAuth | null; readonly platform: Platform | null},
  signal: AbortSignal,
): AsyncIterable<TransferEvent> {
  const name = `${repository}:${tag}`
  if (platform !== null && !pushesPlatforms(engine)) {
    throw new LensError(
      'engine-refused',
      t`${engine.info.kind} ${engine.info.version} can't push one platform alone.`,
      {
        advice: copyInstead(engine.info, name),
      },
    )
  }
  // Podman takes no tag beside the name.
  const path = `/images/${segment(engine.info.kind === 'podman' ? name : repository)}/push`
  const query = engine.info.kind === 'podman' ? {} : {tag, ...(platform === null ? {} : {platform: wire(platform)})}
  const request = {method: 'POST', path, query, headers: authHeader(auth), signal} as const
  const choosesPlatform = pushesPlatforms(engine)
  const judged = (thrown: unknown) => registryFailure(thrown, engine.info, {verb: 'push', name, host, choosesPlatform})
  return transferred(engine, request, judged)
}

function wire({os, architecture, variant}: Platform): string {
  return JSON.stringify({os, architecture, ...(variant === null ? {} : {variant})})
}

/** Pulls one tag, of one platform where it is named (`os/arch[/variant]`). Throws as `push`. */
export function pull(
  engine: Engine,
  {repository, tag, host}: ImageName,
  {auth, platform}: {readonly auth: RegistryAuth | null; readonly platform: string | null},
  signal: AbortSignal,
): AsyncIterable<TransferEvent> {
  const query = {fromImage: repository, tag, ...(platform === null ? {} : {platform})}
  const request = {method: 'POST', path: '/images/create', query, headers: authHeader(auth), signal} as const
  const name = `${repository}:${tag}`
  const choosesPlatform = pushesPlatforms(engine)
  const judged = (thrown: unknown) => registryFailure(thrown, engine.info, {verb: 'pull', name, host, choosesPlatform})
  return transferred(engine, request, judged)
}

/** Loads an archive, as `docker load`. Throws what requests throw. */
export function load(engine: Engine, archive: Readable, signal: AbortSignal): AsyncIterable<TransferEvent> {
  return transferred(engine, {method: 'POST', path: '/images/load', upload: archive, signal}, thrown => thrown)
}

/** An auth is always sent: without one, engines answer with something else than "unauthorized". */
function authHeader(auth: RegistryAuth | null): Record<string, string> {
  // Podman wants the padding, which base64url of Node leaves out.
  const text = Buffer.from(JSON.stringify(auth ?? {})).toString('base64')
  return {'X-Registry-Auth': text.replaceAll('+', '-').replaceAll('/', '_')}
}

async function* transferred(
  engine: Engine,
  request: EngineRequest,
  judged: (thrown: unknown) => unknown,
): AsyncIterable<TransferEvent> {
  try {
    for await (const line of ndjson(engine.client.bytes(request))) {
      const event = eventOf(line)
      if (event !== null) yield event
    }
  } catch (thrown) {
    throw judged(thrown)
  }
}

type Line = Readonly<Record<string, unknown>>

const PHASES: readonly (readonly [RegExp, LayerPhase])[] = [
  [/^(Preparing|Waiting|Pulling fs layer)/, 'waiting'],
  [/^Retrying in/, 'retrying'],
  [/^(Pushing|Downloading|Copying)/, 'moving'],
  [/^(Verifying|Download complete|Extracting)/, 'unpacking'],
  [/^(Pushed|Pull complete)/, 'done'],
  [/already exists$/i, 'exists'],
  [/^Mounted/, 'mounted'],
]

/** Reads one line. Answers that began with 200 may still end in an error. */
export function eventOf(line: Line): TransferEvent | null {
  const detail = line.errorDetail
  const error =
    textOf(typeof detail === 'object' && detail !== null ? (detail as Line).message : null) ?? textOf(line.error)
  if (error !== null) throw refusal(0, JSON.stringify({message: error}))
  const status = textOf(line.status)
  const digest = digestOf(line.aux) ?? digestIn(status)
  if (digest !== null) return {kind: 'digest', digest}
  const id = textOf(line.id)
  const phase = status === null ? undefined : PHASES.find(([words]) => words.test(status))?.[1]
  if (id !== null && phase !== undefined) {
    const {current, total} = (line.progressDetail ?? {}) as Line
    return {kind: 'layer', id, phase, done: sizeOf(current), total: sizeOf(total)}
  }
  const text = status ?? textOf(line.stream)?.trim() ?? null
  return text === null || text === '' ? null : {kind: 'said', text}
}

function digestOf(aux: unknown): Digest | null {
  const digest = typeof aux === 'object' && aux !== null ? (aux as Line).Digest : null
  return isDigest(digest) ? digest : null
}

/** `Digest: sha256:…` after a pull, `TAG: digest: sha256:… size: N` after a push. */
function digestIn(status: string | null): Digest | null {
  const found = /\bdigest: (sha256:[0-9a-f]{64})\b/i.exec(status ?? '')?.[1]
  return isDigest(found) ? found : null
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function sizeOf(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 ? value : null
}
