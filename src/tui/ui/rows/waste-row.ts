import {t} from '../../../text/translate.ts'
import {pad, width} from '../../../text/width.ts'
import {LABEL_CELLS, WASTE_INDENT, type WasteLine} from '../../app/selectors/waste-lines.ts'
import {ends, line, type Piece} from '../line.ts'
import type {Style} from '../style.ts'
import type {Theme} from '../theme.ts'
import {SIZE_CELLS, sizePieces} from './measure.ts'

const TONES: Readonly<Record<WasteLine['tone'], Style | null>> = {
  summary: null,
  fix: 'added',
  plain: null,
  quiet: 'quiet',
  heading: 'title',
}

/** A line of the list of findings: what it costs, what it is or what to change. */
export function wasteRow(row: WasteLine, columns: number, theme: Theme): string {
  const {glyphs} = theme
  if (row.text === '' && row.amount === null) return ''
  const style = TONES[row.tone]
  if (row.tone === 'heading') return line([['   '], [row.text, style]], columns, theme)
  const mark = row.open === null ? ' ' : row.open ? glyphs.open : glyphs.closed
  const left: Piece[] = [
    [row.cursor ? glyphs.cursor : ' ', 'accent'],
    [` ${mark} `, 'quiet'],
    ...amountPieces(row),
    ['  '],
  ]
  if (row.isDetail) left.push([pad(row.label, LABEL_CELLS), 'quiet'])
  left.push([row.text, style])
  const emphasis = row.cursor && row.first ? 'focused' : null
  if (row.right === '') return line(left, columns, theme, emphasis)
  if (emphasis === null) return ends(left, [[`${row.right} `, 'quiet']], columns, theme)
  const used = left.reduce((sum, [text]) => sum + width(text), 0)
  const gap = Math.max(1, columns - used - width(row.right) - 1)
  return line([...left, [' '.repeat(gap)], [row.right]], columns, theme, emphasis)
}

function amountPieces({amount}: WasteLine): Piece[] {
  const room = WASTE_INDENT - 5
  if (amount === null) return [[' '.repeat(room)]]
  if (amount === 'secret') return [[pad(t`secret`, room, 'right'), 'problem']]
  if (amount === 'advice') return [[pad('', room), 'quiet']]
  return [[' '.repeat(room - SIZE_CELLS)], ...sizePieces(amount)]
}
