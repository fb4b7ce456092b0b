import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {Worker} from 'node:worker_threads'
import {cancelled} from '../../image/oci/error.ts'
import {appendPieces} from './append-pieces.ts'
import type {Engine} from './engine.ts'
import {segment} from './engine-client.ts'
import type {ExportTask, ExportWord} from './export-worker.ts'
import {refusal} from './refusal.ts'

export interface Filling {
  /** told how many bytes are in the file, now and then */
  readonly written: (size: number) => void
  readonly signal: AbortSignal
}

/** Built beside the program; not there where that runs from its sources. */
const ENTRY = new URL('./export-worker.js', import.meta.url)

/**
 * Writes what an engine exports of an image to an open and empty file, as fast as it comes: in a thread of its own where the
 * engine is on this machine, which sends more than one thread takes beside other work. Once it settles nothing is written any
 * more. Rejects with what requests throw, and with the system's error where the file can't be written.
 */
export async function exportInto(
  engine: Engine,
  id: string,
  fd: number,
  filling: Filling,
  entry = ENTRY,
): Promise<void> {
  const {endpoint, apiVersion} = engine.client
  const path = `/images/${segment(id)}/get`
  if ((endpoint.kind === 'unix' || endpoint.kind === 'npipe') && existsSync(fileURLToPath(entry))) {
    const version = apiVersion === null ? '' : `/v${apiVersion}`
    await inThread(engine, {socketPath: endpoint.path, path: `${version}${path}`, fd}, filling, entry)
    return
  }
  let size = 0
  for await (const pieces of engine.client.pieces({path, signal: filling.signal})) {
    size = await appendPieces(fd, pieces, size)
    filling.written(size)
  }
}

function inThread({client}: Engine, task: ExportTask, {written, signal}: Filling, entry: URL): Promise<void> {
  if (signal.aborted) return Promise.reject(cancelled())
  const worker = new Worker(entry, {workerData: task})
  return new Promise<void>((resolve, reject) => {
    const stop = () => reject(cancelled())
    signal.addEventListener('abort', stop, {once: true})
    worker.on('message', (word: ExportWord) => {
      if (word.type === 'written') written(word.size)
      else if (word.type === 'done') resolve()
      else reject(failureOf(word, client.lost))
    })
    worker.on('error', reject)
    worker.on('exit', () => reject(new Error('the thread that writes an export ended unexpectedly')))
  }).finally(() => worker.terminate())
}

function failureOf(
  word: Exclude<ExportWord, {readonly type: 'written' | 'done'}>,
  lost: (thrown: unknown) => Error,
): Error {
  if (word.type === 'refused') return refusal(word.status, word.said)
  const thrown = Object.assign(new Error(word.message), word.code === null ? {} : {code: word.code})
  return word.onDisk ? thrown : lost(thrown)
}
