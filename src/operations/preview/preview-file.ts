import {createHash} from 'node:crypto'
import type {ArchiveListing} from '../../image/content/archive-member.ts'
import {byteFormatOf} from '../../image/content/byte-format.ts'
import {ByteRun} from '../../image/content/byte-run.ts'
import type {FileContent} from '../../image/content/file-content.ts'
import {looksLikeTar} from '../../image/content/tar-listing.ts'
import {TextReader} from '../../image/content/text-content.ts'
import {textEncodingOf} from '../../image/content/text-encoding.ts'
import {looksLikeZip} from '../../image/content/zip-directory.ts'
import {LensError} from '../../image/oci/error.ts'
import {type Compression, compressionOf, decompress} from '../../image/tar/decompress.ts'
import type {ImageFiles} from '../extract/path-failure.ts'
import {FIRST_PIECE, FileBytes} from './file-bytes.ts'
import {listFlowingTar, listTar, listZip} from './list-archive.ts'
import {type Peeked, peeked} from './peeked.ts'

/** What is told while a file is looked into: at once what its first bytes say, then more as it is read. */
export type PreviewEvent =
  /** a compressed layer is unpacked: bytes of its tar done, and where the file begins */
  | {readonly type: 'unpacked'; readonly done: number; readonly total: number}
  /** replaces what was told before */
  | {readonly type: 'content'; readonly content: FileContent}

/** How much of a file is looked at, and who hears of it. */
export interface PreviewOptions {
  readonly signal: AbortSignal
  /** read no more of its bytes than these */
  readonly limit: number
  /** so many are on the screen already: contents of fewer are not told */
  readonly shown: number
  readonly onEvent: (event: PreviewEvent) => void
}

/** Progress is told for each of so many bytes. */
const STRIDE = 2 << 20

/**
 * Looks into a version of a regular file, or of a hard link to one: as text, as bytes, or as an archive's listing; a file that
 * is compressed is unpacked. Bounded by `limit`, whatever the file holds. Rejects with what `contentOf` throws; what is wrong
 * with the file itself is told as the content's problem.
 */
export async function previewFile(files: ImageFiles, version: number, options: PreviewOptions): Promise<void> {
  let unpacked = -STRIDE
  const file = new FileBytes(files, version, {signal: options.signal, progress: () => {}}, (done, total) => {
    if (done >= total || done < unpacked + STRIDE) return
    unpacked = done
    options.onEvent({type: 'unpacked', done, total})
  })
  const reading = new Reading(file.size, options)
  const stored = await peeked(file.from(0))
  try {
    const {head} = stored
    const compression = compressionOf(head)
    if (compression !== 'none') await reading.unpack(stored, compression)
    else if (looksLikeTar(head)) await reading.list(head, tell => listTar(file, stored, tell))
    else if (looksLikeZip(head)) await reading.list(head, async tell => tell(await listZip(file, stored)))
    else await reading.show(stored.all(), null)
  } finally {
    await stored.close()
  }
}

class Reading {
  private readonly options: PreviewOptions
  private readonly stored: number

  constructor(stored: number, options: PreviewOptions) {
    this.stored = stored
    this.options = options
  }

  /** Tells the bytes as they come, as text where they are. */
  async show(pieces: AsyncIterable<Uint8Array>, unpacked: 'gzip' | 'zstd' | null): Promise<void> {
    const {limit, shown} = this.options
    const hash = unpacked === null && this.stored <= limit ? createHash('sha256') : null
    let bytes = ByteRun.EMPTY
    let text: TextReader | null = null
    let format: string | null = null
    let last: FileContent | null = null
    const tell = (whole: boolean, problem: string | null) => {
      last = {
        bytes,
        whole,
        size: whole ? bytes.length : unpacked === null ? this.stored : null,
        unpacked,
        text: text?.content() ?? null,
        archive: null,
        format,
        sha256: whole && problem === null ? (hash?.copy().digest('hex') ?? null) : null,
        problem,
      }
      if (bytes.length >= shown) this.tell(last)
    }
    try {
      for await (const each of pieces) {
        const piece = each.subarray(0, limit - bytes.length)
        if (bytes.length === 0) {
          const encoding = textEncodingOf(piece, unpacked === null && piece.length === this.stored)
          text = encoding === null ? null : new TextReader(encoding)
          format = text === null ? byteFormatOf(piece) : null
        }
        hash?.update(piece)
        text?.add(piece)
        bytes = bytes.with(piece)
        if (bytes.length === limit && (unpacked !== null || limit < this.stored)) return tell(false, null)
        tell(unpacked === null && bytes.length === this.stored, null)
      }
      if (unpacked !== null) tell(true, null)
    } catch (error) {
      if (unpacked === null || !isAboutTheFile(error)) throw error
      tell(true, error.message)
    }
  }

  /** Tells what a compressed file unpacks to. */
  async unpack(stored: Peeked, compression: Exclude<Compression, 'none'>): Promise<void> {
    // Here: what comes before damage is shown, which a stream of zlib may lose with it.
    const inner = await peeked(regrouped(decompress(stored.all(), compression, {here: true})))
    try {
      if (!looksLikeTar(inner.head)) await this.show(inner.all(), compression)
      else await this.list(inner.head, tell => listFlowingTar(inner.all(), tell), compression)
    } finally {
      await inner.close()
    }
  }

  /** Tells an archive's members; its first bytes are there to be looked at too. */
  async list(
    head: Uint8Array,
    read: (tell: (archive: ArchiveListing) => void) => Promise<void>,
    unpacked: 'gzip' | 'zstd' | null = null,
  ): Promise<void> {
    const whole = unpacked === null && head.length === this.stored
    const content: FileContent = {
      bytes: ByteRun.EMPTY.with(head),
      whole,
      size: unpacked === null ? this.stored : null,
      unpacked,
      text: null,
      archive: null,
      format: null,
      sha256: whole ? createHash('sha256').update(head).digest('hex') : null,
      problem: null,
    }
    let last: FileContent = content
    try {
      await read(archive => {
        last = {...content, archive}
        this.tell(last)
      })
    } catch (error) {
      if (!isAboutTheFile(error)) throw error
      this.tell({...last, problem: error.message})
    }
  }

  private tell(content: FileContent): void {
    this.options.onEvent({type: 'content', content})
  }
}

/** Chunks that are only valid until the next one, as pieces of one's own; the first one long enough to tell what they are. */
async function* regrouped(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let held: Uint8Array[] = []
  let length = 0
  let first = true
  for await (const chunk of chunks) {
    held.push(new Uint8Array(chunk))
    length += chunk.length
    if (first && length < FIRST_PIECE) continue
    yield held.length === 1 ? held[0]! : Buffer.concat(held)
    held = []
    length = 0
    first = false
  }
  if (length > 0) yield Buffer.concat(held)
}

/** Told from faults of the layer: the same kinds are thrown for what a file in it holds. */
function isAboutTheFile(error: unknown): error is LensError {
  return error instanceof LensError && ['tar-damaged', 'compression-damaged', 'limit-exceeded'].includes(error.kind)
}
