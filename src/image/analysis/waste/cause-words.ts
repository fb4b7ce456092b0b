import {t} from '../../../text/translate.ts'
import type {WasteCause} from './wasted-files.ts'

/** What became of bytes that nobody reaches, by cause: `98 MB copied for its metadata`. */
export const CAUSE_WORDS: Readonly<Record<WasteCause, string>> = {
  content: t`written anew`,
  metadata: t`copied for its metadata`,
  rewritten: t`rewritten as it was`,
  deleted: t`deleted`,
  opaque: t`its folder began anew`,
  type: t`replaced by another type`,
  storedTwice: t`stored twice`,
  neverVisible: t`never visible`,
}
