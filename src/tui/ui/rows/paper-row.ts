import type {PaperLine} from '../../app/selectors/paper-line.ts'
import {line} from '../line.ts'
import type {Style} from '../style.ts'
import type {Theme} from '../theme.ts'

const TONES: Readonly<Record<PaperLine['tone'], Style | null>> = {
  heading: 'title',
  plain: null,
  quiet: 'quiet',
  problem: 'problem',
}

/** A line of a page. */
export function paperRow({label, text, tone}: PaperLine, columns: number, theme: Theme): string {
  if (tone === 'heading') return line([[' '], [text, 'title']], columns, theme)
  return line([['   '], [label, 'accent'], [text, TONES[tone]]], columns, theme)
}
