import {bar} from '../../../text/bar.ts'
import {exactSize, sizeParts} from '../../../text/size.ts'
import type {Piece} from '../line.ts'
import type {Style} from '../style.ts'
import type {Theme} from '../theme.ts'

/** `86.4 MB`: four cells of number, one of space, two of unit. */
export const SIZE_CELLS = 7
/** The same with a sign. */
export const DELTA_CELLS = SIZE_CELLS + 1
/** `123,456,789 B` and a little more. */
export const EXACT_CELLS = 17

/** A size with the numbers of all rows below each other and the unit quiet. */
export function sizePieces(bytes: number | null): Piece[] {
  if (bytes === null) return [[' '.repeat(SIZE_CELLS)]]
  const [number, unit] = sizeParts(bytes)
  if (bytes === 0) return [[`${number.padStart(4)} ${unit.padEnd(2)}`, 'quiet']]
  return [[`${number.padStart(4)} `], [unit.padEnd(2), 'quiet']]
}

/** A size to the byte in EXACT_CELLS, numbers below each other; blank where it is not known. */
export function exactPieces(bytes: number | null): Piece[] {
  return [[(bytes === null ? '' : exactSize(bytes)).padStart(EXACT_CELLS), bytes === 0 ? 'quiet' : null]]
}

/** A bar filled up with spaces. */
export function barPiece(share: number, cells: number, theme: Theme, style: Style): Piece {
  return [bar(share, cells, theme.glyphs.blocks).padEnd(cells), style]
}

/** A bar whose end is drawn differently: so much of it is wasted. */
export function wastedBar(share: number, wasted: number, cells: number, theme: Theme): Piece[] {
  const drawn = bar(share, cells, theme.glyphs.blocks)
  const end = Math.round(drawn.length * Math.min(1, wasted))
  const kept = drawn.length - end
  return [
    [drawn.slice(0, kept), 'accent'],
    [theme.glyphs.wasted.repeat(end), 'problem'],
    [' '.repeat(cells - drawn.length)],
  ]
}

/** By how much something grew or shrank, as sizes stand, with a sign; as exact as the column is wide. */
export function deltaPieces(bytes: number, cells: number, theme: Theme): Piece[] {
  if (bytes === 0) return [[' '.repeat(cells)]]
  const sign = bytes > 0 ? '+' : theme.glyphs.minus
  const style = bytes > 0 ? 'added' : 'removed'
  if (cells === EXACT_CELLS) return [[`${sign}${exactSize(Math.abs(bytes))}`.padStart(cells), style]]
  const [number, unit] = sizeParts(Math.abs(bytes))
  return [[`${sign}${number} ${unit.padEnd(2)}`.padStart(cells), style]]
}
