import type {Dispatcher} from 'undici'
import {throwIfCancelled} from '../../image/oci/error.ts'
import type {User} from '../docker-config/auth-files.ts'
import {type RegistryCerts, readCerts} from '../docker-config/certs.ts'
import {collectedAnswer} from './collected-answer.ts'
import {type HttpRequest, headersOf, patienceOf, sendable} from './http-request.ts'
import {CollectedResponse, failureOf, type HttpResponse, StreamedResponse} from './http-response.ts'
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
      const {method, url, signal, collect} = asked
      const options = {
        method,
        headers: headersOf(asked),
        headersTimeout: patienceOf(asked),
        body: sendable(asked),
      }
      if (collect === undefined) {
        return new StreamedResponse(asked, proxy, await request(url, {...options, dispatcher, signal}))
      }
      const place = {...options, origin, path: `${url.pathname}${url.search}`}
      return new CollectedResponse(asked, proxy, await collectedAnswer(dispatcher, place, {limit: collect, signal}))
    } catch (cause) {
      throw failureOf(asked, proxy, cause)
    }
  }

  /** The proxy that an address is asked through. Throws `usage` for an environment that makes no sense. */
  proxyFor(url: URL): ProxyAddress | null {
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
  private wayTo({url, trust}: HttpRequest): Promise<Way> {
    const encrypted = url.protocol === 'https:'
    const {origin} = url
    const key = encrypted && trust !== undefined && trust !== url.host ? `${origin} ${trust}` : origin
    const known = this.ways.get(key)
    if (known !== undefined) return known
    const made = this.makeWay(url, encrypted ? (trust ?? url.host) : null)
    this.ways.set(key, made)
    made.catch(() => this.ways.delete(key))
    return made
  }

  private async makeWay(url: URL, trust: string | null): Promise<Way> {
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
