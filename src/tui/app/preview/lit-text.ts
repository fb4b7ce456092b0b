import {graphemesOf} from '../../../text/graphemes.ts'
import {printable} from '../../../text/printable.ts'
import {truncate, width} from '../../../text/width.ts'

/** Printable text in pieces: those that match what is searched stand out. */
export interface LitText {
  readonly text: string
  readonly lit: boolean
}

const TAB = 8
const ASCII = /^[\0-\x7f]*$/

/** Hostile text made printable, tabs as far as their stops, the ranges (of its characters) lit. */
export function litText(raw: string, ranges: readonly (readonly [number, number])[], ascii: boolean): LitText[] {
  const parts: LitText[] = []
  let cells = 0
  const add = (from: number, to: number, lit: boolean) => {
    let text = ''
    for (const [i, piece] of raw.slice(from, to).split('\t').entries()) {
      if (i > 0) {
        const stop = TAB - (cells % TAB)
        text += ' '.repeat(stop)
        cells += stop
      }
      const clean = printable(piece, {ascii})
      text += clean
      cells += width(clean)
    }
    if (text !== '') parts.push({text, lit})
  }
  let at = 0
  for (const [from, to] of wholeCharacters(raw, ranges)) {
    add(at, from, false)
    add(from, to, true)
    at = to
  }
  add(at, raw.length, false)
  return parts
}

/** The ranges, as far as the ends of what the user sees as one character: half of one can't be drawn by itself. */
function wholeCharacters(raw: string, ranges: readonly (readonly [number, number])[]): [number, number][] {
  if (ranges.length === 0 || ASCII.test(raw)) return ranges.map(([from, to]) => [from, to])
  const segments = graphemesOf(raw)
  const whole: [number, number][] = []
  for (const [from, to] of ranges) {
    const last = segments.containing(Math.max(from, to - 1))
    const [start, end] = [segments.containing(from)?.index ?? from, last ? last.index + last.segment.length : to]
    const before = whole.at(-1)
    if (before !== undefined && start < before[1]) before[1] = Math.max(before[1], end)
    else whole.push([start, end])
  }
  return whole
}

/** What is right of the first `left` cells; of a wide character that begins among them, blanks. */
export function withoutCells(parts: readonly LitText[], left: number): LitText[] {
  if (left <= 0) return [...parts]
  let [head, rest] = splitCells(parts, left)
  let gone = litWidth(head)
  if (gone < left && rest.length > 0) {
    ;[head, rest] = splitCells(rest, 1)
    gone += litWidth(head)
  }
  return gone > left ? [{text: ' '.repeat(gone - left), lit: false}, ...rest] : rest
}

/** The parts in rows of `columns` cells; one row at least. */
export function wrapped(parts: readonly LitText[], columns: number): LitText[][] {
  const rows: LitText[][] = []
  let rest: readonly LitText[] = parts
  do {
    const [row, after] = splitCells(rest, columns)
    rows.push(row)
    rest = after
  } while (rest.length > 0)
  return rows
}

/** The parts in the first `cells` cells and those behind: a wide character on the edge goes behind it. */
function splitCells(parts: readonly LitText[], cells: number): [LitText[], LitText[]] {
  const head: LitText[] = []
  let room = cells
  for (const [i, {text, lit}] of parts.entries()) {
    const fitting = truncate(text, room, {mark: ''})
    if (fitting !== '') head.push({text: fitting, lit})
    room -= width(fitting)
    if (fitting.length === text.length) continue
    // Nothing is so wide that it fits nowhere: one character goes on in any case.
    const taken = fitting === '' && head.length === 0 ? firstCharacter(text).length : fitting.length
    if (taken > fitting.length) head.push({text: text.slice(0, taken), lit})
    const behind = text.slice(taken)
    return [head, [...(behind === '' ? [] : [{text: behind, lit}]), ...parts.slice(i + 1)]]
  }
  return [head, []]
}

/** As the user sees it; of a few at most. */
function firstCharacter(text: string): string {
  for (const {segment} of graphemesOf(text.slice(0, 64))) return segment
  return text
}

/** Cells that the parts take together. */
export function litWidth(parts: readonly LitText[]): number {
  return parts.reduce((sum, part) => sum + width(part.text), 0)
}
