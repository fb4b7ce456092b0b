import type {IncomingHttpHeaders} from 'node:http'
import {Readable} from 'node:stream'
import type {Dispatcher} from 'undici'
import {cancelled, type LensError} from '../../image/oci/error.ts'
import type {CollectedAnswer} from './collected-answer.ts'
import type {HttpRequest} from './http-request.ts'
import {NetworkError} from './network-failure.ts'
import {faultOf, type NetworkFault} from './network-fault.ts'
import {addressOf} from './place.ts'
import type {ProxyAddress} from './proxies.ts'

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

/** What both kinds of answers know. Classes, as thousands are made of a registry that is read: literals with getters took a third of it. */
abstract class Response {
  abstract readonly status: number
  protected readonly asked: HttpRequest
  protected readonly proxy: ProxyAddress | null
  protected abstract readonly headers: IncomingHttpHeaders

  constructor(asked: HttpRequest, proxy: ProxyAddress | null) {
    this.asked = asked
    this.proxy = proxy
  }

  get url(): URL {
    return addressOf(this.asked.place)
  }

  get answeringProxy(): ProxyAddress | null {
    return this.asked.place.origin.protocol === 'http:' ? this.proxy : null
  }

  header(name: string): string | null {
    const value = this.headers[name.toLowerCase()]
    return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value
  }

  brokenBy(cause: unknown): LensError {
    return failureOf(this.asked, this.proxy, cause, 'broken')
  }
}

/** An answer whose body comes as it is read. */
export class StreamedResponse extends Response implements HttpResponse {
  readonly status: number
  readonly body: Readable
  protected readonly headers: IncomingHttpHeaders

  constructor(asked: HttpRequest, proxy: ProxyAddress | null, {statusCode, headers, body}: Dispatcher.ResponseData) {
    super(asked, proxy)
    this.status = statusCode
    this.headers = headers
    this.body = body
  }

  async read(limit: number): Promise<Buffer | null> {
    try {
      return await readBody(this.body, limit)
    } catch (cause) {
      throw this.brokenBy(cause)
    }
  }
}

/** An answer whose body was collected. */
export class CollectedResponse extends Response implements HttpResponse {
  readonly status: number
  protected readonly headers: IncomingHttpHeaders
  private readonly collected: CollectedAnswer['body']

  constructor(asked: HttpRequest, proxy: ProxyAddress | null, {status, headers, body}: CollectedAnswer) {
    super(asked, proxy)
    this.status = status
    this.headers = headers
    this.collected = body
  }

  get body(): Readable {
    return Readable.from(once(this.collected))
  }

  async read(limit: number): Promise<Buffer | null> {
    try {
      const all = await this.collected
      return all !== null && all.length <= limit ? all : null
    } catch (cause) {
      throw this.brokenBy(cause)
    }
  }
}

/** What kept an answer, or the rest of one, from coming. */
export function failureOf(
  {signal, place: {origin}}: HttpRequest,
  proxy: ProxyAddress | null,
  cause: unknown,
  unknown: NetworkFault = 'other',
): LensError {
  const way = {plain: origin.protocol === 'http:', proxy}
  // A time limit is no wish of the user's.
  if (isTimeout(signal.reason)) return new NetworkError('silent', origin.host, cause, way)
  if (signal.aborted) return cancelled()
  const fault = faultOf(cause)
  return new NetworkError(fault === 'other' ? unknown : fault, origin.host, cause, way)
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError'
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
