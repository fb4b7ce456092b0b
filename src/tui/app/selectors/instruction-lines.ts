import {commandLines} from '../../../text/command-lines.ts'
import {wrap} from '../../../text/wrap.ts'

/**
 * Printable text of an instruction with a line for each command, and how much deeper than these what goes on below them is
 * indented: for `wrap`.
 */
export function instructionLayout(text: string): {readonly text: string; readonly indent: string} {
  const lines = commandLines(text)
  return {text: lines, indent: lines === text ? '  ' : '    '}
}

/**
 * A printable instruction for a box of `columns` × `rows` cells: each command of a long one on a line of its own where there
 * is room for that, else as dense as it gets. `mark` says that something is left out.
 */
export function instructionLines(text: string, columns: number, rows: number, mark: string): string[] {
  const dense = wrap(text, columns, {indent: '  ', limit: rows, mark})
  if (dense.length < 2) return dense
  const layout = instructionLayout(text)
  const airy = wrap(layout.text, columns, {indent: layout.indent})
  return airy.length <= rows ? airy : dense
}
