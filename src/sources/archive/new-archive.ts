import {existsSync} from 'node:fs'
import {LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'

/** Throws `usage` for a path at which something is: an archive can't be added to. */
export function requireNew(path: string): void {
  if (!existsSync(path)) return
  throw new LensError('usage', t`${path} is there already, and an archive can't be added to.`, {
    advice: t`Name a new file, or remove that one first.`,
  })
}
