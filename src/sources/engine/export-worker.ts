import {connect} from 'node:net'
import {parentPort, workerData} from 'node:worker_threads'
import {errorCode} from '../../image/oci/error.ts'
import {appendPiecesNow} from './append-pieces.ts'
import {HttpAnswer} from './http-answer.ts'

/** What is to be written, and where. */
export interface ExportTask {
  /** of a socket on this machine */
  readonly socketPath: string
  /** of the request, with the version of the API */
  readonly path: string
  readonly fd: number
}

export type ExportWord =
  | {readonly type: 'written'; readonly size: number}
  | {readonly type: 'done'}
  | {readonly type: 'refused'; readonly status: number; readonly said: string}
  /** `code`: the system's; `onDisk`: writing failed, not the connection */
  | {readonly type: 'failed'; readonly message: string; readonly code: string | null; readonly onDisk: boolean}

/** Between two words on how much is there, milliseconds: each wakes a thread that has other things to do. */
const TELL_MS = 10
/** The longest error message, bytes. */
const MOST_SAID = 64 * 1024

/**
 * A thread that writes one answer of an engine to a file and ends. All that arrives goes through the same memory: it comes as
 * fast as an engine on this machine can send, and what each piece of it would leave behind takes longer to collect than to write.
 */
const {socketPath, path, fd} = workerData as ExportTask
let size = 0
let told = Number.NEGATIVE_INFINITY
let said = ''
const pieces: Uint8Array[] = []

function say(word: ExportWord): void {
  parentPort?.postMessage(word)
}

function failed(thrown: unknown, onDisk: boolean): void {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  say({type: 'failed', message, code: errorCode(thrown), onDisk})
  socket.destroy()
}

const answer = new HttpAnswer((bytes, start, end) => {
  if (answer.status >= 400) {
    if (said.length < MOST_SAID) said += Buffer.from(bytes.subarray(start, end)).toString('utf8')
    return
  }
  pieces.push(bytes.subarray(start, end))
})

function hear(bytes: Uint8Array): void {
  try {
    answer.feed(bytes)
    // What came at once is written at once: chunks are small, and a call for each takes as long as its bytes do.
    size = appendPiecesNow(fd, pieces, size)
    pieces.length = 0
  } catch (thrown) {
    // Of what is fed only the file knows the system's errors.
    failed(thrown, errorCode(thrown) !== null)
    return
  }
  const now = performance.now()
  if (now - told >= TELL_MS) {
    told = now
    say({type: 'written', size})
  }
  if (answer.isWhole) end()
}

function end(): void {
  if (!answer.ended()) failed(new Error('socket hang up'), false)
  else if (answer.status >= 400) say({type: 'refused', status: answer.status, said})
  else {
    say({type: 'written', size})
    say({type: 'done'})
  }
  socket.destroy()
}

const buffer = Buffer.allocUnsafeSlow(1 << 20)
const socket = connect({
  path: socketPath,
  onread: {
    buffer,
    callback: length => {
      hear(buffer.subarray(0, length))
      return true
    },
  },
})
socket.once('error', thrown => failed(thrown, false))
socket.once('end', end)
socket.write(`GET ${path} HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n`)
