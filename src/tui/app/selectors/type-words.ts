import type {EntryTypeName} from '../../../image/tar/entry-type.ts'
import {t} from '../../../text/translate.ts'

/** What an entry is, in a word. */
export const TYPE_WORDS: Readonly<Record<EntryTypeName, string>> = {
  file: t`file`,
  directory: t`directory`,
  symlink: t`symlink`,
  hardlink: t`hardlink`,
  char: t`char`,
  block: t`block`,
  fifo: t`fifo`,
}
