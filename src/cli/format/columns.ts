import {pad, width} from '../../text/width.ts'

/** Rows of printable cells as lines with aligned columns; `right` names the columns of numbers. */
export function columns(rows: readonly (readonly string[])[], right: ReadonlySet<number> = new Set()): string {
  const widths: number[] = []
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, width(cell))
  return rows
    .map(row => {
      const cells = row.map((cell, i) => pad(cell, widths[i]!, right.has(i) ? 'right' : 'left'))
      return `${cells.join('  ').trimEnd()}\n`
    })
    .join('')
}
