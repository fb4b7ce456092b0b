import {parentPort} from 'node:worker_threads'
import {errorCode} from '../../image/oci/error.ts'
import {HashedFile} from './hashed-file.ts'

/** Bytes more for a file; or its end. */
export interface WriteRequest {
  readonly id: number
  readonly fd: number
  readonly algorithm: 'sha256' | 'sha512'
  /** whose memory comes along, and goes back with the answer; null: there is no more, and the answer has the digest of all */
  readonly piece: Uint8Array<ArrayBuffer> | null
  /** bytes of it that count */
  readonly length: number
}

/** Comes for each request, in their order. */
export interface WriteAnswer {
  readonly id: number
  readonly piece: Uint8Array<ArrayBuffer> | null
  readonly digest: string | null
  /** the system's error */
  readonly failure: {readonly message: string; readonly code: string | null} | null
}

/** A thread that appends and hashes, and knows nothing else: it starts in a moment and takes little memory. */
const files = new Map<number, HashedFile>()

parentPort?.on('message', ({id, fd, algorithm, piece, length}: WriteRequest) => {
  const file = files.get(id) ?? new HashedFile(fd, algorithm)
  if (piece === null) {
    files.delete(id)
    parentPort?.postMessage({id, piece, digest: file.digest(), failure: null} satisfies WriteAnswer)
    return
  }
  files.set(id, file)
  const failure = failureOf(() => file.append(piece.subarray(0, length)))
  parentPort?.postMessage({id, piece, digest: null, failure} satisfies WriteAnswer, [piece.buffer])
})

function failureOf(work: () => void): WriteAnswer['failure'] {
  try {
    work()
    return null
  } catch (thrown) {
    return {message: thrown instanceof Error ? thrown.message : String(thrown), code: errorCode(thrown)}
  }
}
