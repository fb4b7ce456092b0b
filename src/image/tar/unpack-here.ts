import * as zlib from 'node:zlib'

/**
 * gzip and zstd unpacked in the calling thread, into one buffer that is used again and again. Node's zlib streams do every step
 * in a thread of a pool and the next one only when the event loop comes round, and each step's output is memory that nobody has
 * touched yet; whoever hashes what comes out, in a worker that does nothing else, pays a quarter more time for that.
 *
 * Node has no public call for it. This uses the engine inside its streams, as the package manager that comes with Node does;
 * where a Node should not have it in this shape, there is null and the stream has to do.
 */
export interface UnpackHere {
  /**
   * What `input` unpacks to, in pieces that are valid until the next is asked for. What stands behind the end of all is passed
   * over: zeros that fill up a record of a tape or a block. Throws Errors in zlib's words.
   */
  write(input: Uint8Array): Generator<Uint8Array>
  /** The rest; throws where the input ended too soon. */
  finish(): Generator<Uint8Array>
  close(): void
}

/** A stream of node:zlib, of which the engine is taken. */
interface Destroyable {
  destroy(): void
}

/** In the second level cache what was unpacked is still there for those who hash it. */
const OUTPUT_BYTES = 256 * 1024

/** Any number of gzip members; null where this Node's zlib does not have it. */
export function gunzipHere(): UnpackHere | null {
  const {Z_NO_FLUSH, Z_FINISH} = zlib.constants
  return unpackHere(zlib.createGunzip({chunkSize: OUTPUT_BYTES}), Z_NO_FLUSH, Z_FINISH)
}

/** One frame of zstd, by node:zlib's createZstdDecompress; null where this Node's zlib does not have it. */
export function unzstdHere(create: (options: {chunkSize: number}) => Destroyable): UnpackHere | null {
  const {ZSTD_e_continue: more = 0, ZSTD_e_end: end = 2} = zlib.constants as {[name: string]: number}
  return unpackHere(create({chunkSize: OUTPUT_BYTES}), more, end)
}

interface Engine {
  writeSync(
    flush: number,
    input: Uint8Array,
    from: number,
    length: number,
    out: Uint8Array,
    at: number,
    room: number,
  ): void
  onerror: (message: string, errno: number, code: string) => void
  close(): void
}

interface StreamInside {
  readonly _handle?: Partial<Engine> | null
  /** room left in the output and bytes left of the input, after each call */
  readonly _writeState?: unknown
}

/** `more`, `end`: how the engine is told that input goes on, or is over. */
function unpackHere(stream: Destroyable, more: number, end: number): UnpackHere | null {
  const {_handle, _writeState: left} = stream as unknown as StreamInside
  if (!isEngine(_handle) || !(left instanceof Uint32Array)) {
    stream.destroy()
    return null
  }
  const handle = _handle
  const out = new Uint8Array(OUTPUT_BYTES)
  let failure: Error | null = null
  let behindAll = false
  handle.onerror = (message, _errno, code) => {
    failure = Object.assign(new Error(message), {code})
  }
  function* step(flush: number, input: Uint8Array): Generator<Uint8Array> {
    let at = 0
    while (!behindAll) {
      handle.writeSync(flush, input, at, input.length - at, out, 0, out.length)
      if (failure !== null) throw failure
      const [room, rest] = left as unknown as readonly [number, number]
      at = input.length - rest
      if (room < out.length) yield out.subarray(0, out.length - room)
      if (room === 0) continue
      // It had room and left input where it is.
      behindAll = rest > 0
      return
    }
  }
  return {
    write: input => step(more, input),
    finish: () => step(end, new Uint8Array(0)),
    close: () => stream.destroy(),
  }
}

function isEngine(handle: Partial<Engine> | null | undefined): handle is Engine {
  return typeof handle?.writeSync === 'function' && typeof handle.close === 'function'
}
