import type {IncomingHttpHeaders} from 'node:http'
import type {Dispatcher} from 'undici'
import {cancelled} from '../../image/oci/error.ts'

/** An answer whose body is collected as it comes. */
export interface CollectedAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** all of it; null where it is longer than the limit. Rejects where it breaks off */
  readonly body: Promise<Buffer | null>
}

export interface Collecting {
  /** bytes of the body; a longer one is not read on */
  readonly limit: number
  readonly signal: AbortSignal
}

/**
 * Asks for a short document. As the library's own `request`, without a stream for its body: of the thousands of documents that a
 * registry is read from, streams take half the time. Resolves when the head of the answer is there.
 */
export function collectedAnswer(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  collecting: Collecting,
): Promise<CollectedAnswer> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new Collector(collecting, resolve, reject))
  })
}

type Controller = Dispatcher.DispatchController

class Collector implements Dispatcher.DispatchHandler {
  private readonly collecting: Collecting
  private readonly answer: (answer: CollectedAnswer) => void
  private readonly fail: (cause: unknown) => void
  private controller: Controller | null = null
  private chunks: Buffer[] = []
  private size = 0
  private finish: (body: Buffer | null) => void = () => {}
  private breakOff: ((cause: unknown) => void) | null = null

  constructor(collecting: Collecting, answer: (answer: CollectedAnswer) => void, fail: (cause: unknown) => void) {
    this.collecting = collecting
    this.answer = answer
    this.fail = fail
    collecting.signal.addEventListener('abort', this.stop, {once: true})
  }

  /** Called again where the request has to be sent once more. */
  onRequestStart(controller: Controller): void {
    this.controller = controller
    if (this.collecting.signal.aborted) controller.abort(cancelled())
  }

  onResponseStart(_: Controller, status: number, headers: IncomingHttpHeaders): void {
    // 1xx only announces the answer.
    if (status < 200) return
    const body = new Promise<Buffer | null>((resolve, reject) => {
      this.finish = resolve
      this.breakOff = reject
    })
    // Whoever does not read it does not care how it ends.
    body.catch(() => {})
    this.answer({status, headers, body})
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.size += chunk.length
    if (this.size <= this.collecting.limit) this.chunks.push(chunk)
    else {
      this.finish(null)
      controller.abort(new Error('longer than anybody wants to read'))
    }
  }

  onResponseEnd(): void {
    this.letGo()
    this.finish(Buffer.concat(this.chunks))
  }

  onResponseError(_: Controller, cause: Error): void {
    this.letGo()
    this.chunks = []
    if (this.breakOff === null) this.fail(cause)
    else this.breakOff(cause)
  }

  /** A request that waits for a connection is left alone at once; it ends when its turn comes. */
  private readonly stop = (): void => {
    if (this.controller === null) this.fail(cancelled())
    else this.controller.abort(cancelled())
  }

  private letGo(): void {
    this.collecting.signal.removeEventListener('abort', this.stop)
  }
}
