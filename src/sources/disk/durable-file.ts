import {mkdirSync, renameSync, rmSync} from 'node:fs'
import {type FileHandle, open} from 'node:fs/promises'
import {dirname} from 'node:path'
import {errorCode, LensError, throwIfCancelled} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {fileFailure} from './file-failure.ts'

export interface DurableWrite {
  readonly path: string
  /** where it grows: on the same file system; nobody looks there */
  readonly temporary: string
  /** names the place in sentences */
  readonly shown: string
  readonly signal: AbortSignal
  /** what to do where there is no room; by default that of a place which keeps what arrived */
  readonly roomAdvice?: string
}

/**
 * Writes a file so that whoever looks, also after the power failed, sees either none (or the one before) or all of it: under
 * another name, synced, renamed, and the folder synced. Chunks must stay as they are. Throws `io`, `cancelled` and what `chunks` throws; then nothing stays.
 */
export function writeDurably(
  target: DurableWrite,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  return durably(target, async file => {
    let held: Uint8Array[] = []
    let size = 0
    for await (const chunk of chunks) {
      throwIfCancelled(target.signal)
      held.push(chunk)
      size += chunk.length
      if (size < AT_ONCE) continue
      await writeAll(file, held, size)
      held = []
      size = 0
    }
    await writeAll(file, held, size)
  })
}

/** As `writeDurably`; `fill` writes what belongs into the file, which gets its name only where that does not throw. */
export async function durably(
  {path, temporary, shown, signal, roomAdvice}: DurableWrite,
  fill: (file: FileHandle) => Promise<void>,
): Promise<void> {
  try {
    mkdirSync(dirname(path), {recursive: true})
    const file = await open(temporary, 'wx', 0o644)
    try {
      await fill(file)
      await file.sync()
    } finally {
      await file.close()
    }
    renameSync(temporary, path)
    await syncFolder(dirname(path))
  } catch (thrown) {
    removeUnfinished(temporary)
    throwIfCancelled(signal)
    throw writeFailure(shown, thrown, roomAdvice)
  }
}

function removeUnfinished(temporary: string): void {
  try {
    rmSync(temporary, {force: true})
  } catch {
    // Where none could be made none can be removed, for the same reason: that one is told.
  }
}

/** Small chunks are written together, bytes: each write costs a turn. */
const AT_ONCE = 1 << 20

async function writeAll(file: FileHandle, chunks: readonly Uint8Array[], size: number): Promise<void> {
  if (size === 0) return
  const {bytesWritten} = await file.writev(chunks)
  if (bytesWritten === size) return
  const rest = Buffer.concat(chunks).subarray(bytesWritten)
  for (let at = 0; at < rest.length; ) at += (await file.write(rest, at)).bytesWritten
}

/** Makes names that were given or taken in a folder outlast a failing power. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r')
    await handle.sync().finally(() => handle.close())
  } catch {
    // Not every system lets folders be synced; there the names are as safe as it makes them.
  }
}

/** What a failed write means for the user; what no system call failed with stays. `roomAdvice`: as in `DurableWrite`. */
export function writeFailure(shown: string, cause: unknown, roomAdvice = KEPT): unknown {
  if (cause instanceof LensError || errorCode(cause) === null) return cause
  switch (errorCode(cause)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new LensError('io', t`There is no room left for ${shown}.`, {
        cause,
        advice: roomAdvice,
      })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new LensError('io', t`${shown} may not be written to (${errorCode(cause)}).`, {
        cause,
        advice: t`Name another place, or ask for access (ls -l shows whose it is).`,
      })
    case 'EFBIG':
      return new LensError('io', t`${shown} could not be written: ${errorCode(cause)}.`, {
        cause,
        advice: t`The file system there takes no file that large (FAT32 is known for it); name a place on another disk.`,
      })
    case 'EIO':
    case 'EEXIST':
      return new LensError('io', t`${shown} could not be written: ${errorCode(cause)}.`, {cause})
    default:
      return fileFailure(shown, cause)
  }
}

const KEPT = t`Make room, or name a place on another disk, and try again: what arrived is kept.`
