import {t} from '../../text/translate.ts'
import type {Reason} from './union.ts'

/** In what two versions of a path differ, in a word or two. */
export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  content: t`content`,
  type: t`type`,
  mode: t`mode`,
  owner: t`owner`,
  mtime: t`time`,
  xattr: t`attributes`,
  linkTarget: t`target`,
  device: t`device`,
}
