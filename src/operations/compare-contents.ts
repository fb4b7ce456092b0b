import {createHash} from 'node:crypto'
import type {ContentComparison, ContentFacts} from '../image/analysis/content-comparison.ts'
import {HEAD_SIZE, looksBinary} from '../image/content/looks-binary.ts'
import {contentSize} from '../image/filesystem/path-versions.ts'
import {parseDigest} from '../image/oci/digest.ts'
import type {Context} from '../image/oci/image.ts'
import type {ImageFiles} from './extract/path-failure.ts'
import {contentOf} from './read-file.ts'
import {Turns} from './turns.ts'
import type {WorkerPool} from './worker/pool.ts'

/** Larger files are not compared as text, bytes. */
const TEXT_LIMIT = 4 << 20

/**
 * How the contents of two versions differ: as lines where both are text of a bearable size, else where they part. Both are
 * read in full, in turns; the lines are compared in a worker. Progress is in bytes of both. Throws what `contentOf` throws.
 */
export async function compareContents(
  files: ImageFiles,
  versions: readonly [before: number, after: number],
  {pool, context}: {readonly pool: WorkerPool; readonly context: Context},
): Promise<ContentComparison> {
  const {union} = files
  if (versions.some(version => union.type(union.original(version)) !== 'file')) return {kind: 'none'}
  const quiet: Context = {signal: context.signal, progress: () => {}}
  const [before, after] = [new Side(files, versions[0], quiet), new Side(files, versions[1], quiet)]
  const total = contentSize(union, versions[0]) + contentSize(union, versions[1])
  const turns = new Turns(context.signal)
  let firstDifference = -1
  try {
    for (;;) {
      const [left, right] = [await before.bytes(), await after.bytes()]
      if (left.length === 0 && right.length === 0) break
      const length = left.length > 0 && right.length > 0 ? Math.min(left.length, right.length) : 0
      if (firstDifference < 0) firstDifference = differenceIn(left, right, length, before.done)
      before.take(length > 0 ? length : left.length)
      after.take(length > 0 ? length : right.length)
      context.progress({label: 'compare', done: before.done + after.done, total})
      await turns.breathe()
    }
  } finally {
    await before.close()
    await after.close()
  }
  const facts = before.facts()
  if (firstDifference < 0) return {kind: 'same', ...facts}
  const [left, right] = [before.text(), after.text()]
  if (typeof left !== 'string' && typeof right !== 'string') {
    return {kind: 'text', diff: await pool.run({type: 'diff', before: left, after: right}, quiet)}
  }
  const why = left === 'binary' || right === 'binary' ? 'binary' : 'large'
  return {kind: 'bytes', why, before: facts, after: after.facts(), firstDifference}
}

/** Where two pieces that stand at `at` part, −1 where they don't. `length` of 0: one of the files ends here. */
function differenceIn(left: Uint8Array, right: Uint8Array, length: number, at: number): number {
  if (length === 0) return at
  if (Buffer.compare(left.subarray(0, length), right.subarray(0, length)) === 0) return -1
  let i = 0
  while (left[i] === right[i]) i++
  return at + i
}

/** One of the two files, as far as it was read. */
class Side {
  /** bytes taken */
  done = 0
  private readonly pieces: AsyncIterator<Uint8Array>
  private readonly hash = createHash('sha256')
  private readonly size: number
  private piece: Uint8Array = new Uint8Array(0)
  /** all of it, or as much as it takes to tell whether it is text */
  private readonly kept: Uint8Array[] = []
  private readonly keeps: number

  constructor(files: ImageFiles, version: number, context: Context) {
    this.size = contentSize(files.union, version)
    this.keeps = this.size <= TEXT_LIMIT ? TEXT_LIMIT : HEAD_SIZE
    this.pieces = contentOf(files, version, context)[Symbol.asyncIterator]()
  }

  /** What comes next, none at the end. Valid until `take` took all of it. */
  async bytes(): Promise<Uint8Array> {
    while (this.piece.length === 0) {
      const next = await this.pieces.next()
      if (next.done) break
      this.piece = next.value
    }
    return this.piece
  }

  take(length: number): void {
    const taken = this.piece.subarray(0, length)
    if (this.done < this.keeps) this.kept.push(new Uint8Array(taken.subarray(0, this.keeps - this.done)))
    this.hash.update(taken)
    this.done += length
    this.piece = this.piece.subarray(length)
  }

  facts(): ContentFacts {
    return {size: this.done, digest: parseDigest(`sha256:${this.hash.digest('hex')}`)}
  }

  /** The text it is, or why it is none that can be compared. */
  text(): Uint8Array | 'binary' | 'large' {
    const bytes = Buffer.concat(this.kept)
    if (looksBinary(bytes.subarray(0, HEAD_SIZE), this.size <= HEAD_SIZE)) return 'binary'
    return this.size > TEXT_LIMIT ? 'large' : bytes
  }

  async close(): Promise<void> {
    await this.pieces.return?.()
  }
}
