import {type Hint, hintTexts} from '../../app/selectors/bottom-line.ts'
import {line, type Piece} from '../line.ts'
import type {Theme} from '../theme.ts'

/** The keys that work here. */
export function hintRow(hints: readonly Hint[], columns: number, theme: Theme): string {
  const pieces: Piece[] = [[' ']]
  for (const hint of hints) {
    const [key, rest] = hintTexts(hint)
    pieces.push([key, 'accent'], [rest, 'quiet'])
  }
  return line(pieces, columns, theme)
}

/** What just happened, or why a key did nothing: one line of it. */
export function noticeRow(text: string, kind: 'done' | 'refused' | 'problem', columns: number, theme: Theme): string {
  return line([[' '], [text, kind === 'problem' ? 'problem' : kind === 'refused' ? 'busy' : 'strong']], columns, theme)
}
