import {spawn} from 'node:child_process'
import {Readable} from 'node:stream'
import zlib, {createGzip} from 'node:zlib'
import {LensError} from '../../image/oci/error.ts'
import {MEDIA_TYPE} from '../../image/oci/media-type.ts'
import {t} from '../../text/translate.ts'

/** How layers can be packed. */
export const COMPRESSIONS = ['gzip', 'zstd'] as const
export type LayerCompression = (typeof COMPRESSIONS)[number]

/** The media type of a layer that is packed so. */
export const LAYER_TYPE: Readonly<Record<LayerCompression, string>> = {
  gzip: MEDIA_TYPE.ociLayerGzip,
  zstd: MEDIA_TYPE.ociLayerZstd,
}

type Chunks = AsyncIterable<Uint8Array>

/** Absent before Node 22.15; the types are those of the oldest Node that we run on. */
const nodeZstd = (zlib as {createZstdCompress?: () => NodeJS.ReadWriteStream}).createZstdCompress

/**
 * Packs a stream as it flows. Node packs zstd from 22.15 on; before, the program of that name does where it is installed.
 * Throws `compression-unsupported` where neither can, and what `chunks` throws.
 */
export function packed(chunks: Chunks, compression: LayerCompression, signal: AbortSignal): Chunks {
  if (compression === 'gzip') return through(chunks, createGzip())
  return nodeZstd === undefined ? packedByProgram(chunks, signal) : through(chunks, nodeZstd())
}

function through(chunks: Chunks, packer: NodeJS.ReadWriteStream): Chunks {
  return Readable.from(chunks, {objectMode: false}).compose(packer) as Chunks
}

async function* packedByProgram(chunks: Chunks, signal: AbortSignal): Chunks {
  const child = spawn('zstd', ['-q', '-c', '-'], {stdio: ['pipe', 'pipe', 'ignore'], signal})
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', cause => reject(noZstd(cause)))
    child.once('close', resolve)
  })
  ended.catch(() => {})
  const source = Readable.from(chunks, {objectMode: false})
  let failure: unknown = null
  source.once('error', thrown => {
    failure = thrown
    child.kill()
  })
  // What it does not take, its end tells.
  child.stdin.on('error', () => {})
  source.pipe(child.stdin)
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) yield chunk
    const code = await ended
    if (failure !== null) throw failure
    if (code !== 0) throw new LensError('io', t`The program zstd ended with ${code} while it packed a layer.`)
  } finally {
    source.destroy()
    child.kill()
  }
}

function noZstd(cause: unknown): LensError {
  return new LensError(
    'compression-unsupported',
    t`Layers can't be packed with zstd here: Node ${process.version} has none.`,
    {
      cause,
      advice: t`Run layerlens with Node 22.15 or later, install the program zstd, or take --compress gzip.`,
    },
  )
}
