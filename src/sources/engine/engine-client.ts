import type {IncomingMessage} from 'node:http'
import type {Readable} from 'node:stream'
import {setImmediate as nextTurn} from 'node:timers/promises'
import type Docker from 'dockerode'
import {cancelled, errorCode, LensError, throwIfCancelled} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {reasonOf} from './connect-failure.ts'
import {type Endpoint, formatEndpoint} from './endpoint.ts'
import {gathered} from './gathered.ts'
import {refusal} from './refusal.ts'

export interface EngineRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  /** below the version, such as `/images/json`; parts that come from outside go through `segment` */
  readonly path: string
  /** lists are repeated keys; what is undefined is left out */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>
  /** sent as JSON */
  readonly body?: unknown
  /** a tar that is sent as it flows */
  readonly upload?: Readable
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

export interface EngineResponse {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  /** close it, or read it to its end */
  readonly stream: IncomingMessage
}

/** The largest document that is taken from an engine, bytes. */
const DOCUMENT_LIMIT = 64 * 1024 * 1024
/** The longest error message, bytes. */
const MESSAGE_LIMIT = 64 * 1024

/** A part of a request's path: what a name may not do to the rest of it. `/`, `:` and `@` are parts of image names. */
export function segment(name: string): string {
  return encodeURIComponent(name).replace(/%(2F|3A|40)/g, decodeURIComponent)
}

/** Requests to one engine's API, through dockerode's connection. Loading that takes a while: it happens at the first request. */
export class EngineClient {
  readonly endpoint: Endpoint
  /** such as '1.41'; null: without one, for what comes before the version is known */
  readonly apiVersion: string | null
  private modem: Promise<Docker['modem']> | null = null

  constructor(endpoint: Endpoint, apiVersion: string | null) {
    this.endpoint = endpoint
    this.apiVersion = apiVersion
  }

  /** Sends a request and gives the answer of a success. Throws as `refusal` says, `engine-lost`, `cancelled`. */
  async send(request: EngineRequest): Promise<EngineResponse> {
    const response = await this.answer(request).catch(thrown => {
      throw this.lost(thrown, request.signal)
    })
    if (response.status < 400) return response
    throw refusal(response.status, await this.textOf(response, MESSAGE_LIMIT, request.signal))
  }

  /** The answer as JSON; null for an empty one. Throws as `send`, and `engine-refused` for what is no JSON. */
  async json(request: EngineRequest): Promise<unknown> {
    const text = await this.textOf(await this.send(request), DOCUMENT_LIMIT, request.signal)
    if (text.trim() === '') return null
    try {
      return JSON.parse(text)
    } catch (cause) {
      throw new LensError('engine-refused', t`${formatEndpoint(this.endpoint)} does not answer as an engine would.`, {
        cause,
      })
    }
  }

  /** The answer's bytes as they come. Throws as `send`; leaving the loop ends the request. */
  async *bytes(request: EngineRequest): AsyncIterable<Uint8Array> {
    const {stream} = await this.send(request)
    yield* this.chunks(stream, request.signal)
  }

  /** The same in batches of the pieces that arrive, none of them copied. */
  async *pieces(request: EngineRequest): AsyncIterable<readonly Uint8Array[]> {
    const {stream} = await this.send(request)
    try {
      yield* gathered(stream)
    } catch (thrown) {
      throw this.lost(thrown, request.signal)
    }
    throwIfCancelled(request.signal)
  }

  /** Sends a request whose answer has nothing to say. */
  async call(request: EngineRequest): Promise<void> {
    await this.textOf(await this.send(request), DOCUMENT_LIMIT, request.signal)
  }

  /**
   * The answer to a request, whatever its status. A question whose connection breaks before it is answered is asked once more:
   * it may have been one that an engine left behind when it was started again. Rejects with what connecting threw.
   */
  async answer(request: EngineRequest): Promise<EngineResponse> {
    this.modem ??= import('./dial.ts').then(({dial}) => dial(this.endpoint))
    const modem = await this.modem
    const {method = 'GET', signal} = request
    return this.ask(modem, request).catch(thrown => {
      const isLeft = ['ECONNRESET', 'EPIPE'].includes(errorCode(thrown) ?? '')
      if (!isLeft || !['GET', 'HEAD'].includes(method) || signal.aborted) throw thrown
      return this.ask(modem, request)
    })
  }

  private ask(modem: Docker['modem'], request: EngineRequest): Promise<EngineResponse> {
    throwIfCancelled(request.signal)
    const {method = 'GET', path, query = {}, body, upload, headers} = request
    const version = this.apiVersion === null ? '' : `/v${this.apiVersion}`
    return new Promise((resolve, reject) => {
      const options = {
        path: `${version}${path}?`,
        method,
        options: {_query: withoutUndefined(query), _body: body ?? {}},
        ...(headers === undefined ? {} : {headers: {...headers}}),
        // An empty object is sent too: Podman wants a body where it knows of one.
        allowEmpty: body !== undefined,
        ...(upload === undefined ? {} : {file: upload}),
        isStream: true,
        statusCodes: EVERY_STATUS,
        abortSignal: request.signal,
      }
      modem.dial(options, (error: unknown, stream: unknown) => {
        if (error) reject(error instanceof Error ? error : new Error(String(error)))
        else {
          const response = stream as IncomingMessage
          resolve({status: response.statusCode ?? 0, headers: response.headers, stream: response})
        }
      })
    })
  }

  /** The answer's text. Throws `limit-exceeded` where it is longer than `limit` bytes. */
  async textOf({stream}: EngineResponse, limit: number, signal: AbortSignal): Promise<string> {
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of this.chunks(stream, signal)) {
      chunks.push(chunk)
      size += chunk.length
      if (size > limit) throw new LensError('limit-exceeded', t`The engine's answer has more than ${limit} bytes.`)
    }
    return Buffer.concat(chunks).toString('utf8')
  }

  private async *chunks(stream: Readable, signal: AbortSignal): AsyncIterable<Uint8Array> {
    try {
      for await (const chunk of stream) {
        yield chunk as Uint8Array
        // What arrives in one turn is taken as one piece: each costs all who handle it the same, however small it is.
        await nextTurn()
      }
    } catch (thrown) {
      throw this.lost(thrown, signal)
    }
    throwIfCancelled(signal)
  }

  /** What broke a connection, in words. */
  readonly lost = (thrown: unknown, signal?: AbortSignal): Error => {
    if (signal?.aborted) return cancelled()
    if (thrown instanceof LensError) return thrown
    return new LensError(
      'engine-lost',
      t`The connection to the engine (${formatEndpoint(this.endpoint)}) broke: ${breakOf(thrown)}.`,
      {cause: thrown, advice: t`Check that the engine still runs (docker info, podman info), then try again.`},
    )
  }
}

/** Why a connection broke, in the words of a sentence's end. */
function breakOf(thrown: unknown): string {
  const reason = reasonOf(thrown)
  return /^(aborted|socket hang up|read ECONNRESET|write EPIPE)$/.test(reason) ? t`the engine closed it` : reason
}

/** dockerode reads errors by itself, as much as there is; every status is ours to judge. */
const EVERY_STATUS = Object.fromEntries(Array.from({length: 500}, (_, i) => [i + 100, true]))

function withoutUndefined(query: NonNullable<EngineRequest['query']>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
}
