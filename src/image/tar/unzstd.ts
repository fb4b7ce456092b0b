import * as zlib from 'node:zlib'
import {Decompress as FzstdDecompress} from 'fzstd'
import {errorCode} from '../oci/error.ts'
import {unzstdHere} from './unpack-here.ts'
import {type Chunks, damaged} from './unpacking-failure.ts'
import {ahead, CHUNK, feed, STREAMING, type ZlibStream} from './zlib-stream.ts'
import {ZstdFrameSplitter} from './zstd-frames.ts'

type ZstdFactory = (options: {chunkSize: number}) => ZlibStream

/** Node's own zstd, there from 22.15. */
const nodeZstd = (zlib as {createZstdDecompress?: ZstdFactory}).createZstdDecompress

type ZstdOnce = (frame: Uint8Array, options: {chunkSize: number; maxOutputLength: number}) => Uint8Array
const nodeZstdSync = (zlib as {zstdDecompressSync?: ZstdOnce}).zstdDecompressSync

/** What any number of zstd frames unpack to, skippable ones left out; `here`: in the calling thread. */
export function unzstd(input: Chunks, here: boolean): Chunks {
  return typeof nodeZstd === 'function' ? zstdByNode(input, nodeZstd, here) : zstdByFzstd(input)
}

/** Bytes of a frame up to which it is decompressed in one call: a stream for each of many small frames costs ten times that. */
const SMALL_FRAME = 256 * 1024

/** A whole frame's content; null where it is so long that it should flow. */
function frameAtOnce(pieces: readonly Uint8Array[]): Uint8Array | null {
  if (typeof nodeZstdSync !== 'function') return null
  try {
    return nodeZstdSync(Buffer.concat(pieces), {chunkSize: CHUNK >> 3, maxOutputLength: 16 * CHUNK})
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') return null
    throw error
  }
}

async function* frameByNode(pieces: Chunks, create: ZstdFactory, here: boolean): Chunks {
  const engine = here ? unzstdHere(create) : null
  if (engine === null) {
    const stream = create(STREAMING)
    void feed(pieces, stream)
    yield* ahead(stream)
    return
  }
  try {
    for await (const piece of pieces) yield* engine.write(piece)
    yield* engine.finish()
  } finally {
    engine.close()
  }
}

async function* zstdByNode(input: Chunks, create: ZstdFactory, here: boolean): Chunks {
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
        head.push(new Uint8Array(next.value.bytes))
        size += next.value.bytes.length
        ended = next.value.last
      }
      if (head.length === 0) break
      const all = ended ? frameAtOnce(head) : null
      if (all !== null) {
        if (all.length > 0) yield all
        continue
      }
      const rest = frame()
      const whole = (async function* () {
        yield* head
        if (!ended && open) yield* rest
      })()
      yield* frameByNode(whole, create, here)
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
        // It keeps what it can't read yet, and the source may fill the same memory again.
        inner.push(new Uint8Array(piece.bytes), piece.last)
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
