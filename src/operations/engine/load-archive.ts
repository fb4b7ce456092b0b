import {open} from 'node:fs/promises'
import type {Readable} from 'node:stream'
import type {Context} from '../../image/oci/image.ts'
import {fileFailure} from '../../sources/disk/file-failure.ts'
import type {Engine} from '../../sources/engine/engine.ts'
import {load} from '../../sources/engine/transfer.ts'
import {t} from '../../text/translate.ts'

/**
 * Loads the images of an archive into the engine: of a file, or of what flows in. Gives what the engine says of each, hostile.
 * Throws `not-found`, `io`, `engine-…`, `cancelled`.
 */
export async function loadArchive(
  engine: Engine,
  archive: string | Readable,
  {signal, progress}: Context,
): Promise<readonly string[]> {
  const stream = typeof archive === 'string' ? await opened(archive, progress) : archive
  const said: string[] = []
  for await (const event of load(engine, stream, signal)) if (event.kind === 'said') said.push(event.text)
  return said
}

async function opened(path: string, progress: Context['progress']): Promise<Readable> {
  try {
    const file = await open(path)
    const {size: total} = await file.stat()
    const stream = file.createReadStream({highWaterMark: 1 << 20})
    const label = t`Loading ${path}`
    return stream.on('data', () => progress({label, done: stream.bytesRead, total})).pause()
  } catch (cause) {
    throw fileFailure(path, cause)
  }
}
