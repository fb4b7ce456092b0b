import {closeSync, fchmodSync, fchownSync, ftruncateSync, futimesSync, unlinkSync, writeSync} from 'node:fs'
import {notWritten} from './not-written.ts'

/** What is kept of an entry besides its bytes. */
export interface Attributes {
  readonly mode: number
  /** null: whoever extracts owns it */
  readonly owner: readonly [uid: number, gid: number] | null
  /** seconds since 1970 */
  readonly mtime: number | null
}

/** A file that is being written. End it with `finish` or `abandon`. */
export class NewFile {
  /** where it will be */
  readonly path: Buffer
  private readonly fd: number
  private readonly temporary: Buffer
  private readonly move: () => void
  private open = true

  constructor(fd: number, temporary: Buffer, move: () => void, path: Buffer) {
    this.fd = fd
    this.temporary = temporary
    this.move = move
    this.path = path
  }

  /** Writes bytes at a place of the file; what no call covers is a hole. Throws NotWritten, `io`. */
  write(bytes: Uint8Array, at: number): void {
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.fd, bytes, done, bytes.length - done, at + done)
    } catch (cause) {
      throw notWritten(cause)
    }
  }

  /** Gives the file its size (holes stay holes), its attributes and its name. False where an attribute was lost. */
  finish(size: number, attributes: Attributes): boolean {
    try {
      ftruncateSync(this.fd, size)
    } catch (cause) {
      throw notWritten(cause)
    }
    const kept = settleOpen(this.fd, attributes, 0o777)
    this.open = false
    closeSync(this.fd)
    this.move()
    return kept
  }

  /** Leaves nothing of a file that was not finished. */
  abandon(): void {
    if (!this.open) return
    this.open = false
    closeSync(this.fd)
    removeIfThere(this.temporary)
  }
}

/** `mask`: the bits of the mode that are given; setuid and setgid never are. */
export function settleOpen(fd: number, {mode, owner, mtime}: Attributes, mask: number): boolean {
  return allKept([
    () => owner && fchownSync(fd, ...owner),
    () => fchmodSync(fd, mode & mask),
    () => mtime !== null && futimesSync(fd, mtime, mtime),
  ])
}

/** Does all of them; false where one failed. */
export function allKept(steps: readonly (() => unknown)[]): boolean {
  let kept = true
  for (const step of steps) {
    try {
      step()
    } catch {
      kept = false
    }
  }
  return kept
}

/** Removes a file of ours. Never throws. */
export function removeIfThere(path: Buffer): void {
  try {
    unlinkSync(path)
  } catch {
    // It is gone, and that is all that is wanted.
  }
}
