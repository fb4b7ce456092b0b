import {statfsSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {cancelled, errorCode, LensError, throwIfCancelled} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import {type Compression, compressionOf, decompress} from '../../image/tar/decompress.ts'
import {BLOCK, checksumHolds} from '../../image/tar/header.ts'
import {exactSize} from '../../text/size.ts'
import {t} from '../../text/translate.ts'
import {fileFailure} from '../disk/file-failure.ts'
import {peek} from './peek.ts'
import {temporaryFile} from './temporary-file.ts'

type Chunks = AsyncIterable<Uint8Array>

/** An archive that was not a plain file, written to one: what it is can be told and read as if it had come so. */
export interface Spooled {
  readonly path: string
  /** how it was compressed as a whole */
  readonly compression: Compression
  close(): void
}

export interface SpoolOptions {
  /** names it in sentences */
  readonly shown: string
  /** bytes that `chunks` will give, where it is known */
  readonly total?: number
  readonly context: Context
  /** the most that it may take on the disk, bytes; by default half of what is free */
  readonly room?: number
  /** it comes from an engine: there is no file that could lie elsewhere */
  readonly isExport?: boolean
}

/** Enough to tell what something is that is no tar. */
const HEAD = 4096

/**
 * Writes a stream to a temporary file, unpacked where it is compressed. Of what doesn't begin like a tar only the beginning is
 * written: that tells what it is. Progress counts the bytes of the stream. Throws `limit-exceeded` where it takes more room
 * than there is, `io`, `cancelled` and what decompressing throws; then nothing stays.
 */
export async function spool(chunks: Chunks, options: SpoolOptions): Promise<Spooled> {
  const {context, shown, room = roomForFiles()} = options
  const file = temporaryFile()
  try {
    const stored = await peek(counted(chunks, options), 6)
    // Unlike a layer, a whole file may be anything: what is not unpacked here is told apart later, by its beginning.
    const compression = compressionOf(stored.head)
    const unpacked = await peek(decompress(stored.chunks, compression), HEAD)
    const isTar = unpacked.head.length >= BLOCK && checksumHolds(unpacked.head, 0, null)
    for await (const chunk of unpacked.chunks) {
      throwIfCancelled(context.signal)
      const bytes = isTar ? chunk : chunk.subarray(0, HEAD - file.size)
      await file.write(bytes)
      if (file.stored > room) throw tooLarge(options, room)
      if (!isTar && file.size >= HEAD) break
    }
    return {path: file.path, compression, close: () => file.close()}
  } catch (thrown) {
    file.close()
    if (context.signal.aborted) throw cancelled()
    if (errorCode(thrown) === 'ENOSPC') throw noSpace(options, thrown)
    throw thrown instanceof LensError ? named(shown, thrown) : fileFailure(shown, thrown)
  }
}

/** What is wrong with compressed data, said of the file. */
function named(shown: string, failure: LensError): LensError {
  if (failure.kind !== 'compression-damaged') return failure
  return new LensError(failure.kind, t`${shown} can't be unpacked to its end. ${failure.message}`, {
    cause: failure,
    advice: t`It was cut off or altered on its way; write or download it again, and compare the sizes.`,
  })
}

async function* counted(chunks: Chunks, {context, shown, total}: SpoolOptions): Chunks {
  let done = 0
  for await (const chunk of chunks) {
    yield chunk
    done += chunk.length
    context.progress({label: t`Reading ${shown}`, done, ...(total === undefined ? {} : {total})})
  }
}

/** Half of what is free: whoever else writes there shall not be left without. */
export function roomForFiles(): number {
  try {
    const {bavail, bsize} = statfsSync(tmpdir())
    return Math.floor((bavail * bsize) / 2)
  } catch {
    return 8 * 1024 ** 3
  }
}

/** linux/magic.h */
const TMPFS_MAGIC = 0x01021994

/** Filesystem Hierarchy Standard 3.0, 5.15: on a disk also where /tmp is memory. Others keep images there too. */
const VAR_TMP = '/var/tmp'

/** Where files may be kept, and how many bytes more. */
export interface Room {
  readonly folder: string
  readonly bytes: number
}

/**
 * What may be kept without anybody having asked for it, where `kept` bytes are already: a quarter of what is free for all of
 * it, in the first folder that is no memory; nothing where all are.
 */
export function roomInPassing(kept: number, folders = foldersInPassing()): Room {
  for (const folder of folders) {
    try {
      const {bavail, bsize, type} = statfsSync(folder)
      if (type !== TMPFS_MAGIC) return {folder, bytes: Math.floor((bavail * bsize + kept) / 4) - kept}
    } catch {
      // It is not there, or not for us.
    }
  }
  return {folder: tmpdir(), bytes: 0}
}

/** A folder that the user names is the one he means. */
function foldersInPassing(): readonly string[] {
  return process.platform === 'linux' && process.env.TMPDIR === undefined ? [tmpdir(), VAR_TMP] : [tmpdir()]
}

const ELSEWHERE = t`Name a folder with more room (TMPDIR=/some/folder layerlens …), or unpack the file there and open that.`
const MORE_ROOM = t`Make room there, or name a folder with more: TMPDIR=/some/folder layerlens …`

function tooLarge({shown, isExport}: SpoolOptions, room: number): LensError {
  return new LensError(
    'limit-exceeded',
    t`${shown} takes more than ${exactSize(room)}, half of what is free in ${tmpdir()}, where it is kept while it is open.`,
    {advice: isExport ? MORE_ROOM : ELSEWHERE},
  )
}

function noSpace({shown, isExport}: SpoolOptions, cause: unknown): LensError {
  return new LensError('io', t`There is no room left in ${tmpdir()}, where ${shown} is kept while it is open.`, {
    cause,
    advice: isExport ? MORE_ROOM : ELSEWHERE,
  })
}
