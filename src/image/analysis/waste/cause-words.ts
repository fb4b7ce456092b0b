import type {WasteCause} from './wasted-files.ts'

/** What became of bytes that nobody reaches, by cause: `98 MB copied for its metadata`. */
export const CAUSE_WORDS: Readonly<Record<WasteCause, string>> = {
  content: 'written anew',
  metadata: 'copied for its metadata',
  rewritten: 'rewritten as it was',
  deleted: 'deleted',
  opaque: 'its folder began anew',
  type: 'replaced by another type',
  storedTwice: 'stored twice',
  neverVisible: 'never visible',
}
