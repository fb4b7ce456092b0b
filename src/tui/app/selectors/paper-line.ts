import {pad, width} from '../../../text/width.ts'
import {wrap} from '../../../text/wrap.ts'

/** A line of something to read. Printable already, and no wider than was asked for. */
export interface PaperLine {
  readonly label: string
  readonly text: string
  readonly tone: 'heading' | 'plain' | 'quiet' | 'problem'
}

export const BLANK: PaperLine = {label: '', text: '', tone: 'plain'}

/** A line that begins a part of a page. */
export function heading(text: string): PaperLine {
  return {label: '', text, tone: 'heading'}
}

/** A heading that is a sentence, on as many lines as it needs. */
export function headingLines(text: string, columns: number): PaperLine[] {
  return wrap(text, Math.max(8, columns), {indent: '  '}).map(heading)
}

/** A value by its name, printable both. A name that would take more than half of the line stands on lines of its own. */
export function named(name: string, value: string, columns: number, least: number): PaperLine[] {
  const labelWidth = Math.max(least, width(name) + 2)
  if (labelWidth <= Math.floor(columns / 2)) return fact(name, value, columns, {labelWidth})
  return [...fact('', name, columns, {labelWidth: 2, tone: 'quiet'}), ...fact('', value, columns, {labelWidth: least})]
}

/** A labelled value on as many lines as it needs. */
export function fact(
  label: string,
  text: string,
  columns: number,
  options: {labelWidth?: number; tone?: PaperLine['tone']; indent?: string} = {},
): PaperLine[] {
  const {labelWidth = Math.max(14, width(label) + 2), tone = 'plain', indent = '  '} = options
  const lines = wrap(text, Math.max(8, columns - labelWidth), {indent})
  return lines.map((line, i) => ({label: pad(i === 0 ? label : '', labelWidth), text: line, tone}))
}
