import type {LitText} from '../../app/preview/lit-text.ts'
import type {PreviewBytesRow, PreviewMemberRow, PreviewRow} from '../../app/selectors/preview-rows.ts'
import {line, type Piece} from '../line.ts'
import type {Theme} from '../theme.ts'
import {SIZE_CELLS, sizePieces} from './measure.ts'

/** A row of a file that is looked into: text behind its number, bytes, or a member of an archive. */
export function previewRow(row: PreviewRow, columns: number, theme: Theme): string {
  const mark: Piece = [row.current ? theme.glyphs.cursor : ' ', 'accent']
  switch (row.kind) {
    case 'text':
      return line([mark, [row.number, 'quiet'], ['  '], ...litPieces(row.parts)], columns, theme)
    case 'bytes':
      return line([mark, [row.offset, 'quiet'], ['  '], ...bytesPieces(row)], columns, theme)
    case 'member':
      return line([mark, ...memberPieces(row, columns, theme)], columns, theme)
  }
}

function litPieces(parts: readonly LitText[]): Piece[] {
  return parts.map(({text, lit}) => [text, lit ? 'match' : null])
}

function bytesPieces({hex, characters, lit, perRow}: PreviewBytesRow): Piece[] {
  const hexAt = (byte: number) => byte * 3 + (byte >= perRow >> 1 ? 1 : 0)
  return [
    ...cutAt(
      hex,
      lit.map(([from, to]) => [hexAt(from), hexAt(to - 1) + 2]),
    ),
    ['  '],
    ...cutAt(characters, lit),
  ]
}

function cutAt(text: string, lit: readonly (readonly [number, number])[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const [from, to] of lit) {
    pieces.push([text.slice(at, from)], [text.slice(from, to), 'match'])
    at = to
  }
  return [...pieces, [text.slice(at)]]
}

/** As wide as `rwxr-xr-x` with its type, and as a time to the minute. */
const [MODE_CELLS, TIME_CELLS] = [10, 16]
/** Below this only size and name are shown. */
const WIDE = 76

function memberPieces({mode, size, time, name, target}: PreviewMemberRow, columns: number, theme: Theme): Piece[] {
  const facts: Piece[] =
    columns < WIDE
      ? []
      : [
          [`${mode.padEnd(MODE_CELLS)}  `, 'quiet'],
          [`${time.padEnd(TIME_CELLS)}  `, 'quiet'],
        ]
  const bytes: Piece[] = size === null ? [[' '.repeat(SIZE_CELLS)]] : sizePieces(size)
  return [
    ...facts,
    ...bytes,
    ['  '],
    ...litPieces(name),
    ...(target === null ? [] : [[` ${theme.glyphs.arrow} ${target}`, 'quiet'] as const]),
  ]
}
