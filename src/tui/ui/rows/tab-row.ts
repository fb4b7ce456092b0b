import {line, type Piece, piecesWidth} from '../line.ts'
import type {Theme} from '../theme.ts'

export interface TabItem {
  /** the key that shows it */
  readonly key: string
  readonly label: string
  readonly active: boolean
}

/** ` 1 Files  2 Config`; the active one in the accent colour, in brackets where there is no style. */
export function tabRow(tabs: readonly TabItem[], columns: number, theme: Theme): string {
  const pieces: Piece[] = []
  tabs.forEach(({key, label, active}) => {
    const [open, close] = active && theme.plain ? ['[', ']'] : [' ', ' ']
    if (active) pieces.push([`${open}${key} ${label}${close}`, 'accent'])
    else pieces.push([`${open}${key} ${label}${close}`, 'quiet'])
  })
  // The blank behind the last one is nothing to cut it for.
  const last = pieces.at(-1)
  if (last?.[0].endsWith(' ') && piecesWidth(pieces) > columns)
    pieces.splice(-1, 1, [last[0].trimEnd(), last[1] ?? null])
  return line(pieces, columns, theme)
}
