import {existsSync} from 'node:fs'
import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'
import {type DurableWrite, writeDurably} from '../disk/durable-file.ts'

/** Throws `usage` for a path at which something is: an archive can't be added to. */
export function requireNew(path: string): void {
  if (!existsSync(path)) return
  throw new LensError('usage', t`${path} is there already, and an archive can't be added to.`, {
    advice: t`Name a new file, or remove that one first.`,
  })
}

/** Writes an archive under another name and renames it. Throws `io`, `cancelled` and what `chunks` throws; then nothing stays. */
export function writeArchive(path: string, chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  const roomAdvice = t`Make room, or name a place on another disk, and try again.`
  const target: DurableWrite = {path, temporary, shown: path, signal, roomAdvice}
  return writeDurably(target, chunks)
}
