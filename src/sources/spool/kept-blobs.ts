import {createHash, type Hash} from 'node:crypto'
import {createReadStream} from 'node:fs'
import {type Digest, digestAlgorithm} from '../../image/oci/digest.ts'
import {errorCode, LensError, throwIfCancelled} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import {t} from '../../text/translate.ts'
import {fileFailure} from '../disk/file-failure.ts'
import {contentOfRegion} from '../disk/stored-layer.ts'
import type {BlobClaim, BlobKeeper, KeptBlob} from '../medium/blob-keeper.ts'
import {roomForFiles} from './spool.ts'
import {TemporaryFile} from './temporary-file.ts'

interface Kept {
  readonly file: TemporaryFile
  readonly blob: KeptBlob
}

type Bytes = (context: Context, from: number) => AsyncIterable<Uint8Array>

/** What keeps a transfer from its end and says nothing against the bytes that came. */
const BROKEN_OFF: readonly LensError['kind'][] = ['cancelled', 'registry-unreachable', 'registry-failed']

/** Blobs in temporary files without a name: they are gone when the program ends, or after `close`. */
export class KeptBlobs implements BlobKeeper {
  private readonly blobs = new Map<Digest, Promise<Kept | null>>()
  /** the beginnings of those that were stopped */
  private readonly begun = new Map<Digest, TemporaryFile>()
  private readonly room: () => number
  private readonly makeFile: () => TemporaryFile

  /** `room`: bytes that one more file may take. */
  constructor(room: () => number = roomForFiles, makeFile = () => new TemporaryFile()) {
    this.room = room
    this.makeFile = makeFile
  }

  async keep(claim: BlobClaim, bytes: Bytes, context: Context): Promise<KeptBlob | null> {
    throwIfCancelled(context.signal)
    const known = this.blobs.get(claim.digest)
    if (known === undefined && claim.size > this.room()) return null
    const coming = known ?? this.write(claim, bytes, context)
    if (known === undefined) {
      this.blobs.set(claim.digest, coming)
      const forget = () => this.blobs.delete(claim.digest)
      coming.then(kept => kept ?? forget(), forget)
    }
    try {
      return (await coming)?.blob ?? null
    } catch (thrown) {
      const stoppedByOther = thrown instanceof LensError && thrown.kind === 'cancelled' && !context.signal.aborted
      if (stoppedByOther) return this.keep(claim, bytes, context)
      throw thrown
    }
  }

  /** Removes them all. */
  async close(): Promise<void> {
    const all = [...this.blobs.values()]
    this.blobs.clear()
    for (const kept of await Promise.allSettled(all)) if (kept.status === 'fulfilled') kept.value?.file.close()
    for (const file of this.begun.values()) file.close()
    this.begun.clear()
  }

  /** Goes on where another try was stopped. Null where no file can be made or the disk is full: then the bytes have to flow by. */
  private async write(claim: BlobClaim, bytes: Bytes, context: Context): Promise<Kept | null> {
    const file = this.begun.get(claim.digest) ?? this.newFile()
    if (file === null) return null
    this.begun.delete(claim.digest)
    try {
      // What comes in one go is held against its digest by who sends it.
      const hash = file.size > 0 ? await hashOf(file, claim.digest) : null
      if (file.size < claim.size || hash === null) {
        for await (const chunk of bytes(context, file.size)) {
          hash?.update(chunk)
          await file.write(chunk)
        }
      }
      if (hash !== null) requireDigest(hash, claim, file.size)
      return {file, blob: contentOfRegion({path: file.path, offset: 0, size: file.size})}
    } catch (thrown) {
      const stopped = context.signal.aborted || (thrown instanceof LensError && BROKEN_OFF.includes(thrown.kind))
      if (stopped && file.size > 0) this.begun.set(claim.digest, file)
      else file.close()
      throwIfCancelled(context.signal)
      if (errorCode(thrown) === 'ENOSPC') return null
      throw thrown instanceof LensError ? thrown : fileFailure(t`The copy of a layer`, thrown)
    }
  }

  private newFile(): TemporaryFile | null {
    try {
      return this.makeFile()
    } catch (thrown) {
      if (errorCode(thrown) === null) throw thrown
      return null
    }
  }
}

async function hashOf({path, size}: TemporaryFile, digest: Digest): Promise<Hash> {
  const hash = createHash(digestAlgorithm(digest))
  for await (const chunk of createReadStream(path, {end: size - 1})) hash.update(chunk as Buffer)
  return hash
}

function requireDigest(hash: Hash, {digest, size}: BlobClaim, got: number): void {
  const actual = `${digestAlgorithm(digest)}:${hash.digest('hex')}`
  if (actual === digest && got === size) return
  throw new LensError(
    'digest-mismatch',
    t`Asked for the blob ${digest}, it came as ${got} bytes with the digest ${actual}.`,
    {
      advice: t`It was changed or damaged there or on its way; try again.`,
    },
  )
}

/** One for the whole program: what was fetched once is known wherever a reference is opened. */
export const PROGRAM_BLOBS = new KeptBlobs()
