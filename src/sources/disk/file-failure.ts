import {errorCode, LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'

/** What a failed call on a file means for the user, in words. `path` is as the user typed it, or a file below it. */
export function fileFailure(path: string, cause: unknown): LensError {
  if (cause instanceof LensError) return cause
  switch (errorCode(cause)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new LensError('not-found', t`There is no file or folder ${path}.`, {
        cause,
        advice: path.startsWith('~')
          ? t`Write the folder in full: a shell only replaces ~ where a word begins with it.`
          : t`Check the spelling; a relative path starts at the current folder.`,
      })
    case 'EACCES':
    case 'EPERM':
      return new LensError('io', t`${path} may not be read: permission denied.`, {
        cause,
        advice: t`Ask for access, or run as a user who may read it (ls -l shows who).`,
      })
    case 'ELOOP':
      return new LensError('io', t`${path} is a symbolic link that leads in a circle.`, {cause})
    case 'ENAMETOOLONG':
      return new LensError('not-found', t`There is no file or folder of that name: it is too long for this system.`, {
        cause,
      })
    case 'EISDIR':
      return new LensError('not-an-image', t`${path} is a folder where a file should be.`, {cause})
    case 'EMFILE':
    case 'ENFILE':
      return new LensError('io', t`${path} could not be opened: too many files are open.`, {
        cause,
        advice: t`Raise the limit (ulimit -n) or close other programs.`,
      })
    default:
      return new LensError('io', t`${path} could not be read: ${reasonOf(cause)}.`, {cause})
  }
}

function reasonOf(cause: unknown): string {
  return errorCode(cause) ?? (cause instanceof Error ? cause.message : t`unknown reason`)
}
