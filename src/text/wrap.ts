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
      const taken = lineEnd(rest, room)
      lines.push((first ? '' : indent) + rest.slice(0, taken).trimEnd())
      rest = rest.slice(taken).trimStart()
      first = false
      if (lines.length > limit) return cut(lines, limit, cells, mark)
    } while (rest !== '')
  }
  return lines
}

/** How many characters of `text` the next line takes. */
function lineEnd(text: string, room: number): number {
  const fitting = text.length <= room * 8 && width(text) <= room ? text.length : truncate(text, room, {mark: ''}).length
  if (fitting >= text.length) return text.length
  if (text[fitting] === ' ') return fitting
  const space = text.lastIndexOf(' ', fitting - 1)
  // A word that would leave more than half of the line empty is broken instead.
  return space > fitting / 2 ? space + 1 : Math.max(1, fitting)
}

function cut(lines: string[], limit: number, cells: number, mark: string): string[] {
  const kept = lines.slice(0, limit)
  if (kept.length > 0) kept[kept.length - 1] = truncate(`${kept.at(-1)} ${mark}`, cells, {mark})
  return kept
}
