import {randomUUID} from 'node:crypto'
import {open, rename, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {errorCode, LensError, throwIfCancelled} from '../../image/oci/error.ts'
import type {Context} from '../../image/oci/image.ts'
import type {Engine} from '../../sources/engine/engine.ts'
import {saveImages} from '../../sources/engine/image-verbs.ts'
import {t} from '../../text/translate.ts'

/**
 * Saves images into one archive, as `docker save -o`: under another name until it is whole, so that a file which is there is
 * a whole one. Gives its bytes. Throws `io`, `not-found`, `engine-…`, `cancelled`; then nothing stays.
 */
export async function saveToFile(
  engine: Engine,
  names: readonly string[],
  path: string,
  context: Context,
): Promise<number> {
  const temporary = join(dirname(path), `.layerlens-${randomUUID()}.tar`)
  let done = 0
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      for await (const chunk of saveImages(engine, names, context.signal)) {
        throwIfCancelled(context.signal)
        await file.writeFile(chunk)
        done += chunk.length
        context.progress({label: t`Saving ${names.join(', ')}`, done})
      }
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    return done
  } catch (thrown) {
    await rm(temporary, {force: true})
    const code = errorCode(thrown)
    if (thrown instanceof LensError || code === null) throw thrown
    const why = code === 'ENOSPC' ? t`there is no room left` : code
    throw new LensError('io', t`${path} could not be written: ${why}.`, {
      cause: thrown,
      advice: t`Name another file behind -o.`,
    })
  }
}
