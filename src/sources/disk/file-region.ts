import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs'
import {errorCode, LensError} from '../../image/oci/error.ts'
import type {Region} from '../../image/oci/image.ts'
import {shellPath} from '../../text/shell-words.ts'
import {t} from '../../text/translate.ts'
import {DOCUMENT_LIMIT} from '../medium/document-budget.ts'
import {fileFailure} from './file-failure.ts'

/**
 * Small positioned reads, synchronous on purpose: a header or a manifest takes microseconds this way and ten times as long
 * through the thread pool. Whatever is large is streamed instead.
 */

/** An open regular file. */
export interface OpenFile {
  readonly fd: number
  /** bytes */
  readonly size: number
}

/** Opens a regular file for as long as `use` runs. Refuses pipes, sockets and devices without waiting for them. */
export function withFile<T>(path: string, use: (file: OpenFile) => T): T {
  let fd: number
  try {
    // Without O_NONBLOCK the open of a pipe that nobody writes to never returns.
    fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (cause) {
    // A socket can't be opened at all.
    if (errorCode(cause) === 'ENXIO') throw specialFile(path)
    throw fileFailure(path, cause)
  }
  try {
    const stat = fstatSync(fd)
    if (stat.isDirectory()) throw new LensError('not-an-image', t`${path} is a folder where a file should be.`)
    if (!stat.isFile()) throw specialFile(path)
    return use({fd, size: stat.size})
  } catch (cause) {
    throw cause instanceof LensError || !isSystemError(cause) ? cause : fileFailure(path, cause)
  } finally {
    closeSync(fd)
  }
}

function isSystemError(cause: unknown): boolean {
  return cause instanceof Error && 'syscall' in cause
}

/** Why a path can't be opened that waits for a writer or has no end: `not-an-image`. */
function specialFile(path: string): LensError {
  return new LensError('not-an-image', t`${path} is a pipe, a socket or a device, not an image file.`, {
    advice: t`Write it to a file first: cat ${shellPath(path)} > image.tar`,
  })
}

/** Bytes `offset` to `offset + size` of an open file; fewer where the file ends before. */
export function readAt(fd: number, offset: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  let done = 0
  while (done < size) {
    const got = readSync(fd, bytes, done, size - done, offset + done)
    if (got === 0) break
    done += got
  }
  return done < size ? bytes.subarray(0, done) : bytes
}

/** All bytes of a small region. Throws `limit-exceeded` above `maxSize`, `io` where the file ends before the region does. */
export function readRegion(region: Region, what: string, maxSize = DOCUMENT_LIMIT): Uint8Array {
  if (region.size > maxSize) {
    throw new LensError('limit-exceeded', t`${what} has ${region.size} bytes; more than ${maxSize} are not read.`, {
      advice: t`No builder writes documents of that size; the image is damaged or made to do harm.`,
    })
  }
  const bytes = withFile(region.path, file => readAt(file.fd, region.offset, region.size))
  if (bytes.length === region.size) return bytes
  throw new LensError(
    'io',
    t`${what} could not be read: the file ends after ${bytes.length} of its ${region.size} bytes.`,
  )
}

/** All bytes of a small file. Throws `limit-exceeded` above the limit of documents. */
export function readDocument(path: string): Uint8Array {
  return withFile(path, file => {
    if (file.size <= DOCUMENT_LIMIT) return readAt(file.fd, 0, file.size)
    throw new LensError(
      'limit-exceeded',
      t`${path} has ${file.size} bytes; more than ${DOCUMENT_LIMIT} are not read.`,
      {
        advice: t`No builder writes documents of that size; the image is damaged or made to do harm.`,
      },
    )
  })
}
