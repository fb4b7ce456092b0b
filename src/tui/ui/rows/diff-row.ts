import type {DiffLine} from '../../../text/line-diff.ts'
import {t} from '../../../text/translate.ts'
import {dropped} from '../../../text/width.ts'
import {line, type Piece} from '../line.ts'
import type {Style} from '../style.ts'
import type {Theme} from '../theme.ts'

export interface DiffLook {
  /** cells of a line number */
  readonly digits: number
  /** cells that texts are moved to the left */
  readonly left: number
}

/** A line of a difference: its numbers in both files, `+` or `−`, the text. */
export function diffRow(diff: DiffLine, text: string, {digits, left}: DiffLook, columns: number, theme: Theme): string {
  const blank = ' '.repeat(digits)
  const number = (n: number) => String(n).padStart(digits)
  const drawn = (before: string, after: string, letter: string, style: Style | null): Piece[] => [
    [` ${before} ${after} `, 'quiet'],
    [`${letter} ${dropped(text, left)}`, style],
  ]
  switch (diff.kind) {
    case 'hunk': {
      const {before, after} = diff
      const minus = theme.glyphs.minus
      const note = `@@ ${minus}${before.from},${before.count} +${after.from},${after.count} @@`
      return line([[` ${blank} ${blank} `], [note, 'metadata']], columns, theme)
    }
    case 'same':
      return line(drawn(number(diff.before), number(diff.after), ' ', null), columns, theme)
    case 'removed':
      return line(drawn(number(diff.before), blank, theme.glyphs.minus, 'removed'), columns, theme)
    case 'added':
      return line(drawn(blank, number(diff.after), '+', 'added'), columns, theme)
    case 'no-line-end':
      return line([[` ${blank} ${blank}   `], [t`no line end at the end of the file`, 'quiet']], columns, theme)
  }
}
