import {truncate, width} from './width.ts'

/**
 * Printable text in lines of at most `cells` cells: broken at line breaks, else at spaces, else inside a word. Further lines
 * of a paragraph start with `indent`. At most `limit` lines; what is beyond ends in a mark.
 */
export function wrap(
  text: string,
  cells: number,
  options: {indent?: string; limit?: number; mark?: string} = {},
): string[] {
  const {indent = '', limit = Number.POSITIVE_INFINITY, mark = '…'} = options
  const lines: string[] = []
  if (cells <= indent.length + 1) return lines
  for (const paragraph of text.split('\n')) {
    let rest = paragraph
    let first = true
    do {
      const room = first ? cells : cells - indent.length
      const taken = lineEnd(rest, room, lines.length + 1 < limit)
      lines.push((first ? '' : indent) + rest.slice(0, taken).trimEnd())
      rest = rest.slice(taken).trimStart()
      first = false
      if (lines.length > limit) return cut(lines, limit, cells, mark)
    } while (rest !== '')
  }
  return lines
}

/** How many characters of `text` the next line takes; `more`: another one may follow. */
function lineEnd(text: string, room: number, more: boolean): number {
  const fitting = text.length <= room * 8 && width(text) <= room ? text.length : truncate(text, room, {mark: ''}).length
  if (fitting >= text.length) return text.length
  if (text[fitting] === ' ') return fitting
  const space = text.lastIndexOf(' ', fitting - 1)
  // A word that would leave more than half of the line empty is broken instead, unless it is a path or a name to be copied.
  return space > fitting / 2 || (more && space > 0 && isWhole(text, space + 1, room)) ? space + 1 : Math.max(1, fitting)
}

/** Whether the word at `start` is plain ASCII and has its place on one line. */
function isWhole(text: string, start: number, room: number): boolean {
  const word = /^[\x21-\x7e]*/.exec(text.slice(start, start + room + 1))![0]
  const after = text[start + word.length]
  return word.length <= room && (after === undefined || after === ' ')
}

function cut(lines: string[], limit: number, cells: number, mark: string): string[] {
  const kept = lines.slice(0, limit)
  if (kept.length > 0) kept[kept.length - 1] = truncate(`${kept.at(-1)} ${mark}`, cells, {mark})
  return kept
}
