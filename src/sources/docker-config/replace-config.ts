import {closeSync, fsyncSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, writeSync} from 'node:fs'
import {dirname} from 'node:path'
import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'

/**
 * Replaces a config file by temporary name, sync and rename, readable by its owner alone: whoever reads it meanwhile sees the
 * old one or the new one, never a part. A link stays a link. Throws `io`.
 */
export function replaceConfig(path: string, document: object): void {
  const text = `${JSON.stringify(document, null, '\t')}\n`
  let temporary: string | null = null
  try {
    mkdirSync(dirname(path), {recursive: true, mode: 0o700})
    const target = realPath(path)
    temporary = `${target}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`
    const file = openSync(temporary, 'wx', 0o600)
    try {
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, target)
  } catch (cause) {
    if (temporary !== null) rmSync(temporary, {force: true})
    throw new LensError('io', t`${path} can't be written.`, {
      cause,
      advice: t`See whom it and its folder belong to (ls -l), or name another: DOCKER_CONFIG=DIR`,
    })
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
