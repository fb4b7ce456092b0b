import {truncate, width} from '../../../text/width.ts'
import type {TopLine} from '../../app/selectors/image-facts.ts'
import {ends, line, type Piece, piecesWidth} from '../line.ts'
import type {Style} from '../style.ts'
import type {Theme} from '../theme.ts'

const TONES: Readonly<Record<'busy' | 'quiet' | 'problem', Style>> = {busy: 'busy', quiet: 'quiet', problem: 'problem'}

/** As many as fit, the important ones before the others. */
function chosenFacts(facts: TopLine['facts'], room: number): string[] {
  let left = room
  const chosen = facts
    .toSorted((a, b) => a.rank - b.rank)
    .filter(({text}) => {
      const fits = width(text) + 3 <= left
      left = fits ? left - width(text) - 3 : 0
      return fits
    })
  return facts.filter(fact => chosen.includes(fact)).map(({text}) => text)
}

/** The line at the top: facts give way by their rank, then the name is cut in its middle; the state always shows. */
export function topRow(top: TopLine, columns: number, theme: Theme): string {
  const dot = ` ${theme.glyphs.dot} `
  const right: Piece[] = []
  if (columns >= 76 && top.transport !== '') right.push([`${top.transport} `, 'quiet'])
  if (top.status !== null) {
    if (right.length > 0) right.push([`${theme.glyphs.dot} `, 'quiet'])
    right.push([`${top.status.text} `, TONES[top.status.tone]])
  }
  const room = columns - piecesWidth(right) - 1
  const brand: Piece[] = columns >= 76 ? [[' layerlens ', 'accent'], [' ']] : [[' ']]
  const facts = chosenFacts(top.facts, room - piecesWidth(brand) - width(top.name))
  const name = nameIn(top, Math.max(4, room - piecesWidth(brand)), theme)
  const left: Piece[] = [...brand, [name, 'strong'], ...facts.map(fact => [dot + fact, 'quiet'] as const)]
  return ends(left, right, columns, theme)
}

/** The name, cut in its middle where it is too long; each of two by itself, in fewer words, the longer one first. */
function nameIn({name, sides = []}: TopLine, room: number, {glyphs}: Theme): string {
  const cut = (text: string, cells: number) => truncate(text, cells, {from: 'middle', mark: glyphs.ellipsis})
  const [before, after] = sides
  const arrow = ` ${glyphs.arrow} `
  const cells = room - width(arrow)
  if (before === undefined || after === undefined || width(name) <= room || cells < 8) return cut(name, room)
  const half = Math.floor(cells / 2)
  const first = Math.max(half, cells - width(after))
  const shown = cut(before, first)
  return `${shown}${arrow}${cut(after, cells - width(shown))}`
}

/** The line at the top where no image is open. */
export function bareTopRow(note: string, columns: number, theme: Theme): string {
  return line([[' layerlens ', 'accent'], [' '], [note]], columns, theme)
}
