import {truncate, width} from '../../../text/width.ts'
import type {TopLine} from '../../app/selectors/image-facts.ts'
import {ends, line, type Piece, piecesWidth} from '../line.ts'
import type {Style, Theme} from '../theme.ts'

const TONES: Readonly<Record<'busy' | 'quiet' | 'problem', Style>> = {busy: 'busy', quiet: 'quiet', problem: 'problem'}

/** The line at the top: facts give way from the last on, then the name is cut in its middle; the state always shows. */
export function topRow(top: TopLine, columns: number, theme: Theme): string {
  const dot = ` ${theme.glyphs.dot} `
  const right: Piece[] = []
  if (columns >= 76) right.push([`${top.transport} `, 'quiet'])
  if (top.status !== null) {
    if (right.length > 0) right.push([`${theme.glyphs.dot} `, 'quiet'])
    right.push([`${top.status.text} `, TONES[top.status.tone]])
  }
  const room = columns - piecesWidth(right) - 1
  const brand: Piece[] = columns >= 76 ? [[' layerlens ', 'accent'], [' ']] : [[' ']]
  const facts = [...top.facts]
  const wanted = () => piecesWidth(brand) + width(top.name) + facts.reduce((sum, fact) => sum + width(fact) + 3, 0)
  while (facts.length > 0 && wanted() > room) facts.pop()
  const name = truncate(top.name, Math.max(4, room - piecesWidth(brand)), {from: 'middle', mark: theme.glyphs.ellipsis})
  const left: Piece[] = [...brand, [name, 'strong'], ...facts.map(fact => [dot + fact, 'quiet'] as const)]
  return ends(left, right, columns, theme)
}

/** The line at the top where no image is open. */
export function bareTopRow(note: string, columns: number, theme: Theme): string {
  return line([[' layerlens ', 'accent'], [' '], [note]], columns, theme)
}
