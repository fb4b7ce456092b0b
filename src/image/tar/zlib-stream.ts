import type {Chunks} from './unpacking-failure.ts'

/** A stream of node:zlib. */
export interface ZlibStream extends NodeJS.EventEmitter {
  write(chunk: Uint8Array): boolean
  pause(): void
  resume(): void
  end(): void
  destroy(error?: Error): void
  readonly destroyed: boolean
}

/** Output is asked for in pieces of this size: small ones cost a turn of the event loop each. */
export const CHUNK = 1 << 20

/**
 * Writes all of `input` into a zlib stream with back pressure; errors of either side reach the reader of the stream. Chunks are
 * copied: the stream works on them in another thread while the next ones are asked for.
 */
export async function feed(input: Chunks, stream: ZlibStream): Promise<void> {
  try {
    for await (const chunk of input) {
      if (!stream.destroyed && !stream.write(new Uint8Array(chunk)))
        await new Promise<void>(resolve => onceAny(stream, ['drain', 'close', 'error'], resolve))
      // Nobody reads any more, or it failed: leaving the loop closes the source.
      if (stream.destroyed) return
    }
    stream.end()
  } catch (error) {
    stream.destroy(error instanceof Error ? error : new Error(String(error)))
  }
}

function onceAny(stream: NodeJS.EventEmitter, events: readonly string[], resolve: () => void): void {
  const done = () => {
    for (const event of events) stream.off(event, done)
    resolve()
  }
  for (const event of events) stream.on(event, done)
}

/** zlib finds its next input waiting: it must not stand still while that is read and hashed. */
export const STREAMING = {chunkSize: CHUNK, writableHighWaterMark: 4 * CHUNK}

/** Chunks that may wait for their reader. */
const AHEAD = 6

/**
 * What a zlib stream gives, with some chunks read ahead: zlib works on the next ones in a thread of its own while this one
 * hashes and parses. Iterating the stream itself lets each wait for the other.
 */
export async function* ahead(stream: ZlibStream): Chunks {
  const waiting: Uint8Array[] = []
  let state: 'flowing' | 'ended' | Error = 'flowing'
  let wake = () => {}
  stream.on('data', (chunk: Uint8Array) => {
    waiting.push(chunk)
    if (waiting.length >= AHEAD) stream.pause()
    wake()
  })
  stream.on('end', () => {
    state = 'ended'
    wake()
  })
  stream.on('error', (error: Error) => {
    state = error
    wake()
  })
  try {
    for (;;) {
      const chunk = waiting.shift()
      if (chunk !== undefined) {
        if (waiting.length === AHEAD >> 1) stream.resume()
        yield chunk
      } else if (state !== 'flowing') {
        if (state !== 'ended') throw state
        return
      } else {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    }
  } finally {
    stream.destroy()
  }
}
