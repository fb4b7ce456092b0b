import {Readable} from 'node:stream'
import type {Place} from './place.ts'

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
  readonly place: Place
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: Uint8Array | StreamedBody | undefined
  readonly signal: AbortSignal
  /** HOST[:PORT] whose certs.d is taken besides that of the address itself */
  readonly trust?: string | undefined
  /** bytes of the body that went out, each time more did */
  readonly onSent?: ((bytes: number) => void) | undefined
  /** bytes that the body of the answer may have: it is collected as it comes, and is never a stream */
  readonly collect?: number | undefined
  /** milliseconds to wait for an answer that may take long; by default what a request without much work takes */
  readonly patience?: number | undefined
}

/** An answer to a body of so many bytes is waited for longer: at this rate it arrives even over a bad line, bytes a second. */
const SLOWEST = 16 * 1024
/** A body is sent in parts of this size, so that there is something to tell. */
const PART = 256 * 1024

/** Longer than this nothing comes from somebody who is there. */
export const SILENCE_MS = 60_000

const STREAMED = {objectMode: false, highWaterMark: PART}

function isStreamed(body: HttpRequest['body']): body is StreamedBody {
  return body !== undefined && !(body instanceof Uint8Array)
}

/** What is said besides what is asked for. */
export function headersOf({headers, body, onSent}: HttpRequest): Record<string, string> {
  const length = onSent !== undefined || isStreamed(body) ? (body === undefined ? 0 : body.length) : null
  return length === null
    ? {'user-agent': 'layerlens', ...headers}
    : {'user-agent': 'layerlens', 'content-length': String(length), ...headers}
}

/** For how long the head of an answer is waited for, milliseconds. */
export function patienceOf({body, patience}: HttpRequest): number {
  const most = isStreamed(body) ? body.most : (body?.length ?? 0)
  return Math.max(patience ?? 0, SILENCE_MS + (1000 * most) / SLOWEST)
}

/** A request's body as the library takes it. */
export function sendable({body, onSent}: HttpRequest): Uint8Array | Readable | null {
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
