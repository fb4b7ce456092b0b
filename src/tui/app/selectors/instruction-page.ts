import {ellipsisFor} from '../../../text/ellipsis.ts'
import {printable} from '../../../text/printable.ts'
import {exactSize, size} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import type {Explorer} from '../explorer.ts'
import {noLayerReason, stepAtCursor, stepsOf} from '../history.ts'
import {remembered} from '../remembered.ts'
import type {Capabilities} from '../state.ts'
import {entryFacts} from './entry-facts.ts'
import {fact, heading, type PaperLine} from './paper-line.ts'

/** An instruction longer than this is a file in disguise; the page shows its beginning. */
const LONGEST = 100_000
const LABEL = 14

/** All of the instruction under the History tab's cursor, to read on a page of its own. */
export const instructionPage = remembered(
  (explorer: Explorer, columns: number, {unicode}: Capabilities, now: number): readonly PaperLine[] => {
    const step = stepAtCursor(explorer)
    if (step === undefined) return []
    const clean = (text: string) => printable(text.slice(0, LONGEST), {lines: true, ascii: !unicode})
    const lines = [heading(t`Step ${explorer.historyCursor + 1} of ${stepsOf(explorer.image).length}`)]
    const add = (label: string, value: string | null) => {
      if (value !== null && value !== '') lines.push(...fact(label, clean(value), columns, {labelWidth: LABEL}))
    }
    if (step.entry === null) add('', t`The history tells nothing of this layer.`)
    lines.push(...entryFacts(step.entry, columns, now, clean, LABEL, ellipsisFor(unicode)))
    const at = step.layer === null ? undefined : explorer.layers[step.layer]
    const bytes = at?.kind === 'indexed' ? `, ${size(at.found.size)} (${exactSize(at.found.size)})` : ''
    add(t`layer`, step.layer === null ? noLayerReason(step, explorer) : `${step.layer}${bytes}`)
    return lines
  },
)
