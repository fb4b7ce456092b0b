import type {HistoryEntry} from '../../../image/oci/image-config.ts'
import {instructionOf, messageOf} from '../../../image/oci/image-history.ts'
import {parseInstruction, wholeInstruction} from '../../../image/oci/instruction.ts'
import {age} from '../../../text/age.ts'
import type {Ellipsis} from '../../../text/ellipsis.ts'
import {masked} from '../../../text/mask.ts'
import {t} from '../../../text/translate.ts'
import {instructionLayout} from './instruction-lines.ts'
import {fact, type PaperLine} from './paper-line.ts'

/** All that a history entry says, each with its label. `clean` makes its text printable. */
export function entryFacts(
  entry: HistoryEntry | null,
  columns: number,
  now: number,
  clean: (text: string) => string,
  labelWidth: number,
  mark: Ellipsis,
): PaperLine[] {
  const lines: PaperLine[] = []
  const add = (label: string, value: string | null, look: {tone?: PaperLine['tone']; indent?: string} = {}) => {
    if (value !== null && value !== '') lines.push(...fact(label, value, columns, {labelWidth, ...look}))
  }
  const {createdBy = null, comment = null, author = null, created = null} = entry ?? {}
  const {container} = entry ?? {}
  if (container !== undefined) {
    add(t`layer of`, clean(wholeInstruction(instructionOf(entry, mark), mark)))
  } else {
    const command = instructionLayout(clean(wholeInstruction(parseInstruction(createdBy, comment), mark)))
    add(t`command`, command.text, {indent: command.indent})
    add(t`as stored`, createdBy && clean(masked(createdBy, mark)), {tone: 'quiet'})
  }
  if (entry?.message !== undefined && entry.message !== comment) {
    const message = messageOf(entry, mark)
    add(t`message`, message && clean(message))
  }
  add(t`comment`, comment && clean(masked(comment, mark)))
  add(t`author`, author && clean(author))
  const since = age(created, now)
  add(t`created`, created && clean(since === null ? created : `${created} (${since})`))
  return lines
}
