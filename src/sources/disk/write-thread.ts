import {existsSync} from 'node:fs'
import {availableParallelism} from 'node:os'
import {fileURLToPath} from 'node:url'
import {Worker} from 'node:worker_threads'
import {HashedFile} from './hashed-file.ts'
import type {WriteAnswer, WriteRequest} from './write-worker.ts'

/** A file that grows somewhere, and its digest. */
export interface GrowingFile {
  /**
   * Appends the first `length` bytes of a piece of memory that is all of its buffer, and gives it back: until then it is out of
   * reach. More may be given before. Rejects with the system's error.
   */
  append(piece: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array<ArrayBuffer>>
  /** Of all that was appended, lowercase hex. To be called once, also where nobody wants to know: then all is settled. */
  end(): Promise<string>
}

interface Asked {
  readonly resolve: (answer: WriteAnswer) => void
  readonly reject: (error: Error) => void
}

/** Built beside the program; not there where that runs from its sources. */
const ENTRY = new URL('./write-worker.js', import.meta.url)

/**
 * Hashes and writes in a thread of its own, so that the one that fetches does only that. The thread starts with the first file
 * and keeps no program from ending. Where there is none, the caller's thread does it.
 */
export class WriteThread {
  private readonly entry: URL
  private readonly asked = new Map<number, Asked[]>()
  private worker: Worker | null = null
  private failure: Error | null = null
  private nextId = 1

  /** `entry`: the built file of the thread. */
  constructor(entry: URL = ENTRY) {
    this.entry = entry
  }

  /** `fd` stays the caller's to close, after `end`. */
  grow(fd: number, algorithm: 'sha256' | 'sha512'): GrowingFile {
    if (this.failure !== null || !existsSync(fileURLToPath(this.entry))) return growHere(fd, algorithm)
    const id = this.nextId++
    return {
      append: async (piece, length) => (await this.ask({id, fd, algorithm, piece, length}, [piece.buffer])).piece!,
      end: async () => (await this.ask({id, fd, algorithm, piece: null, length: 0})).digest!,
    }
  }

  private ask(request: WriteRequest, moved: readonly ArrayBuffer[] = []): Promise<WriteAnswer> {
    return new Promise((resolve, reject) => {
      if (this.failure !== null) {
        reject(this.failure)
        return
      }
      this.worker ??= this.start()
      this.asked.set(request.id, [...(this.asked.get(request.id) ?? []), {resolve, reject}])
      // While an answer is due the program waits for it.
      this.worker.ref()
      this.worker.postMessage(request, moved)
    })
  }

  private start(): Worker {
    const worker = new Worker(this.entry)
    worker.on('message', (answer: WriteAnswer) => this.hear(answer))
    worker.once('error', error => {
      this.failure = error
      const all = [...this.asked.values()].flat()
      this.asked.clear()
      for (const {reject} of all) reject(error)
    })
    return worker
  }

  private hear(answer: WriteAnswer): void {
    const {id, failure} = answer
    const [first, ...others] = this.asked.get(id)!
    if (others.length > 0) this.asked.set(id, others)
    else this.asked.delete(id)
    if (this.asked.size === 0) this.worker?.unref()
    if (failure === null) first!.resolve(answer)
    else first!.reject(Object.assign(new Error(failure.message), failure.code === null ? {} : {code: failure.code}))
  }
}

/** In the caller's own thread: what is small is done before another one has heard of it. */
export function growHere(fd: number, algorithm: 'sha256' | 'sha512'): GrowingFile {
  const file = new HashedFile(fd, algorithm)
  return {
    append: async (piece, length) => {
      file.append(piece.subarray(0, length))
      return piece
    },
    end: async () => file.digest(),
  }
}

/** Beside the thread that fetches; more of them don't make a disk faster, and each takes some megabytes. */
const MOST_THREADS = Math.max(1, Math.min(3, availableParallelism() - 1))

/** Some threads, each started when those before it are busy with files. */
export class WriteThreads {
  private readonly entry: URL
  private readonly most: number
  private readonly all: {readonly thread: WriteThread; files: number}[] = []

  /** `entry`: the built file of a thread; `most`: threads. */
  constructor(entry: URL = ENTRY, most = MOST_THREADS) {
    this.entry = entry
    this.most = most
  }

  /** As `WriteThread` does, by the one with the fewest files. */
  grow(fd: number, algorithm: 'sha256' | 'sha512'): GrowingFile {
    let least = this.all.toSorted((a, b) => a.files - b.files)[0]
    if (least === undefined || (least.files > 0 && this.all.length < this.most)) {
      least = {thread: new WriteThread(this.entry), files: 0}
      this.all.push(least)
    }
    const chosen = least
    chosen.files++
    const file = chosen.thread.grow(fd, algorithm)
    return {
      append: (piece, length) => file.append(piece, length),
      end: () =>
        file.end().finally(() => {
          chosen.files--
        }),
    }
  }
}

/** Those of the whole program. */
export const WRITE_THREADS = new WriteThreads()
