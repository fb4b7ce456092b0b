import {execFile} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {promisify} from 'node:util'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {bundleFile} from '../../../scripts/bundle.mjs'
import {WorkerPool} from '../../../src/operations/worker/pool.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-pool-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** A worker that answers at once, and then can't be ended for a while: it is inside one long native call. */
const WORKER = `
import {pbkdf2Sync} from 'node:crypto'
import {parentPort} from 'node:worker_threads'
parentPort.on('message', ({id}) => {
  const failure = {kind: 'cancelled', message: 'no', advice: null}
  parentPort.postMessage({id, type: 'failed', failure, stack: null})
  pbkdf2Sync('', '', 4_000_000, 64, 'sha512')
})
`

/** A program whose thread has answered, unheard, when the pool is closed. */
const PROGRAM = `
import {WorkerPool} from './pool.mjs'
const pool = new WorkerPool(new URL('./worker.mjs', import.meta.url), 1)
const context = {signal: new AbortController().signal, progress() {}}
pool.run({type: 'recall'}, context).catch(() => {})
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)
await pool.close()
process.exitCode = 129
`

/** A worker that tells by which thread a task was done. */
const NAMED = `
import {parentPort, threadId} from 'node:worker_threads'
parentPort.on('message', request => {
  if (request === 'close') parentPort.close()
  else parentPort.postMessage({id: request.id, type: 'done', result: threadId})
})
`

beforeAll(async () => {
  writeFileSync(
    join(folder, 'pool.mjs'),
    await bundleFile(join(import.meta.dirname, '../../../src/operations/worker/pool.ts')),
  )
  writeFileSync(join(folder, 'worker.mjs'), WORKER)
  writeFileSync(join(folder, 'named.mjs'), NAMED)
  writeFileSync(join(folder, 'program.mjs'), PROGRAM)
})

describe('a thread apart', () => {
  const threadOf = (pool: WorkerPool): Promise<unknown> =>
    pool.run({type: 'recall', layers: [], cacheFolder: ''}, {signal: new AbortController().signal, progress: () => {}})

  it('is an idle one of the pool, which starts another for itself', async () => {
    const pool = new WorkerPool(pathToFileURL(join(folder, 'named.mjs')), 1)
    const first = await threadOf(pool)
    const lane = pool.apart()
    expect(await threadOf(lane)).toBe(first)
    expect(await threadOf(pool)).not.toBe(first)
    expect(await threadOf(lane)).toBe(first)
    await pool.close()
    await expect(threadOf(lane)).rejects.toMatchObject({kind: 'cancelled'})
  })

  it('is none of a pool that is being closed: whoever asks so late would keep it from ending', async () => {
    const pool = new WorkerPool(pathToFileURL(join(folder, 'named.mjs')), 1)
    await threadOf(pool)
    const closed = pool.close()
    await expect(threadOf(pool.apart())).rejects.toMatchObject({kind: 'cancelled'})
    await closed
  })

  it('is a new one where all are at work', async () => {
    const pool = new WorkerPool(pathToFileURL(join(folder, 'named.mjs')), 1)
    const busy = threadOf(pool)
    expect(await threadOf(pool.apart())).not.toBe(await busy)
    await pool.close()
  })
})

describe('closing the pool', () => {
  it('keeps the program alive until the threads have ended, also when one answers meanwhile', async () => {
    const ended = await promisify(execFile)(process.execPath, [join(folder, 'program.mjs')]).catch(error => error)
    expect(ended.code).toBe(129)
  })
})
