import {cancelled, errorCode} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import {t} from '../../text/translate.ts'
import type {Room} from './spool.ts'
import {TemporaryFile} from './temporary-file.ts'

/** A file that somebody reads while it is written. */
export interface Growing {
  readonly path: string
  /**
   * Waits until the file has `size` bytes, or all that it will have; gives how many it has. Rejects with what ended the writing
   * before it had so many.
   */
  reached(size: number): Promise<number>
}

/** The disk has no room for what flows by, or does not take it: it has to be read without. */
export class NoRoom extends Error {}

export interface GrowthOptions {
  /** names it in sentences */
  readonly shown: string
  /** bytes that will come, as far as that can be foreseen */
  readonly total: number
  /** where it is written, and the most that it may take there */
  readonly room: Room
  readonly context: Context
}

/** Writes to an open and empty file until all is there; `written` is told how many bytes are. Nothing is written once it settles. */
export type Fill = (
  fd: number,
  how: {readonly written: (size: number) => void; readonly signal: AbortSignal},
) => Promise<void>

/** A temporary file that somebody fills as fast as he can, whoever reads it. Close it after use. */
export class GrowingSpool implements Growing {
  readonly path: string
  /** Rejects with `NoRoom`, `cancelled`, and what filling it throws. */
  readonly whole: Promise<void>
  /** bytes that are there */
  size = 0
  private readonly file: TemporaryFile
  private readonly options: GrowthOptions
  private readonly stop = new AbortController()
  private ended = false
  private failure: unknown = null
  private waiting: (() => void)[] = []

  /** Progress counts the bytes written. Throws the system's error where no file can be made. */
  constructor(fill: Fill, options: GrowthOptions) {
    this.options = options
    this.file = new TemporaryFile(false, options.room.folder)
    this.path = this.file.path
    this.whole = this.filled(fill)
    // Whoever reads is told by `reached`.
    this.whole.catch(() => {})
  }

  /** True once all of it is there. */
  get isWhole(): boolean {
    return this.ended && this.failure === null
  }

  async reached(size: number): Promise<number> {
    while (this.size < size && !this.ended) {
      await new Promise<void>(resolve => {
        this.waiting.push(resolve)
      })
    }
    if (this.size < size && this.failure !== null) throw this.failure
    return this.size
  }

  /** Ends the writing and removes the file. */
  async close(): Promise<void> {
    this.stop.abort()
    await this.whole.catch(() => {})
    this.file.close()
  }

  private async filled(fill: Fill): Promise<void> {
    const {context, room, shown, total} = this.options
    const written = (size: number) => {
      this.size = size
      if (size > room.bytes) this.stop.abort(new NoRoom())
      context.progress({label: t`Reading ${shown}`, done: size, total})
      this.tell()
    }
    try {
      await fill(this.file.fd, {written, signal: AbortSignal.any([context.signal, this.stop.signal])})
    } catch (thrown) {
      this.failure = this.failureOf(thrown)
      throw this.failure
    } finally {
      this.ended = true
      this.tell()
    }
  }

  private failureOf(thrown: unknown): unknown {
    const {context} = this.options
    const {reason} = this.stop.signal
    if (reason instanceof NoRoom) return reason
    if (context.signal.aborted || this.stop.signal.aborted) return cancelled()
    return errorCode(thrown) === null ? thrown : new NoRoom()
  }

  private tell(): void {
    for (const wake of this.waiting.splice(0)) wake()
  }
}
