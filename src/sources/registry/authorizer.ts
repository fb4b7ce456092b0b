import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import type {Credentials} from '../docker-config/credential-types.ts'
import type {Secret} from '../docker-config/secret.ts'
import {type Challenge, parseChallenges} from './challenge.ts'
import type {Clock} from './clock.ts'
import type {Http} from './http.ts'
import {covers, type Scope, scopeTexts} from './scope.ts'
import {basicHeader, fetchToken, TOKEN_MS, type Token} from './token-server.ts'

export interface AuthorizerOptions {
  readonly host: string
  /** HOST[:PORT] that is connected to */
  readonly authority: string
  readonly http: Http
  readonly clock: Clock
  /** asked when the registry first wants to know, for each path once, unless it fails */
  readonly credentials: (path: string | null) => Promise<Credentials | null>
}

/** A registry names no more scopes than these for one request. */
const MOST_SCOPES = 10

interface HeldToken {
  readonly scope: Scope
  /** what it was asked for */
  readonly texts: readonly string[]
  readonly token: Promise<Token>
  /** null until it is there */
  secret: Secret | null
  expires: number
}

/** What a 401 answers. */
export interface Refused {
  readonly scope: Scope
  /** the Authorization header of the request; null: it had none */
  readonly sent: string | null
  readonly plain: boolean
}

/** How a registry lets people in. */
export type AuthScheme = 'none' | 'basic' | 'bearer'

/**
 * Who we are to one registry: answers its challenges, keeps a token for each scope until shortly before it ends. Several
 * requests that need the same token wait for one.
 */
export class Authorizer {
  /** as the last challenge said */
  scheme: AuthScheme = 'none'
  /** of the last bearer challenge; for `doctor` */
  realm: string | null = null
  private readonly options: AuthorizerOptions
  private tokens: readonly HeldToken[] = []
  /** what the registry said that it takes beyond what we ask for, by that */
  private readonly wanted = new Map<string, readonly string[]>()
  private challenge: Challenge | null = null
  private readonly known = new Map<string, Promise<Credentials | null>>()

  constructor(options: AuthorizerOptions) {
    this.options = options
  }

  /** True as long as the registry has not asked who we are. */
  get isUnasked(): boolean {
    return this.challenge === null
  }

  /** Headers for a request, by what is known so far; none before the first challenge. */
  async headersFor(scope: Scope, plain: boolean): Promise<Record<string, string>> {
    if (this.challenge === null) return {}
    if (this.scheme === 'basic') return basicHeader(await this.credentialsFor(scope))
    const token = await this.tokenFor(scope, this.challenge, plain)
    return {authorization: bearerOf(token.secret)}
  }

  /** Takes in what a 401 says; true where it is worth asking again. Throws where it does not believe our name and password. */
  async accept(header: string | null, {scope, sent, plain}: Refused): Promise<boolean> {
    const challenges = header === null ? [] : parseChallenges(header)
    const bearer = challenges.find(({scheme, parameters}) => scheme === 'bearer' && parameters.realm)
    const basic = challenges.find(({scheme}) => scheme === 'basic')
    const chosen = bearer ?? basic
    if (chosen === undefined) return false
    this.challenge = chosen
    this.scheme = bearer === undefined ? 'basic' : 'bearer'
    this.realm = bearer?.parameters.realm ?? null
    if (this.scheme === 'bearer') {
      // It ended early, or was for less than this takes; a newer one may be on its way already.
      if (sent !== null) {
        this.tokens = this.tokens.filter(({secret}) => secret === null || bearerOf(secret) !== sent)
        const takes = chosen.parameters.scope?.split(' ').filter(text => text !== '') ?? []
        if (takes.length > 0) this.wanted.set(keyOf(scope), takes.slice(0, MOST_SCOPES))
      }
      return true
    }
    const credentials = await this.credentialsFor(scope)
    if (credentials?.kind !== 'password') return false
    if (sent === null) return true
    throw new LensError(
      'registry-unauthorized',
      t`${this.options.host} does not accept the name and password that are kept for it.`,
      {advice: t`Log in again: layerlens login ${this.options.host}${plain ? ' --plain-http' : ''}`},
    )
  }

  /** Whether anything is kept for this registry. */
  credentialsFor(scope: Scope): Promise<Credentials | null> {
    const path = typeof scope === 'string' ? null : (scope[0]?.path ?? null)
    const key = path ?? ''
    const known = this.known.get(key)
    if (known !== undefined) return known
    const found = this.options.credentials(path)
    this.known.set(key, found)
    // What failed may go well the next time: a keyring that is locked is opened.
    found.catch(() => this.known.delete(key))
    return found
  }

  private heldFor(scope: Scope, also: readonly string[]): HeldToken | null {
    const now = this.options.clock.now()
    this.tokens = this.tokens.filter(({expires}) => expires > now)
    return this.tokens.find(held => covers(held.scope, scope) && also.every(text => held.texts.includes(text))) ?? null
  }

  private async tokenFor(scope: Scope, {parameters}: Challenge, plain: boolean): Promise<Token> {
    const also = this.wanted.get(keyOf(scope)) ?? []
    const before = this.heldFor(scope, also)
    if (before !== null) return before.token
    const credentials = await this.credentialsFor(scope)
    // Somebody else may have asked while these were looked for.
    const meanwhile = this.heldFor(scope, also)
    if (meanwhile !== null) return meanwhile.token
    if (credentials?.kind === 'registry-token') return {secret: credentials.token, expires: Number.POSITIVE_INFINITY}
    const {http, clock, host, authority} = this.options
    // The challenge's own scope stands for requests whose scope we can't name.
    const named = scope === 'none' ? (parameters.scope?.split(' ') ?? []) : scopeTexts(scope)
    const scopes = [...new Set([...named, ...also])]
    const token = fetchToken({realm: parameters.realm!, service: parameters.service ?? null, scopes}, credentials, {
      http,
      clock,
      host,
      authority,
      plain,
      // Others may wait for the same token: whoever asked first must not take it from them by stopping.
      signal: AbortSignal.timeout(TOKEN_MS),
    })
    const held: HeldToken = {scope, texts: scopes, token, secret: null, expires: Number.POSITIVE_INFINITY}
    this.tokens = [...this.tokens, held]
    try {
      const {secret, expires} = await token
      Object.assign(held, {secret, expires})
    } catch (thrown) {
      this.tokens = this.tokens.filter(other => other !== held)
      throw thrown
    }
    return token
  }
}

function bearerOf(secret: Secret): string {
  return `Bearer ${secret.reveal()}`
}

function keyOf(scope: Scope): string {
  return scopeTexts(scope).join(' ')
}
