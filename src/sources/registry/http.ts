import type {Dispatcher} from 'undici'
import {throwIfCancelled} from '../../image/oci/error.ts'
import type {User} from '../docker-config/auth-files.ts'
import {type RegistryCerts, readCerts} from '../docker-config/certs.ts'
import {collectedAnswer} from './collected-answer.ts'
import {type HttpRequest, headersOf, patienceOf, sendable} from './http-request.ts'
import {CollectedResponse, failureOf, type HttpResponse, StreamedResponse} from './http-response.ts'
import {addressOf} from './place.ts'
import {type ProxyAddress, proxyFor} from './proxies.ts'

/** How one address is asked. */
interface Way {
  readonly origin: string
  readonly dispatcher: Dispatcher
  readonly request: typeof import('./dispatcher.ts').request
  readonly proxy: ProxyAddress | null
}

/**
 * One HTTP exchange after the other, nothing repeated and nothing followed: TLS with what certs.d says of the host, proxies
 * from the environment, connections kept and counted. The library is loaded at the first request.
 */
export class Http {
  private readonly user: User
  private readonly ways = new Map<string, Promise<Way>>()

  constructor(user: User) {
    this.user = user
  }

  /** Throws NetworkError where no answer came, `cancelled`, and what reading certificates throws. */
  async send(asked: HttpRequest): Promise<HttpResponse> {
    throwIfCancelled(asked.signal)
    const {origin, dispatcher, request, proxy} = await this.wayTo(asked)
    try {
      const {method, place, signal, collect} = asked
      const headers = headersOf(asked)
      const headersTimeout = patienceOf(asked)
      const body = sendable(asked)
      if (collect === undefined) {
        const whole = {method, headers, headersTimeout, body, dispatcher, signal}
        return new StreamedResponse(asked, proxy, await request(addressOf(place), whole))
      }
      const short = {origin, path: place.path, method, headers, headersTimeout, body}
      return new CollectedResponse(asked, proxy, await collectedAnswer(dispatcher, short, {limit: collect, signal}))
    } catch (cause) {
      throw failureOf(asked, proxy, cause)
    }
  }

  /** The proxy that an address is asked through. Throws `usage` for an environment that makes no sense. */
  proxyFor(url: Readonly<URL>): ProxyAddress | null {
    return proxyFor(url, this.user.environment)
  }

  async close(): Promise<void> {
    const all = [...this.ways.values()]
    this.ways.clear()
    await Promise.allSettled(all.map(async way => (await way).dispatcher.destroy()))
  }

  /** What certs.d holds for a host; for `doctor`. */
  certsOf(authority: string): RegistryCerts {
    return readCerts(authority, this.user)
  }

  /** How an address is asked, with whose certificates: found once. */
  private wayTo({place: {origin}, trust}: HttpRequest): Promise<Way> {
    const encrypted = origin.protocol === 'https:'
    const key = encrypted && trust !== undefined && trust !== origin.host ? `${origin.origin} ${trust}` : origin.origin
    const known = this.ways.get(key)
    if (known !== undefined) return known
    const made = this.makeWay(origin, encrypted ? (trust ?? origin.host) : null)
    this.ways.set(key, made)
    made.catch(() => this.ways.delete(key))
    return made
  }

  private async makeWay(url: Readonly<URL>, trust: string | null): Promise<Way> {
    const proxy = this.proxyFor(url)
    const {makeDispatcher, request} = await import('./dispatcher.ts')
    const dispatcher = makeDispatcher(trust === null ? null : this.certsFor(url.host, trust), proxy)
    return {origin: url.origin, dispatcher, request, proxy}
  }

  private certsFor(own: string, trust: string): RegistryCerts {
    const certs = this.certsOf(own)
    if (trust === own) return certs
    const also = this.certsOf(trust)
    return {
      authorities: [...certs.authorities, ...also.authorities],
      clients: [...certs.clients, ...also.clients],
      folders: [...certs.folders, ...also.folders],
    }
  }
}
