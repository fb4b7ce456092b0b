import type {IncomingHttpHeaders} from 'node:http'
import {Readable} from 'node:stream'
import type {Dispatcher} from 'undici'
import {cancelled, type LensError, throwIfCancelled} from '../../image/oci/error.ts'
import type {User} from '../docker-config/auth-files.ts'
import {type RegistryCerts, readCerts} from '../docker-config/certs.ts'
import {collectedAnswer} from './collected-answer.ts'
import {NetworkError} from './network-failure.ts'
import {faultOf, type NetworkFault} from './network-fault.ts'
import {type ProxyAddress, proxyFor} from './proxies.ts'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A body too large to be held. What opening or reading it throws ends the request as a broken one. */
export interface StreamedBody {
  /** bytes; null for one that ends when it ends (RFC 9112, 7.1) */
  readonly length: number | null
  /** bytes that it has at most, for how long an answer is waited for */
  readonly most: number
  /** from its first byte on, for each exchange that it takes */
  open(): AsyncIterable<Uint8Array>
}

export interface HttpRequest {
  readonly method: Method
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | StreamedBody
  readonly signal: AbortSignal
  /** HOST[:PORT] whose certs.d is taken besides that of the address itself */
  readonly trust?: string
  /** bytes of the body that went out, each time more did */
  readonly onSent?: (bytes: number) => void
  /** bytes that the body of the answer may have: it is collected as it comes, and is never a stream */
  readonly collect?: number
  /** milliseconds to wait for an answer that may take long; by default what a request without much work takes */
  readonly patience?: number
}

export interface HttpResponse {
  readonly status: number
  readonly url: URL
  /** the value of a header; several of one name are joined */
  header(name: string): string | null
  /** to be read to its end, or destroyed */
  readonly body: Readable
  /** All of the body, at most `limit` bytes; null where it is longer. Throws NetworkError where it breaks off, and `cancelled`. */
  read(limit: number): Promise<Buffer | null>
  /** What kept the rest of the body from coming, by what reading it threw. */
  brokenBy(cause: unknown): LensError
  /** the one that was asked in plain HTTP: the answer may be its own */
  readonly answeringProxy: ProxyAddress | null
}

/** An answer to a body of so many bytes is waited for longer: at this rate it arrives even over a bad line, bytes a second. */
const SLOWEST = 16 * 1024
/** A body is sent in parts of this size, so that there is something to tell. */
const PART = 256 * 1024

/**
 * One HTTP exchange after the other, nothing repeated and nothing followed: TLS with what certs.d says of the host, proxies
 * from the environment, connections kept and counted. The library is loaded at the first request.
 */
export class Http {
  private readonly user: User
  private readonly dispatchers = new Map<string, Promise<Dispatcher>>()

  constructor(user: User) {
    this.user = user
  }

  /** Throws NetworkError where no answer came, `cancelled`, and what reading certificates throws. */
  async send(asked: HttpRequest): Promise<HttpResponse> {
    const {method, url, headers, body, signal, trust, onSent, patience, collect} = asked
    throwIfCancelled(signal)
    const proxy = this.proxyFor(url)
    const dispatcher = await this.dispatcherFor(url, trust ?? url.host, proxy)
    const {request, SILENCE_MS} = await library()
    const length = isStreamed(body) ? body.length : (body?.length ?? 0)
    const most = isStreamed(body) ? body.most : (body?.length ?? 0)
    try {
      const options = {
        method,
        headers: {
          'user-agent': 'layerlens',
          ...(length !== null && (onSent !== undefined || isStreamed(body)) ? {'content-length': String(length)} : {}),
          ...headers,
        },
        headersTimeout: Math.max(patience ?? 0, SILENCE_MS + (1000 * most) / SLOWEST),
        body: sendable(body, onSent),
      }
      const broken = (cause: unknown) => {
        throw failureOf(asked, proxy, cause, 'broken')
      }
      const whence = {
        url,
        brokenBy: (cause: unknown) => failureOf(asked, proxy, cause, 'broken'),
        answeringProxy: url.protocol === 'http:' ? proxy : null,
      }
      if (collect !== undefined) {
        const place = {origin: url.origin, path: `${url.pathname}${url.search}`}
        const answer = await collectedAnswer(dispatcher, {...options, ...place}, {limit: collect, signal})
        return {
          ...whence,
          status: answer.status,
          header: name => headerOf(answer.headers, name),
          get body() {
            return Readable.from(once(answer.body))
          },
          read: limit => answer.body.then(all => (all !== null && all.length <= limit ? all : null), broken),
        }
      }
      const response = await request(url, {...options, dispatcher, signal})
      return {
        ...whence,
        status: response.statusCode,
        header: name => headerOf(response.headers, name),
        body: response.body,
        read: limit => readBody(response.body, limit).catch(broken),
      }
    } catch (cause) {
      throw failureOf(asked, proxy, cause)
    }
  }

  /** The proxy that an address is asked through. Throws `usage` for an environment that makes no sense. */
  proxyFor(url: URL): ProxyAddress | null {
    return proxyFor(url, this.user.environment)
  }

  async close(): Promise<void> {
    const all = [...this.dispatchers.values()]
    this.dispatchers.clear()
    await Promise.allSettled(all.map(async dispatcher => (await dispatcher).destroy()))
  }

  /** What certs.d holds for a host; for `doctor`. */
  certsOf(authority: string): RegistryCerts {
    return readCerts(authority, this.user)
  }

  /** One for an address and whose certificates it is met with. */
  private dispatcherFor(url: URL, trust: string, proxy: ProxyAddress | null): Promise<Dispatcher> {
    const encrypted = url.protocol === 'https:'
    const key = encrypted && trust !== url.host ? `${url.origin} ${trust}` : url.origin
    const known = this.dispatchers.get(key)
    if (known !== undefined) return known
    const made = library().then(({makeDispatcher}) =>
      makeDispatcher(encrypted ? this.certsFor(url.host, trust) : null, proxy),
    )
    this.dispatchers.set(key, made)
    made.catch(() => this.dispatchers.delete(key))
    return made
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

/** The HTTP library, asked for once: what is loaded already still takes a turn of the module loader. */
function library(): Promise<typeof import('./dispatcher.ts')> {
  loaded ??= import('./dispatcher.ts')
  return loaded
}

let loaded: ReturnType<typeof library> | null = null

/** What kept an answer, or the rest of one, from coming. */
function failureOf(
  {signal, url}: HttpRequest,
  proxy: ProxyAddress | null,
  cause: unknown,
  unknown: NetworkFault = 'other',
): LensError {
  const way = {plain: url.protocol === 'http:', proxy}
  // A time limit is no wish of the user's.
  if (isTimeout(signal.reason)) return new NetworkError('silent', url.host, cause, way)
  if (signal.aborted) return cancelled()
  const fault = faultOf(cause)
  return new NetworkError(fault === 'other' ? unknown : fault, url.host, cause, way)
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError'
}

const STREAMED = {objectMode: false, highWaterMark: PART}

function isStreamed(body: HttpRequest['body']): body is StreamedBody {
  return body !== undefined && !(body instanceof Uint8Array)
}

function sendable(body: HttpRequest['body'], onSent: HttpRequest['onSent']): Uint8Array | Readable | null {
  if (body === undefined) return null
  if (isStreamed(body)) return Readable.from(body.open(), STREAMED)
  return onSent === undefined ? body : Readable.from(parts(body, onSent), STREAMED)
}

function* parts(body: Uint8Array, onSent: (bytes: number) => void): Generator<Uint8Array> {
  for (let at = 0; at < body.length; at += PART) {
    yield body.subarray(at, at + PART)
    onSent(Math.min(at + PART, body.length))
  }
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name.toLowerCase()]
  return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value
}

async function* once(body: Promise<Buffer | null>): AsyncGenerator<Buffer> {
  const all = await body
  if (all !== null) yield all
}

/** The connection is free again afterwards. Listening takes half of what iterating over a short body does. */
function readBody(body: Readable, limit: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    body
      .on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size <= limit) chunks.push(chunk)
        else {
          resolve(null)
          body.destroy()
        }
      })
      .on('end', () => resolve(Buffer.concat(chunks)))
      .on('error', reject)
      .on('close', () => reject(new Error('closed before its end')))
  })
}
