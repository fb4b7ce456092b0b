/** What a tar member is. */
export const EntryType = {
  file: 0,
  directory: 1,
  symlink: 2,
  hardlink: 3,
  char: 4,
  block: 5,
  fifo: 6,
} as const

/** The words of `ls --json`, by EntryType. */
export const ENTRY_TYPE_NAMES = ['file', 'directory', 'symlink', 'hardlink', 'char', 'block', 'fifo'] as const
export type EntryTypeName = (typeof ENTRY_TYPE_NAMES)[number]
