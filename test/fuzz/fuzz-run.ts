import {Worker} from 'node:worker_threads'
import {fuzzCase} from './fuzz-case.ts'
import type {Counts, FuzzFailure} from './fuzz-range.ts'

export {fuzzCase} from './fuzz-case.ts'

export interface FuzzRun {
  readonly counts: Counts
  readonly failure: FuzzFailure | null
  /** resident bytes of the whole process, once a second */
  readonly memory: readonly number[]
}

/** A case that takes longer hangs: most take a millisecond. */
const HANGS_AFTER_MS = 20_000
const WATCH_MS = 1000

/** Reads `count` cases in a thread of their own and watches it. `say` is told the number of cases read, now and then. */
export function fuzzRun(
  {worker, seed, first, count, folder}: {worker: URL; seed: number; first: number; count: number; folder: string},
  say: (done: number, resident: number) => void,
): Promise<FuzzRun> {
  const progress = new Int32Array(new SharedArrayBuffer(4))
  progress[0] = first
  const memory: number[] = []
  const thread = new Worker(worker, {workerData: {seed, first, end: first + count, folder, progress}})
  return new Promise(resolve => {
    let last = -1
    let since = Date.now()
    const end = (counts: Counts, failure: FuzzFailure | null) => {
      clearInterval(watch)
      void thread.terminate()
      resolve({counts, failure, memory})
    }
    const failedAt = (what: string) => {
      const number = Atomics.load(progress, 0)
      const {kind, bytes} = fuzzCase(seed, number)
      end({}, {number, kind, bytes, what})
    }
    const watch = setInterval(() => {
      const now = Atomics.load(progress, 0)
      const resident = process.memoryUsage.rss()
      memory.push(resident)
      say(now - first, resident)
      if (now !== last) {
        last = now
        since = Date.now()
      } else if (Date.now() - since > HANGS_AFTER_MS) failedAt(`it was not read within ${HANGS_AFTER_MS / 1000} s`)
    }, WATCH_MS)
    thread.on('message', ({counts, failure}: {counts: Counts; failure: FuzzFailure | null}) => end(counts, failure))
    thread.on('error', thrown => failedAt(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)))
    // A promise that nobody keeps lets the thread end without a word.
    thread.on('exit', () => failedAt('the thread ended in the middle of it'))
  })
}
