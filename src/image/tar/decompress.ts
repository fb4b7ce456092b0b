import * as zlib from 'node:zlib'
import {Decompress as FzstdDecompress} from 'fzstd'
import {LensError} from '../oci/error.ts'
import {ZstdFrameSplitter} from './zstd-frames.ts'

export type Compression = 'none' | 'gzip' | 'zstd'
type Chunks = AsyncIterable<Uint8Array>

/** Output is asked for in pieces of this size: small ones cost a turn of the event loop each. */
const CHUNK = 1 << 20

/**
 * What the first bytes of a blob say it is; media types are not believed. Six bytes are enough. Throws
 * `compression-unsupported` for what tools outside of containers write; nobody's registry holds such layers.
 */
export function sniffCompression(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd && head[0] === 0x28) return 'zstd'
  const skippable = head[0] !== undefined && head[0] >= 0x50 && head[0] <= 0x5f
  if (skippable && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18) return 'zstd'
  for (const [name, magic] of UNSUPPORTED) if (magic.test(latin1(head))) throw unsupported(name)
  return 'none'
}

/** Long enough that no sensible name of a tar's first member begins so. */
const UNSUPPORTED: readonly (readonly [string, RegExp])[] = [
  ['xz', /^\xfd7zXZ\0/],
  ['bzip2', /^BZh[1-9](?:1A|\x17\x72)/],
]

function latin1(head: Uint8Array): string {
  return String.fromCharCode(...head.subarray(0, 6))
}

function unsupported(name: string): LensError {
  return new LensError('compression-unsupported', `The layer is compressed by ${name}, which images do not use.`, {
    advice: 'Layers are plain, gzip or zstd; write the image again with one of these, by skopeo copy or another tool.',
  })
}

/**
 * The uncompressed bytes of a blob, streamed. gzip: any number of members; zstd: any number of frames, skippable ones left
 * out. A chunk is only valid until the next is asked for. Throws `compression-damaged` or `limit-exceeded` from the iterator.
 */
export function decompress(chunks: Chunks, compression: Compression): Chunks {
  if (compression === 'none') return chunks
  const input = marked(chunks)
  if (compression === 'gzip') return gunzipped(input)
  return typeof nodeZstd === 'function' ? zstdByNode(input, nodeZstd) : zstdByFzstd(input)
}

interface ZlibStream extends NodeJS.EventEmitter {
  write(chunk: Uint8Array): boolean
  pause(): void
  resume(): void
  end(): void
  destroy(error?: Error): void
  readonly destroyed: boolean
}
type ZstdFactory = (options: {chunkSize: number}) => ZlibStream

/** Node's own zstd, there from 22.15. */
const nodeZstd = (zlib as {createZstdDecompress?: ZstdFactory}).createZstdDecompress

/** What the source of the bytes threw: to be told from what is wrong with the bytes. */
class SourceFailure extends Error {}

async function* marked(chunks: Chunks): Chunks {
  try {
    yield* chunks
  } catch (cause) {
    throw new SourceFailure('the source failed', {cause})
  }
}

type ZstdOnce = (frame: Uint8Array, options: {chunkSize: number; maxOutputLength: number}) => Uint8Array
const nodeZstdSync = (zlib as {zstdDecompressSync?: ZstdOnce}).zstdDecompressSync

function damaged(format: string, cause: unknown): unknown {
  if (cause instanceof SourceFailure) return cause.cause
  if (cause instanceof LensError) return cause
  const why = cause instanceof Error ? cause.message : String(cause)
  return new LensError('compression-damaged', `The ${format} data is damaged: ${why}.`, {
    cause,
    advice: 'The blob was cut off or altered on its way; fetch or write the image again.',
  })
}

/** Writes all of `input` into a zlib stream with back pressure; errors of either side reach the reader of the stream. */
async function feed(input: Chunks, stream: ZlibStream): Promise<void> {
  try {
    for await (const chunk of input) {
      if (!stream.destroyed && !stream.write(chunk))
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
const STREAMING = {chunkSize: CHUNK, writableHighWaterMark: 4 * CHUNK}

/** Chunks that may wait for their reader. */
const AHEAD = 6

/**
 * What a zlib stream gives, with some chunks read ahead: zlib works on the next ones in a thread of its own while this one
 * hashes and parses. Iterating the stream itself lets each wait for the other.
 */
async function* ahead(stream: ZlibStream): Chunks {
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

async function* gunzipped(input: Chunks): Chunks {
  const stream = zlib.createGunzip(STREAMING) as unknown as ZlibStream
  void feed(input, stream)
  try {
    yield* ahead(stream)
  } catch (error) {
    throw damaged('gzip', error)
  }
}

/** Bytes of a frame up to which it is decompressed in one call: a stream for each of many small frames costs ten times that. */
const SMALL_FRAME = 256 * 1024

/** A whole frame's content; null where it is so long that it should flow. */
function frameAtOnce(pieces: readonly Uint8Array[]): Uint8Array | null {
  if (typeof nodeZstdSync !== 'function') return null
  try {
    return nodeZstdSync(Buffer.concat(pieces), {chunkSize: CHUNK >> 3, maxOutputLength: 16 * CHUNK})
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return null
    throw error
  }
}

async function* zstdByNode(input: Chunks, create: ZstdFactory): Chunks {
  const splitter = new ZstdFrameSplitter()
  const pieces = (async function* () {
    for await (const chunk of input) for (const piece of splitter.split(chunk)) yield piece
  })()
  let open = true
  async function* frame(): Chunks {
    for (;;) {
      const next = await pieces.next()
      if (next.done) {
        open = false
        return
      }
      yield next.value.bytes
      if (next.value.last) return
    }
  }
  try {
    while (open) {
      const head: Uint8Array[] = []
      let ended = false
      for (let size = 0; !ended && size < SMALL_FRAME; ) {
        const next = await pieces.next()
        if (next.done) {
          open = false
          break
        }
        head.push(next.value.bytes.slice())
        size += next.value.bytes.length
        ended = next.value.last
      }
      if (head.length === 0) break
      const all = ended ? frameAtOnce(head) : null
      if (all !== null) {
        if (all.length > 0) yield all
        continue
      }
      const stream = create(STREAMING)
      const rest = frame()
      const whole = (async function* () {
        yield* head
        if (!ended && open) yield* rest
      })()
      void feed(whole, stream)
      yield* ahead(stream)
    }
  } catch (error) {
    throw damaged('zstd', error)
  } finally {
    // Closes the source where the reader left early; at the end it is closed already.
    pieces.return(undefined).catch(() => {})
  }
  if (!splitter.atBoundary) throw damaged('zstd', new Error('it ends in the middle of a frame'))
}

/**
 * For Nodes without zstd: slower, in plain JavaScript. It keeps all that a piece unpacks to, which the splitter bounds; and
 * splitting gives the same limits and the same meaning of damage.
 */
async function* zstdByFzstd(input: Chunks): Chunks {
  const splitter = new ZstdFrameSplitter()
  let out: Uint8Array[] = []
  let inner = new FzstdDecompress(chunk => void out.push(chunk))
  try {
    for await (const chunk of input) {
      for (const piece of splitter.split(chunk)) {
        inner.push(piece.bytes, piece.last)
        if (piece.last) inner = new FzstdDecompress(bytes => void out.push(bytes))
        const ready = out
        out = []
        for (const bytes of ready) if (bytes.length > 0) yield bytes
      }
    }
  } catch (error) {
    throw damaged('zstd', error)
  }
  if (!splitter.atBoundary) throw damaged('zstd', new Error('it ends in the middle of a frame'))
}
