import {createHash} from 'node:crypto'
import type {Readable} from 'node:stream'
import {digestAlgorithm} from '../../image/oci/digest.ts'
import {LensError, throwIfCancelled} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import type {RemoteBlob} from './blobs.ts'
import type {StreamedBody} from './http-request.ts'

/** A blob on its way to a registry. */
export interface BlobUpload extends RemoteBlob {
  /** its bytes, from the first on; opened again where the registry lost what it had */
  open(): Promise<Readable>
  /** another repository of the same registry that has it */
  readonly mountFrom: string | null
  readonly signal: AbortSignal
  /** bytes that went out; at the end those that the registry has taken */
  progress(done: number): void
  /** the registry refused it for now, or was gone: told before each repetition which one it is, from 1 on, of how many at most */
  again?(repetition: number, most: number): void
}

/** What is sent is told of by parts of this size, bytes. */
const PART = 256 * 1024

/** The bytes of a blob from one of them on, held against digest and size; for each time they are wanted the source is opened. */
export class UploadBody implements StreamedBody {
  readonly length: number | null
  readonly most: number
  /** what was wrong with the source, once it is known */
  failure: unknown = null
  private readonly upload: BlobUpload
  private readonly from: number
  private readonly sent: (bytes: number) => void

  constructor(upload: BlobUpload, from: number, sent: (bytes: number) => void) {
    this.upload = upload
    this.from = from
    this.sent = sent
    this.most = upload.size - from
    this.length = from === 0 ? null : this.most
  }

  async *open(): AsyncIterable<Uint8Array> {
    const bytes = this.bytes()
    try {
      for (;;) {
        const next = await bytes.next().catch(thrown => {
          this.failure ??= thrown
          // What was said to be longer can only break off.
          if (this.length !== null) throw thrown
          return null
        })
        if (next === null || next.done) return
        // What is thrown in here from outside says that the line broke, nothing of the source.
        yield next.value
      }
    } finally {
      await bytes.return(undefined)
    }
  }

  private async *bytes(): AsyncGenerator<Uint8Array, void> {
    const {digest, size, signal} = this.upload
    const hash = createHash(digestAlgorithm(digest))
    let at = 0
    // The last bytes only go when all are known to be right: what is wrong is never whole there.
    let held: Buffer | null = null
    for await (const chunk of (await this.upload.open()) as AsyncIterable<Buffer>) {
      throwIfCancelled(signal)
      hash.update(chunk)
      at += chunk.length
      if (at > size) throw this.lying(t`more than its ${size} bytes`)
      if (at <= this.from) continue
      if (held !== null) yield* this.part(held, at - chunk.length)
      held = chunk.subarray(Math.max(0, this.from - (at - chunk.length)))
    }
    if (at < size) throw this.lying(t`only ${at} of its ${size} bytes`)
    const actual = `${digestAlgorithm(digest)}:${hash.digest('hex')}`
    if (actual !== digest) throw this.lying(t`bytes with the digest ${actual}`)
    if (held !== null) yield* this.part(held, at)
  }

  /** A chunk in parts, so that there is something to tell. `end`: where it ends in the blob. */
  private *part(chunk: Buffer, end: number): Iterable<Buffer> {
    for (let at = 0; at < chunk.length; at += PART) {
      const part = chunk.subarray(at, at + PART)
      yield part
      this.sent(end - chunk.length + at + part.length)
    }
  }

  private lying(gave: string): LensError {
    return new LensError('digest-mismatch', t`Asked for the blob ${this.upload.digest}, its source gave ${gave}.`, {
      advice: t`The copy that is sent was changed or damaged; nothing of it can be read in the registry.`,
    })
  }
}
