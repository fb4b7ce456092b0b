import {parentPort} from 'node:worker_threads'
import {cancelled, toFailure} from '../../image/oci/error.ts'
import type {Reply, Request} from './protocol.ts'
import type {Afterwards, Report} from './scan-task.ts'
import {perform} from './tasks.ts'

/**
 * The thread that scans, unites, compares and matches, so that the screen never waits. It holds nothing between tasks but the
 * names of the tree that is filtered, and what the cache is still to be told. A task that reads synchronously can't hear a
 * message, so cancelling goes through one shared word.
 */
const port = parentPort
if (port === null) throw new Error('this file is the entry of a worker thread')

/** Progress is told this often, milliseconds. */
const EVERY = 50
/** A thread that was asked nothing for so long has time for what could wait, milliseconds. */
const IDLE = 40

let last: Promise<void> = Promise.resolve()
const waiting: (() => void)[] = []
let idle: NodeJS.Timeout | undefined

port.on('message', (request: Request | 'close') => {
  clearTimeout(idle)
  if (request === 'close') {
    void last.then(() => {
      writeWaiting()
      port.close()
    })
  } else last = answer(request)
})

/** Syncing a file takes the disk as long as hopping through a layer takes us: while layers wait, the cache does. */
function writeWaiting(): void {
  for (const write of waiting.splice(0)) write()
}

/** One by one: a question that comes meanwhile goes first. */
function writeWhenIdle(after: number): void {
  if (waiting.length === 0) return
  idle = setTimeout(() => {
    waiting.shift()?.()
    writeWhenIdle(0)
  }, after)
}

/** The answer goes out before the cache is written; closing waits for both. */
async function answer({id, task, cancelled: stop}: Request): Promise<void> {
  const send = (reply: Reply) => port!.postMessage(reply)
  let told = performance.now()
  const report: Report = (done, total) => {
    if (Atomics.load(stop, 0) !== 0) throw cancelled()
    const now = performance.now()
    if (now - told < EVERY) return
    told = now
    send({id, type: 'progress', done, total})
  }
  let afterwards: Afterwards | undefined
  try {
    // Nobody waits for it, and it takes long.
    if (task.type === 'verify') writeWaiting()
    const done = await perform(task.type, task, report)
    afterwards = done.afterwards
    send({id, type: 'done', result: done.result})
  } catch (error) {
    send({id, type: 'failed', failure: toFailure(error), stack: error instanceof Error ? (error.stack ?? null) : null})
  }
  if (afterwards?.canWait) waiting.push(afterwards.write)
  else afterwards?.write()
  writeWhenIdle(IDLE)
}
