/**
 * Our own mark of what is left out. It is made for the terminal that shows it, and not turned into ASCII afterwards: one that
 * came out of an image is spelled out there, as all that is not ASCII.
 */
export type Ellipsis = '…' | '...'

/** The mark for a terminal that shows more than ASCII, or does not. */
export function ellipsisFor(unicode: boolean): Ellipsis {
  return unicode ? '…' : '...'
}
