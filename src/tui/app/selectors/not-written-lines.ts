import {printable} from '../../../text/printable.ts'
import {count, counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Extracted} from '../jobs/outcome.ts'
import type {Capabilities} from '../state.ts'
import {BLANK, fact, headingLines, type PaperLine} from './paper-line.ts'

const LONGEST = 4096

/** What the last extraction did not write, by reason. */
export function notWrittenLines(extracted: Extracted | null, columns: number, {unicode}: Capabilities): PaperLine[] {
  if (extracted === null) return []
  const {directory, extraction} = extracted
  const ascii = !unicode
  const clean = (text: string) => printable(text.slice(0, LONGEST), {ascii})
  const said = t`${counted(extraction.failureCount, 'path', 'paths')} not written into ${clean(directory)}`
  const lines: PaperLine[] = [...fact('', said, columns, {labelWidth: 0})]
  for (const [message, paths] of byReason(extraction)) {
    lines.push(BLANK, ...headingLines(`${clean(message)} (${count(paths.length)})`, columns))
    for (const path of paths) lines.push(...fact('', `/${clean(path)}`, columns, {labelWidth: 0}))
  }
  const more = extraction.failureCount - extraction.failures.length
  if (more > 0) lines.push(BLANK, {label: '', text: t`and ${count(more)} more`, tone: 'quiet'})
  return lines
}

function byReason({failures}: Extracted['extraction']): ReadonlyMap<string, readonly string[]> {
  const reasons = new Map<string, string[]>()
  for (const {path, message} of failures) {
    const paths = reasons.get(message)
    if (paths === undefined) reasons.set(message, [path])
    else paths.push(path)
  }
  return reasons
}
