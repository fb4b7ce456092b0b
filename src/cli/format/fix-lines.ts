import type {Finding, Fix} from '../../image/analysis/finding.ts'
import {printable} from '../../text/printable.ts'
import {unquoted} from '../../text/shell-words.ts'
import {width} from '../../text/width.ts'

/** What stands before what continues a line. */
const CONTINUED = '    '

/**
 * The lines of a fix as they can be pasted: one on several where `cells` is not null and it is wider, by a backslash at its end as
 * a Dockerfile and a shell take it. Only between words that no quotes hold together; what has no such place stays as wide as it
 * is. Printable.
 */
export function pastableLines({file, lines}: Pick<Fix, 'file' | 'lines'>, cells: number | null): readonly string[] {
  const shown = lines.map(line => printable(line))
  return cells === null || file === '.dockerignore' ? shown : shown.flatMap(line => continued(line, cells))
}

function continued(line: string, cells: number): string[] {
  const words = wordsOf(line)
  const lines: string[] = []
  for (let from = 0; from < words.length; ) {
    const indent = from === 0 ? '' : CONTINUED
    const text = (to: number) => indent + words.slice(from, to).join(' ')
    if (width(text(words.length)) <= cells) return [...lines, text(words.length)]
    let to = from + 1
    // Two cells for the blank and the backslash.
    while (to < words.length && width(text(to + 1)) <= cells - 2) to++
    if (to === words.length) return [...lines, text(to)]
    let sign = to
    while (sign > from && !SIGNS.has(words[sign]!)) sign--
    if (sign > from && width(text(sign)) > cells / 2) to = sign
    lines.push(`${text(to)} \\`)
    from = to
  }
  return lines
}

/** What a line rather begins with than with a word in the middle of a command. */
const SIGNS = new Set(['&&', '||', '|'])

/** Pieces between the blanks at which a line may be broken and still mean the same. */
function wordsOf(line: string): string[] {
  const words: string[] = []
  let start = 0
  for (const i of unquoted(line)) {
    if (line[i] === ' ' && i > start && line[i + 1] !== ' ') {
      words.push(line.slice(start, i))
      start = i + 1
    }
  }
  return [...words, line.slice(start)]
}

/** Where lines belong that are none of the Dockerfile's: `in .dockerignore`; '' for those of the Dockerfile. */
export function fixPlace({file, lines}: Pick<Fix, 'file' | 'lines'>): string {
  if (file === 'Dockerfile' || lines.length === 0) return ''
  return file === '.dockerignore' ? `in ${file}` : `in the ${file}`
}

/** Of a finding that nobody but the base's makers can mend. */
export const OF_THE_BASE = 'in the base image: not yours to change but by choosing another'

/** A fix for a report of plain text: where its lines belong, each of them whole, and its note. Hostile. */
export function fixText({fix, inBase}: Pick<Finding, 'fix' | 'inBase'>): readonly string[] {
  if (fix === null) return inBase ? [OF_THE_BASE] : []
  const place = fixPlace(fix)
  return [place === '' ? '' : `${place}:`, ...fix.lines, fix.note].filter(line => line !== '')
}
