import {errorCode, LensError} from '../../image/oci/error.ts'
import {t} from '../../text/translate.ts'

/** Why something of the image is not on the disk, for code. */
export type NotWrittenKind =
  /** something of that name was there before */
  | 'exists'
  /** two names of the image are one on this disk */
  | 'collision'
  /** what stands where a folder should be is none; a link there is never followed */
  | 'in-the-way'
  /** devices and pipes are not made */
  | 'special'
  /** the disk can't have such a name */
  | 'name'
  /** its bytes could not be read from the layer */
  | 'content'
  | 'io'

/** One path that could not be written; the rest goes on. `message`: a sentence without the path. */
export class NotWritten extends Error {
  readonly kind: NotWrittenKind

  constructor(kind: NotWrittenKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : {cause})
    this.kind = kind
  }
}

/**
 * What a failed call means for one path. Throws `io` for what will fail for every other path too: a full disk, one that may
 * not be written.
 */
export function notWritten(cause: unknown): NotWritten {
  if (cause instanceof NotWritten) return cause
  const code = errorCode(cause)
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      throw new LensError('io', t`The disk is full.`, {cause, advice: t`Make room, or extract to another disk.`})
    case 'EROFS':
      throw new LensError('io', t`This disk may only be read.`, {cause, advice: t`Extract to another folder.`})
    case 'EMFILE':
    case 'ENFILE':
      throw new LensError('io', t`Too many files are open.`, {cause, advice: t`Raise the limit: ulimit -n`})
    case 'EEXIST':
      return new NotWritten('exists', t`Something of that name is already there.`, cause)
    case 'ENAMETOOLONG':
      return new NotWritten('name', t`The name is too long for this disk.`, cause)
    case 'EILSEQ':
    case 'EINVAL':
    case 'ERR_INVALID_ARG_VALUE':
      return new NotWritten('name', t`This disk can not have such a name.`, cause)
    case 'EFBIG':
      return new NotWritten('io', t`It is larger than this disk can have a file.`, cause)
    case 'EACCES':
    case 'EPERM':
      return new NotWritten('io', t`Permission denied.`, cause)
    default:
      if (code === null || !(cause instanceof Error) || !('syscall' in cause)) throw cause
      return new NotWritten('io', t`It could not be written: ${code}.`, cause)
  }
}
