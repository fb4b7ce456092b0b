import stringWidth from 'string-width'
import {graphemesOf} from './graphemes.ts'

/**
 * Text of characters that every terminal draws in one cell and that join with nothing: ASCII, Latin, Greek and Cyrillic letters,
 * general punctuation, arrows, pictures of controls, box drawing, block elements and geometric shapes.
 */
export const NARROW =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0373\u0384-\u0482\u048a-\u04ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2212\u2400-\u2426\u2500-\u25fc\u27f3]*$/

/** Cells that printable text takes on a terminal. */
export function width(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text)
}

export interface TruncateOptions {
  /** where to cut; 'end' by default */
  readonly from?: 'end' | 'middle' | 'start'
  /** what stands for what was cut; … by default */
  readonly mark?: string
}

/** Printable text in at most `cells` cells. */
export function truncate(text: string, cells: number, options: TruncateOptions = {}): string {
  if (cells <= 0) return ''
  // Nothing longer than this can fit, whatever the characters: don't measure a text of megabytes.
  if (text.length <= cells * 8 && width(text) <= cells) return text
  const {from = 'end', mark = '…'} = options
  const room = cells - width(mark)
  if (room <= 0) return mark.slice(0, cells)
  if (from === 'end') return head(text, room) + mark
  if (from === 'start') return mark + tail(text, room)
  const front = Math.ceil(room / 2)
  return head(text, front) + mark + tail(text, room - front)
}

/** Printable text without its first cells; half of a wide character is a space. */
export function dropped(text: string, cells: number): string {
  if (cells <= 0) return text
  if (NARROW.test(text.slice(0, cells))) return text.slice(cells)
  let used = 0
  for (const {segment, index} of graphemesOf(text.slice(0, cells * 8))) {
    if (used >= cells) return ' '.repeat(used - cells) + text.slice(index)
    used += width(segment)
  }
  return ''
}

/** Printable text in exactly `cells` cells: cut, or filled with spaces on the right (or the left, for numbers). */
export function pad(text: string, cells: number, align: 'left' | 'right' = 'left', mark = '…'): string {
  const cut = truncate(text, cells, {mark})
  const fill = ' '.repeat(Math.max(0, cells - width(cut)))
  return align === 'left' ? cut + fill : fill + cut
}

/** As much of the beginning as fits. */
function head(text: string, cells: number): string {
  const bounded = text.slice(0, cells * 8)
  if (NARROW.test(bounded)) return bounded.slice(0, cells)
  let taken = ''
  let used = 0
  for (const {segment} of graphemesOf(bounded)) {
    used += width(segment)
    if (used > cells) break
    taken += segment
  }
  return taken
}

/** As much of the end as fits. */
function tail(text: string, cells: number): string {
  const bounded = text.slice(-cells * 8)
  if (cells === 0) return ''
  if (NARROW.test(bounded)) return bounded.slice(-cells)
  let used = 0
  let start = bounded.length
  for (const {segment, index} of [...graphemesOf(bounded)].reverse()) {
    used += width(segment)
    if (used > cells) break
    start = index
  }
  return bounded.slice(start)
}
