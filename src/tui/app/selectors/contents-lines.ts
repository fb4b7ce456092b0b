import {type NamedOpportunity, opportunitySentence} from '../../../image/analysis/sharing/opportunities.ts'
import {printable} from '../../../text/printable.ts'
import {counted, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {ContentsFound} from '../jobs/outcome.ts'
import type {Capabilities} from '../state.ts'
import {BLANK, fact, headingLines, type PaperLine} from './paper-line.ts'

const LABEL = 16

/** What images store more than once, as what a common layer would save: the largest saving first. */
export function contentsLines(
  outcome: ContentsFound | null,
  columns: number,
  {unicode}: Capabilities,
): readonly PaperLine[] {
  if (outcome === null) return []
  const {images, found} = outcome
  const clean = (text: string) => printable(text, {ascii: !unicode})
  const which = counted(images.length, 'image', 'images')
  if (found.length === 0) {
    return [
      ...headingLines(t`Nothing to speak of is stored more than once in ${which}`, columns),
      ...fact('', clean(images.join(', ')), columns, {labelWidth: 2, tone: 'quiet'}),
    ]
  }
  const saved = found.reduce((sum, each) => sum + savedBy(each), 0)
  const lines = headingLines(t`The same content in several layers of ${which}: up to ${size(saved)} saved`, columns)
  for (const each of found) {
    lines.push(BLANK)
    lines.push(...fact(t`saves ${size(savedBy(each))}`, clean(opportunitySentence(each)), columns, {labelWidth: LABEL}))
    if (each.images.length > 1) {
      lines.push(...fact('', clean(each.images.join(', ')), columns, {labelWidth: LABEL, tone: 'quiet'}))
    }
  }
  return lines
}

function savedBy({now, bytes}: NamedOpportunity): number {
  return now - bytes
}
