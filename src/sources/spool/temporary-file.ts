import {closeSync, fstatSync, ftruncateSync, openSync, statSync, unlinkSync, write} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {errorCode, LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {writeFailure} from '../disk/durable-file.ts'
import {removeLeftovers, temporaryName} from './leftovers.ts'

const writeBytes = promisify(write)

/** Once a program is enough. */
const tidied = new Set<string>()

/**
 * A file of our own, readable by nobody else. Where the system lets an open file be opened again by its number (Linux), it
 * has no name at all: however the program ends, nothing stays behind. Elsewhere it is removed on close and at exit.
 */
export class TemporaryFile {
  /** opens these bytes, in any thread of this process, until `close` */
  readonly path: string
  /** for whoever writes by himself: what he writes is not counted */
  readonly fd: number
  /** bytes appended */
  size = 0
  /** bytes of them that take room on the disk */
  stored = 0
  private closed = false

  /** `named`: keep the name even where it is not needed. Throws the system's error. */
  constructor(named = false, folder = tmpdir()) {
    if (!tidied.has(folder)) removeLeftovers(folder)
    tidied.add(folder)
    const name = join(folder, temporaryName())
    this.fd = openSync(name, 'wx+', 0o600)
    const numbered = named ? null : pathOfOpenFile(this.fd)
    this.path = numbered ?? name
    if (numbered === null) removeAtExit(name)
    else unlinkSync(name)
  }

  /**
   * Appends; the bytes may be used for something else once it resolves. Zeros are left out as holes: what a few kilobytes
   * blow up to is most often made of them. Rejects with the system's error.
   */
  async write(bytes: Uint8Array): Promise<void> {
    if (isHole(bytes)) {
      this.size += bytes.length
      ftruncateSync(this.fd, this.size)
      return
    }
    this.stored += bytes.length
    for (let at = 0; at < bytes.length; ) {
      const {bytesWritten} = await writeBytes(this.fd, bytes, at, bytes.length - at, this.size)
      at += bytesWritten
      this.size += bytesWritten
    }
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    closeSync(this.fd)
    if (named.delete(this.path)) unlinkSync(this.path)
  }
}

/** A temporary file for what can't do without one. Throws `io`. */
export function temporaryFile(): TemporaryFile {
  try {
    return new TemporaryFile()
  } catch (cause) {
    const why = errorCode(cause) ?? t`no reason`
    throw new LensError('io', t`No temporary file could be written in ${tmpdir()}: ${why}.`, {
      cause,
      advice: t`Name a folder that can be written to: TMPDIR=/some/folder layerlens …`,
    })
  }
}

/** What a failed write to a temporary file means for the user; what no system call failed with stays. */
export function temporaryFailure(cause: unknown): unknown {
  const code = cause instanceof LensError ? null : errorCode(cause)
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return writeFailure(t`a temporary file`, cause)
  return new LensError('io', t`There is no room left in ${tmpdir()}, where temporary files are written.`, {
    cause,
    advice: t`Make room there, or name a folder with more: TMPDIR=/some/folder layerlens …`,
  })
}

const ZEROS = Buffer.alloc(1 << 20)

/** True for zeros only, in a piece that is worth a hole. */
function isHole(bytes: Uint8Array): boolean {
  if (bytes.length < 4096 || bytes[0] !== 0) return false
  for (let at = 0; at < bytes.length; at += ZEROS.length) {
    const piece = bytes.subarray(at, at + ZEROS.length)
    if (!ZEROS.subarray(0, piece.length).equals(piece)) return false
  }
  return true
}

/** A path that opens the file behind a descriptor anew, also one without a name; null where the system has none. */
export function pathOfOpenFile(fd: number): string | null {
  const path = `/proc/self/fd/${fd}`
  const there = statSync(path, {bigint: true, throwIfNoEntry: false})
  const here = fstatSync(fd, {bigint: true})
  return there !== undefined && there.ino === here.ino && there.dev === here.dev ? path : null
}

/** What has a name and is to lose it. */
const named = new Set<string>()
let listens = false

function removeAtExit(name: string): void {
  if (!listens) process.once('exit', removeNamed)
  listens = true
  named.add(name)
}

function removeNamed(): void {
  for (const name of named) {
    try {
      unlinkSync(name)
    } catch {
      // Somebody cleaned up before us.
    }
  }
}
