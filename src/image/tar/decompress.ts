import * as zlib from 'node:zlib'
import {t} from '../../text/translate.ts'
import {LensError} from '../oci/error.ts'
import {gunzipHere, type UnpackHere} from './unpack-here.ts'
import {type Chunks, damaged, marked} from './unpacking-failure.ts'
import {unzstd} from './unzstd.ts'
import {ahead, feed, STREAMING, type ZlibStream} from './zlib-stream.ts'

/** How a blob is packed. */
export type Compression = 'none' | 'gzip' | 'zstd'

/** What the first bytes of anything say it is packed by, of what is unpacked here; anything else is 'none'. Four are enough. */
export function compressionOf(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  if (head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd && head[0] === 0x28) return 'zstd'
  const skippable = head[0] !== undefined && head[0] >= 0x50 && head[0] <= 0x5f
  return skippable && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18 ? 'zstd' : 'none'
}

/**
 * The same of a layer's blob, whose media type is not believed. Six bytes are enough. Throws `compression-unsupported` for what
 * tools outside of containers write; nobody's registry holds such layers.
 */
export function sniffCompression(head: Uint8Array): Compression {
  for (const [name, magic] of UNSUPPORTED) if (magic.test(latin1(head))) throw unsupported(name)
  return compressionOf(head)
}

/** True for what is compressed, also by what is not read here. Six bytes are enough. */
export function isCompressed(head: Uint8Array): boolean {
  return compressionOf(head) !== 'none' || UNSUPPORTED.some(([, magic]) => magic.test(latin1(head)))
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
  return new LensError('compression-unsupported', t`The layer is compressed by ${name}, which images do not use.`, {
    advice: t`Layers are plain, gzip or zstd; write the image again with one of these, by skopeo copy or another tool.`,
  })
}

/** Which thread may be kept busy by it. */
export interface DecompressOptions {
  /** this one: a worker that does nothing else, and has the bytes sooner. Else other threads do what they can */
  readonly here?: boolean
}

/**
 * The uncompressed bytes of a blob, streamed. gzip: any number of members; zstd: any number of frames, skippable ones left
 * out. A chunk, of what goes in as of what comes out, need only be valid until the next is asked for. Throws
 * `compression-damaged` or `limit-exceeded` from the iterator.
 */
export function decompress(chunks: Chunks, compression: Compression, {here = false}: DecompressOptions = {}): Chunks {
  if (compression === 'none') return chunks
  const input = marked(chunks)
  if (compression === 'gzip') return gunzipped(input, here ? gunzipHere() : null)
  return unzstd(input, here)
}

async function* gunzipped(input: Chunks, here: UnpackHere | null): Chunks {
  try {
    if (here === null) {
      const stream = zlib.createGunzip(STREAMING) as unknown as ZlibStream
      void feed(input, stream)
      yield* ahead(stream)
    } else {
      for await (const chunk of input) yield* here.write(chunk)
      yield* here.finish()
    }
  } catch (error) {
    throw damaged('gzip', error)
  } finally {
    here?.close()
  }
}
