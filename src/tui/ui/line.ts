import {truncate, width} from '../../text/width.ts'
import {transition} from './sgr.ts'
import type {Style} from './style.ts'
import type {Theme} from './theme.ts'

/** A piece of a line: printable text and what it means; lit where it is what a filter was looking for. */
export type Piece = readonly [text: string, style?: Style | null, lit?: 'lit']

export type Emphasis = 'focused' | 'selected' | null

/** Cells the pieces take. */
export function piecesWidth(pieces: readonly Piece[]): number {
  let total = 0
  for (const [text] of pieces) total += width(text)
  return total
}

const NONE: readonly string[] = []

/**
 * The pieces as one line of at most `columns` cells: what is too much is cut. A row that stands out is filled up to its
 * whole width, others end where their text ends: Ink looks at every cell that it is given, blank ones too.
 */
export function line(pieces: readonly Piece[], columns: number, theme: Theme, emphasis: Emphasis = null): string {
  let room = columns
  let drawn = ''
  let now = NONE
  const add = (text: string, codes: readonly string[]) => {
    if (text === '') return
    drawn += transition(now, codes) + text
    now = codes
  }
  for (const [text, style, lit] of pieces) {
    if (room <= 0) break
    const fitting = truncate(text, room, {mark: theme.glyphs.ellipsis})
    room -= width(fitting)
    const blank = isBlank(fitting) && !isInverse(style)
    const codes = blank && emphasis === null ? NONE : codesOf(blank ? null : (style ?? null), emphasis, theme)
    add(fitting, lit === undefined ? codes : litCodes(codes, theme))
  }
  if (room > 0 && emphasis !== null) add(' '.repeat(room), codesOf(null, emphasis, theme))
  return drawn + transition(now, NONE)
}

/** Colours of its own instead of the style's; weights stay. */
function litCodes(codes: readonly string[], theme: Theme): readonly string[] {
  return [...codes.filter(code => code.length === 1 || theme.lit.length < 2), ...theme.lit]
}

/** Spaces look the same in every style but inverse. */
function isBlank(text: string): boolean {
  return text.trim() === ''
}

function isInverse(style: Style | null | undefined): boolean {
  return style === 'caret' || style === 'match'
}

function codesOf(style: Style | null, emphasis: Emphasis, theme: Theme): readonly string[] {
  const code = style === null ? theme.base : theme.code(style)
  // A row in inverse says one thing: here you are. Colours inside would only make it hard to read.
  if (emphasis === 'focused') return theme.focused
  if (emphasis === null || theme.selected === '') return code === '' ? NONE : [code]
  // In a bold row nothing is dim, nor bolder.
  return code === '' || code === '1' || code === '2' ? [theme.selected] : [theme.selected, code]
}

/** `left` from the left edge, `right` at the right edge; where both don't fit, the left one is cut. */
export function ends(
  left: readonly Piece[],
  right: readonly Piece[],
  columns: number,
  theme: Theme,
  emphasis: Emphasis = null,
): string {
  const wide = piecesWidth(right)
  if (wide >= columns) return line(right, columns, theme, emphasis)
  const gap = columns - wide - Math.min(columns - wide, piecesWidth(left))
  return line([...left, [' '.repeat(gap)]], columns - wide, theme, emphasis) + line(right, wide, theme, emphasis)
}
