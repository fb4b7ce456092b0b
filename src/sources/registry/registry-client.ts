import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import type {Credentials} from '../docker-config/credential-types.ts'
import {type AnswerError, type Asked, answerFailure, elsewhereFailure, parseComplaints} from './answer-failure.ts'
import {Authorizer} from './authorizer.ts'
import {unlessCancelled} from './cancellable.ts'
import type {Clock} from './clock.ts'
import {drain} from './drain.ts'
import type {Endpoint} from './endpoint.ts'
import {followRedirects, isRedirect, refuseOutOfTls} from './follow.ts'
import type {Http} from './http.ts'
import type {HttpRequest, Method} from './http-request.ts'
import type {HttpResponse} from './http-response.ts'
import {failureOfProxy, NetworkError} from './network-failure.ts'
import {placeAt, placeOf} from './place.ts'
import {ATTEMPTS, isPassing, pauseBefore} from './retry.ts'
import type {Scope} from './scope.ts'

export interface RegistryRequest extends Omit<Asked, 'host'> {
  readonly method: Method
  /** below `/v2/`, or a whole address that the registry gave */
  readonly path: string | URL
  readonly scope: Scope
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: HttpRequest['body']
  readonly onSent?: HttpRequest['onSent']
  readonly patience?: HttpRequest['patience']
  readonly signal: AbortSignal
  /** answers that are no failure */
  readonly expect: readonly number[]
  /** true: it is not said who asks, and a 401 is the answer */
  readonly unnamed?: boolean
  /** false: one attempt, whoever asks repeats it; by default broken and passing ones are repeated */
  readonly repeat?: boolean
  /** told before each repetition which one it is, from 1 on, of how many at most */
  readonly onRepeat?: (repetition: number, most: number) => void
}

export interface RegistryClientOptions {
  readonly endpoint: Endpoint
  readonly http: Http
  readonly clock: Clock
  readonly credentials: (path: string | null) => Promise<Credentials | null>
}

/** What an error's body may hold at most, bytes. */
const COMPLAINT_LIMIT = 64 * 1024
/** 401s in a row that are answered: the first challenge, and a token that ended early. */
const CHALLENGES = 2

/** One registry, distribution-spec 1.1: says who we are, repeats what may pass, follows to blob stores, and tells failures in words. */
export class RegistryClient {
  readonly host: string
  readonly endpoint: Endpoint
  readonly authorizer: Authorizer
  readonly clock: Clock
  private readonly http: Http
  /** the one that answered; null until then */
  private scheme: 'https' | 'http' | null
  /** of the scheme that is known: to read one takes longer than much else of a request */
  private address: URL | null = null
  private settling: Promise<unknown> | null = null

  constructor({endpoint, http, clock, credentials}: RegistryClientOptions) {
    this.endpoint = endpoint
    this.host = endpoint.host
    this.http = http
    this.clock = clock
    this.authorizer = new Authorizer({host: endpoint.host, authority: endpoint.authority, http, clock, credentials})
    this.scheme = endpoint.schemes.length === 1 ? endpoint.schemes[0]! : null
  }

  /** True where the registry is asked without TLS; false before it was asked. */
  get isPlain(): boolean {
    return this.scheme === 'http'
  }

  /** `https://HOST`, or what plain HTTP was settled on. */
  get origin(): Readonly<URL> {
    const scheme = this.scheme ?? this.endpoint.schemes[0]
    if (this.address?.protocol !== `${scheme}:`) this.address = new URL(`${scheme}://${this.endpoint.authority}`)
    return this.address
  }

  /**
   * Sends a request until it is answered as expected. The body of the answer is the caller's to read or destroy. Throws
   * AnswerError, NetworkError, `cancelled`, and what asking for a token throws.
   */
  send(request: RegistryRequest): Promise<HttpResponse> {
    return this.ask(request, async response => response)
  }

  /** An answer with all of its body; null where that has more than `limit` bytes. Throws as `send` does. */
  fetch(request: RegistryRequest, limit: number): Promise<{response: HttpResponse; body: Buffer | null}> {
    // An error may say more than the document that was asked for.
    const collect = Math.max(limit, COMPLAINT_LIMIT)
    return this.ask(request, async response => ({response, body: await response.read(limit)}), collect)
  }

  /** As `send`; an answer that breaks off while `take` reads it is asked for again. `collect`: as HttpRequest has it. */
  async ask<T>(request: RegistryRequest, take: (response: HttpResponse) => Promise<T>, collect?: number): Promise<T> {
    const attempts = request.repeat === false ? 1 : ATTEMPTS
    for (let attempt = 1; ; attempt++) {
      const last = attempt === attempts
      let retryAfter: string | null = null
      try {
        const response = await this.authorized(request, collect)
        if (request.expect.includes(response.status)) return await take(response)
        if (last || !isPassing(response.status)) throw await this.failureOf(response, request)
        retryAfter = response.header('retry-after')
        if (pauseBefore(attempt, retryAfter, this.clock) === null) throw await this.failureOf(response, request)
        await drain(response)
      } catch (thrown) {
        if (last || !(thrown instanceof NetworkError) || !thrown.passes) throw thrown
      }
      request.onRepeat?.(attempt, attempts - 1)
      await this.clock.sleep(pauseBefore(attempt, retryAfter, this.clock) ?? 0, request.signal)
    }
  }

  /**
   * What the API's root says to somebody it does not know (its body is read): 200, or 401 with how to say who we are, which the
   * authorizer then knows. Throws as `send` does; an AnswerError says that it is no registry, or in trouble.
   */
  async introduce(signal: AbortSignal): Promise<HttpResponse> {
    const root = {method: 'GET', path: '', scope: 'none', what: t`its first page`, done: 'read'} as const
    const response = await this.send({...root, signal, expect: [200, 401], unnamed: true})
    await drain(response)
    const refused = {scope: 'none', sent: null, plain: this.isPlain} as const
    if (response.status === 401) await this.authorizer.accept(response.header('www-authenticate'), refused)
    return response
  }

  /** The failure that an answer is; reads its body. */
  async failureOf(
    response: HttpResponse,
    asked: Omit<Asked, 'host'> & Pick<RegistryRequest, 'scope'>,
  ): Promise<AnswerError | NetworkError> {
    const complaints = parseComplaints(await response.read(COMPLAINT_LIMIT).catch(() => null))
    const ofProxy = complaints.length === 0 ? failureOfProxy(response) : null
    if (ofProxy !== null) return ofProxy
    if (response.url.host !== this.origin.host) return elsewhereFailure(response, asked, this.host)
    const known = response.status === 401 && (await this.authorizer.credentialsFor(asked.scope)) !== null
    // Who is known and still gets a 401 has a token for less than this.
    const status = known && this.authorizer.scheme === 'bearer' ? 403 : response.status
    const whole = {host: this.host, ...asked, proxy: complaints.length === 0 ? response.answeringProxy : null}
    return answerFailure(status, complaints, whole, response.header('retry-after'))
  }

  private async authorized(request: RegistryRequest, collect: number | undefined): Promise<HttpResponse> {
    for (let challenged = 0; ; challenged++) {
      if (this.scheme === null) await this.settle(request.signal)
      const {signal, scope} = request
      if (request.unnamed) return this.exchange(request, collect, {})
      const authorization = this.authorizer.isUnasked
        ? {}
        : await unlessCancelled(this.authorizer.headersFor(scope, this.isPlain), signal)
      const response = await this.exchange(request, collect, authorization)
      if (response.status !== 401 || challenged === CHALLENGES) return response
      // Only the registry itself may ask who we are: where its blobs lie is somebody else's.
      if (!isSameOrigin(response.url, this.origin)) return response
      const sent = authorization.authorization ?? null
      const header = response.header('www-authenticate')
      if (!(await this.authorizer.accept(header, {scope, sent, plain: this.isPlain}))) return response
      await drain(response)
    }
  }

  private async exchange(
    request: RegistryRequest,
    collect: number | undefined,
    authorization: Readonly<Record<string, string>>,
  ): Promise<HttpResponse> {
    const {method, path, headers} = request
    const elsewhere = typeof path !== 'string' && !isSameOrigin(path, this.origin)
    // Where an upload goes on, or a list, the registry says itself.
    if (elsewhere && !this.isPlain) refuseOutOfTls(this.host, this.origin, path)
    const sent: HttpRequest = {
      method,
      place: typeof path === 'string' ? placeAt(this.origin, `/v2/${path}`) : placeOf(path),
      headers: elsewhere ? headers : {...headers, ...authorization},
      body: request.body,
      signal: request.signal,
      trust: elsewhere ? this.origin.host : undefined,
      onSent: request.onSent,
      collect,
      patience: request.patience,
    }
    const response = await this.http.send(sent)
    // Of the others only 307 and 308 keep what is asked as it is.
    if (method !== 'GET' && method !== 'HEAD' && !KEEPING.includes(response.status)) return response
    return isRedirect(response)
      ? followRedirects(this.http, sent, response, {host: this.host, mayLeaveTls: this.isPlain})
      : response
  }

  /** Finds out once whether a registry on this machine speaks TLS. */
  private async settle(signal: AbortSignal): Promise<void> {
    this.settling ??= this.trySchemes().finally(() => {
      this.settling = null
    })
    await unlessCancelled(this.settling, signal)
  }

  private async trySchemes(): Promise<void> {
    const {authority, schemes} = this.endpoint
    const hasPorts = new URL(`https://${authority}`).port === ''
    let first: unknown = null
    for (const scheme of schemes) {
      try {
        const signal = AbortSignal.timeout(PROBE_MS)
        await drain(
          await this.http.send({method: 'GET', place: placeOf(new URL(`${scheme}://${authority}/v2/`)), signal}),
        )
        this.scheme = scheme
        return
      } catch (thrown) {
        const fault = thrown instanceof NetworkError ? thrown.fault : null
        // Without a port in its name plain HTTP is another one's: nobody there says nothing of the first.
        if (scheme === schemes.at(-1)) throw hasPorts && fault === 'refused' ? (first ?? thrown) : thrown
        if (fault !== 'not-tls' && !(hasPorts && fault === 'refused')) throw thrown
        first = thrown
      }
    }
  }
}

const KEEPING: readonly number[] = [307, 308]

/** For a registry on this machine; more is no answer. */
const PROBE_MS = 10_000

/** Whether credentials that are meant for one may be sent to the other: same protocol, host and port. */
export function isSameOrigin(a: Readonly<URL>, b: Readonly<URL>): boolean {
  return a.protocol === b.protocol && a.host === b.host
}

/** A registry whose answer breaks the specification. */
export function nonsense(host: string, what: string): LensError {
  return new LensError('registry-failed', t`${host} answers against the rules: ${what}.`, {
    advice: t`It may be no registry, or something between here and there changes answers (a proxy). layerlens doctor ${host}`,
  })
}
