import {type ErrorKind, LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import type {Credentials} from '../docker-config/credential-types.ts'
import {Secret} from '../docker-config/secret.ts'
import type {Clock} from './clock.ts'
import {followRedirects} from './follow.ts'
import type {Http} from './http.ts'
import type {HttpRequest} from './http-request.ts'
import type {HttpResponse} from './http-response.ts'
import {failureOfProxy, NetworkError} from './network-failure.ts'
import {placeOf} from './place.ts'
import {ATTEMPTS, isPassing, pauseBefore} from './retry.ts'

/** What a `Bearer` challenge names. */
export interface TokenRequest {
  readonly realm: string
  readonly service: string | null
  readonly scopes: readonly string[]
}

export interface Token {
  readonly secret: Secret
  /** milliseconds since 1970 */
  readonly expires: number
}

/** A token server that takes longer, with all that it is asked again, is not there, milliseconds. */
export const TOKEN_MS = 60_000

const ANSWER_LIMIT = 1 << 20
/** Without expires_in a token lives this long (Docker Registry v2 token specification). */
const DEFAULT_SECONDS = 60
/** Renewed this much before its end: what is asked last should arrive in time. */
const MARGIN_MS = 5000

export interface TokenServerOptions {
  readonly http: Http
  readonly clock: Clock
  /** the registry's name in sentences */
  readonly host: string
  /** HOST[:PORT] of the registry: its certificates are trusted here too */
  readonly authority: string
  readonly signal: AbortSignal
  /** the registry itself was asked without TLS, so a token server may be too */
  readonly plain: boolean
}

/**
 * Asks a token server for a token (Docker Registry v2 authentication; OAuth2 for identity tokens). Throws
 * `registry-unauthorized` where it does not believe who asks, `registry-failed` for answers that make no sense.
 */
export async function fetchToken(
  wanted: TokenRequest,
  credentials: Credentials | null,
  options: TokenServerOptions,
): Promise<Token> {
  const {clock, host, authority, signal} = options
  const url = realmUrl(wanted.realm, options)
  const oauth = credentials?.kind === 'identity-token'
  const form = new URLSearchParams()
  if (wanted.service !== null) form.set('service', wanted.service)
  if (oauth) {
    form.set('grant_type', 'refresh_token')
    form.set('client_id', 'layerlens')
    form.set('scope', wanted.scopes.join(' '))
    form.set('refresh_token', credentials.token.reveal())
  } else {
    for (const scope of wanted.scopes) form.append('scope', scope)
    if (credentials?.kind === 'password') form.set('account', credentials.username)
    for (const [key, value] of form) url.searchParams.append(key, value)
  }
  const asked = clock.now()
  const request: HttpRequest = {
    method: oauth ? 'POST' : 'GET',
    place: placeOf(url),
    signal,
    trust: authority,
    headers: oauth ? {'content-type': 'application/x-www-form-urlencoded'} : basicHeader(credentials),
    ...(oauth ? {body: Buffer.from(form.toString())} : {}),
  }
  const {response, body} = await askPatiently(request, options)
  if (response.status === 401 || response.status === 403 || (oauth && response.status === 400)) {
    throw refused(host, credentials)
  }
  if (response.status !== 200) {
    const ofProxy = failureOfProxy(response)
    if (ofProxy !== null) throw ofProxy
    throw failed(
      'registry-failed',
      t`The token server of ${host}, ${url.host}, ${response.status === 429 ? t`has had too many requests from here` : t`is in trouble`} (HTTP ${response.status}).`,
    )
  }
  return parseToken(body, asked, host)
}

/** Asks until there is an answer that stays, as often as a registry is asked, and no longer than anybody waits for a token. */
async function askPatiently(
  request: HttpRequest,
  {http, clock, host, plain}: TokenServerOptions,
): Promise<{response: HttpResponse; body: Buffer | null}> {
  const end = clock.now() + TOKEN_MS
  for (let attempt = 1; ; attempt++) {
    let pause = pauseBefore(attempt, null, clock) ?? 0
    const isLast = () => attempt === ATTEMPTS || clock.now() + pause > end
    try {
      const first = await http.send(request)
      // What is posted is a secret: where it was meant to go it goes, and nowhere else.
      const response =
        request.method === 'GET' ? await followRedirects(http, request, first, {host, mayLeaveTls: plain}) : first
      const body = await response.read(ANSWER_LIMIT)
      pause = pauseBefore(attempt, response.header('retry-after'), clock) ?? Number.POSITIVE_INFINITY
      if (isLast() || !isPassing(response.status)) return {response, body}
    } catch (thrown) {
      // To wait with a signal whose time is over would tell of somebody who wanted to stop.
      const over = isLast() || request.signal.aborted
      if (over || !(thrown instanceof NetworkError) || !thrown.passes) throw thrown
    }
    await clock.sleep(pause, request.signal)
  }
}

/** The Authorization header that a name and password make; none without them. */
export function basicHeader(credentials: Credentials | null): Record<string, string> {
  if (credentials?.kind !== 'password') return {}
  const pair = `${credentials.username}:${credentials.password.reveal()}`
  return {authorization: `Basic ${Buffer.from(pair).toString('base64')}`}
}

function realmUrl(realm: string, {host, plain}: TokenServerOptions): URL {
  const url = URL.canParse(realm) ? new URL(realm) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw failed('registry-failed', t`${host} names no token server that could be asked.`)
  }
  // A registry behind TLS that sends passwords elsewhere in the clear is misled or misleading.
  if (url.protocol === 'http:' && !plain) {
    throw failed(
      'registry-failed',
      t`${host} names a token server without TLS (${url.host}): no password is sent there.`,
    )
  }
  url.username = ''
  url.password = ''
  return url
}

function parseToken(body: Buffer | null, asked: number, host: string): Token {
  let answer: {token?: unknown; access_token?: unknown; expires_in?: unknown} | null = null
  try {
    answer = JSON.parse(String(body))
  } catch {
    // Told below: an answer may hold a secret and is not repeated.
  }
  const text = answer?.token || answer?.access_token
  if (typeof text !== 'string' || /[^\x20-\x7e]/.test(text)) {
    throw failed('registry-failed', t`The token server of ${host} gave no token.`)
  }
  const seconds = typeof answer?.expires_in === 'number' && answer.expires_in > 0 ? answer.expires_in : DEFAULT_SECONDS
  const life = Math.max(seconds, DEFAULT_SECONDS) * 1000
  return {secret: new Secret(text), expires: asked + life - Math.min(MARGIN_MS, life / 4)}
}

function refused(host: string, credentials: Credentials | null): LensError {
  if (credentials === null) {
    return failed(
      'registry-unauthorized',
      t`${host} gives nothing to somebody it does not know.`,
      t`Log in: layerlens login ${host} (or docker login ${host}).`,
    )
  }
  return failed(
    'registry-unauthorized',
    t`${host} does not accept the name and password that are kept for it.`,
    t`Log in again: layerlens login ${host}. Many registries want an access token instead of the password.`,
  )
}

function failed(kind: ErrorKind, message: string, advice?: string): LensError {
  return new LensError(kind, message, {
    advice: advice ?? t`Ask who keeps the registry; layerlens doctor looks at each step.`,
  })
}
