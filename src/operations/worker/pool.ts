import {setMaxListeners} from 'node:events'
import {availableParallelism} from 'node:os'
import {Worker} from 'node:worker_threads'
import {cancelled, fromFailure} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import type {Reply, Request, ResultOf, Task} from './protocol.ts'
import type {ThreadData} from './thread-cache.ts'

interface Job {
  readonly request: Request
  readonly context: Context
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

interface Thread {
  readonly worker: Worker
  job: Job | null
}

/** More threads than this don't make a disk or a page cache faster. */
const MOST_THREADS = 4

const GROW_MS = 60

/**
 * A few worker threads that take one task at a time, first come first served. Threads are started when there is work for
 * them. Errors come as LensErrors; what is our own fault keeps the worker's stack.
 */
export class WorkerPool {
  readonly size: number
  private readonly entry: URL
  private readonly data: ThreadData | null
  private readonly threads: Thread[] = []
  private readonly waiting: Job[] = []
  private readonly lanes: WorkerPool[] = []
  private nextId = 1
  private closed = false
  private growing: NodeJS.Timeout | null = null

  /** `entry`: the built worker file; `data`: what its threads are told. */
  constructor(
    entry: URL,
    size = Math.max(1, Math.min(MOST_THREADS, availableParallelism())),
    data: ThreadData | null = null,
  ) {
    this.entry = entry
    this.size = size
    this.data = data
  }

  /** Starts a thread before there is work for it. */
  warm(threads = 1): void {
    while (this.threads.length < Math.min(threads, this.size)) this.start()
  }

  /**
   * A thread apart: what it is given never waits behind the tasks of this pool. It ends with this pool. An idle thread of the
   * pool's own is taken where there is one, since it need not be started. Of a pool that is closed it does nothing any more:
   * the threads that are idle then are ending, and whoever closes it waits to hear that.
   */
  apart(): WorkerPool {
    const lane = new WorkerPool(this.entry, 1, this.data)
    if (this.closed) {
      lane.closed = true
      return lane
    }
    this.lanes.push(lane)
    const idle = this.threads.findIndex(({job}) => job === null)
    if (idle >= 0) lane.take(this.threads.splice(idle, 1)[0]!.worker)
    return lane
  }

  /** Runs a task; rejects with `cancelled` where the context's signal says so, waiting or running. */
  run<T extends Task>(task: T, context: Context): Promise<ResultOf<T>> {
    return new Promise((resolve, reject) => {
      if (this.closed || context.signal.aborted) {
        reject(cancelled())
        return
      }
      // Every task of an image listens to the same signal.
      setMaxListeners(0, context.signal)
      const flag = new Int32Array(new SharedArrayBuffer(4))
      const stopListening = () => context.signal.removeEventListener('abort', abort)
      const job: Job = {
        request: {id: this.nextId++, task, cancelled: flag},
        context,
        resolve: result => {
          stopListening()
          resolve(result)
        },
        reject: error => {
          stopListening()
          reject(error)
        },
      }
      const abort = () => {
        Atomics.store(flag, 0, 1)
        const at = this.waiting.indexOf(job)
        if (at < 0) return
        this.waiting.splice(at, 1)
        job.reject(cancelled())
      }
      context.signal.addEventListener('abort', abort, {once: true})
      this.waiting.push(job)
      this.dispatch()
    })
  }

  /** Ends the threads: in the middle of a task, but never in the middle of writing to the cache. */
  async close(): Promise<void> {
    this.closed = true
    if (this.growing !== null) clearTimeout(this.growing)
    for (const job of this.waiting.splice(0)) job.reject(cancelled())
    await Promise.all([
      ...this.lanes.map(lane => lane.close()),
      ...this.threads.map(async thread => {
        const {job} = thread
        // Only what comes after an answer writes, and the task that does nothing else.
        if (job !== null && job.request.task.type !== 'keep' && job.request.task.type !== 'keep-layer') {
          await thread.worker.terminate()
          return
        }
        thread.worker.ref()
        const gone = new Promise(resolve => thread.worker.once('exit', resolve))
        thread.worker.postMessage('close')
        await gone
      }),
    ])
  }

  private dispatch(): void {
    while (this.waiting.length > 0) {
      let thread = this.threads.find(candidate => candidate.job === null)
      if (thread === undefined && this.threads.length === 0) thread = this.start()
      if (thread === undefined) {
        if (this.threads.length < this.size) this.growSoon()
        return
      }
      const job = this.waiting.shift()!
      thread.job = job
      thread.worker.ref()
      thread.worker.postMessage(job.request)
    }
  }

  /** Starting a thread costs as much as many a task: another one comes only where work is still waiting after a while. */
  private growSoon(): void {
    this.growing ??= setTimeout(() => {
      this.growing = null
      if (this.waiting.length === 0 || this.closed || this.threads.length >= this.size) return
      this.start()
      this.dispatch()
    }, GROW_MS)
  }

  private start(): Thread {
    const worker = new Worker(this.entry, {workerData: this.data})
    // An idle thread doesn't keep the program alive.
    worker.unref()
    return this.take(worker)
  }

  /** Has a thread work for this pool, and for no other any more. */
  private take(worker: Worker): Thread {
    const thread: Thread = {worker, job: null}
    this.threads.push(thread)
    for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
    worker.on('message', (reply: Reply) => this.hear(thread, reply))
    worker.on('error', error => this.lose(thread, error))
    worker.on('exit', () => this.lose(thread, new Error('a worker thread ended unexpectedly')))
    return thread
  }

  private hear(thread: Thread, reply: Reply): void {
    const {job} = thread
    if (job === null || job.request.id !== reply.id) return
    if (reply.type === 'progress') {
      job.context.progress({label: job.request.task.type, done: reply.done, total: reply.total})
      return
    }
    thread.job = null
    // Whoever closes the pool waits for the threads to end: an answer that comes then must not let the program end before.
    if (!this.closed) thread.worker.unref()
    if (reply.type === 'done') job.resolve(reply.result as never)
    else {
      const error = fromFailure(reply.failure)
      if (reply.stack !== null) error.stack = reply.stack
      job.reject(error)
    }
    this.dispatch()
  }

  private lose(thread: Thread, error: Error): void {
    const at = this.threads.indexOf(thread)
    if (at >= 0) this.threads.splice(at, 1)
    thread.job?.reject(error)
    thread.job = null
    if (!this.closed) this.dispatch()
  }
}
