import * as crypto from 'node:crypto'
import {type Digest, parseDigest} from '../oci/digest.ts'
import {type DecompressOptions, decompress} from '../tar/decompress.ts'
import {hopThrough, type ReadAt} from '../tar/hop.ts'
import {sniffed} from '../tar/sniffed.ts'
import {TarParser, type TarSink} from '../tar/tar-parser.ts'
import {LayerBuilder} from './layer-builder.ts'
import type {LayerIndex} from './layer-index.ts'

/** Bytes of a record, which tars are filled up to (POSIX pax, "ustar Interchange Format": 20 blocks). */
const RECORD = 10_240

/** Called now and then with the blob's bytes that are behind us; may throw to stop. */
export type Pulse = (done: number) => void

/** Indexes a plain tar of `size` bytes by hopping over contents. Hashes nothing: the digests stay null. */
export function hopLayer(readAt: ReadAt, size: number, pulse?: Pulse): LayerIndex {
  const builder: LayerBuilder = new LayerBuilder(members =>
    Math.ceil((members * size * 1.02) / Math.max(1, parser.position)),
  )
  const parser: TarParser = new TarParser(entriesOnly(builder))
  hopThrough(parser, readAt, size, pulse)
  builder.kept.fillFrom(readAt)
  return builder.build({
    tarSize: size,
    diffId: null,
    blobDigest: null,
    compression: 'none',
    blobSize: size,
    damage: parser.damage,
  })
}

/** A sink without `content`: that is how a parser knows that contents may be skipped. */
function entriesOnly(builder: LayerBuilder): TarSink {
  return {
    entry: member => builder.entry(member),
    problem: (offset, message) => builder.problem(offset, message),
  }
}

/**
 * Indexes a blob as it flows by, plain or compressed, and hashes the blob, the tar and every regular file on the way.
 * `size`: the blob's bytes, to foresee the number of entries. Throws what `decompress` throws.
 */
export async function scanLayer(
  blob: AsyncIterable<Uint8Array>,
  size: number,
  pulse?: Pulse,
  options?: DecompressOptions,
): Promise<LayerIndex> {
  const blobHash = crypto.createHash('sha256')
  let blobSize = 0
  async function* counted(): AsyncIterable<Uint8Array> {
    for await (const chunk of blob) {
      blobSize += chunk.length
      blobHash.update(chunk)
      yield chunk
      pulse?.(blobSize)
    }
  }
  const {compression, chunks} = await sniffed(counted())
  const tarHash = compression === 'none' ? null : crypto.createHash('sha256')
  const builder: LayerBuilder = new LayerBuilder(members => Math.ceil((members * size * 1.05) / Math.max(1, blobSize)))
  const parser = new TarParser(new HashingSink(builder))
  let tarSize = 0
  for await (const chunk of decompress(chunks, compression, options)) {
    tarHash?.update(chunk)
    tarSize += chunk.length
    parser.write(chunk)
  }
  parser.finish()
  const missing = (RECORD - (tarSize % RECORD)) % RECORD
  const filled = missing === 0 ? null : (tarHash ?? blobHash).copy().update(new Uint8Array(missing))
  const blobDigest = digestOf(blobHash)
  return builder.build({
    tarSize,
    diffId: tarHash === null ? blobDigest : digestOf(tarHash),
    filledDiffId: filled && digestOf(filled),
    blobDigest,
    compression,
    blobSize,
    damage: parser.damage,
  })
}

function digestOf(hash: crypto.Hash): Digest {
  return parseDigest(`sha256:${hash.digest('hex')}`)
}

/** Passes members on to the builder, hashes the contents of regular files and lets the builder keep a few. */
class HashingSink implements TarSink {
  private readonly builder: LayerBuilder
  private running: crypto.Hash | null = null
  private whole: Uint8Array | null = null
  private expected = 0
  private keeps = false

  constructor(builder: LayerBuilder) {
    this.builder = builder
  }

  entry(member: Parameters<LayerBuilder['entry']>[0]): void {
    this.builder.entry(member)
    this.running = null
    this.whole = null
    this.expected = member.stored
    this.keeps = this.builder.keepsLast
  }

  content(bytes: Uint8Array, start: number, end: number): void {
    if (this.keeps) this.builder.kept.fill(bytes, start, end)
    // Most files lie whole in one chunk: hashing those in one call costs half.
    if (this.running === null && end - start === this.expected) {
      this.whole = sha256(bytes.subarray(start, end))
      return
    }
    this.running ??= crypto.createHash('sha256')
    this.running.update(bytes.subarray(start, end))
  }

  contentEnd(): void {
    if (!this.builder.lastIsFile) return
    this.builder.contentDigest(this.whole ?? this.running?.digest() ?? EMPTY)
    this.running = null
    this.whole = null
  }

  problem(offset: number, message: string): void {
    this.builder.problem(offset, message)
  }
}

type OneShot = (algorithm: string, data: Uint8Array, encoding: 'buffer') => Uint8Array
/** One call instead of three, there from Node 20.12. */
const oneShot = (crypto as {hash?: OneShot}).hash

function sha256(bytes: Uint8Array): Uint8Array {
  return oneShot ? oneShot('sha256', bytes, 'buffer') : crypto.createHash('sha256').update(bytes).digest()
}

const EMPTY = sha256(new Uint8Array(0))
