import {distributionText} from '../../../image/analysis/distribution.ts'
import {type HistoryStep, instructionOf} from '../../../image/oci/image-history.ts'
import {age} from '../../../text/age.ts'
import {ellipsisFor} from '../../../text/ellipsis.ts'
import {printable} from '../../../text/printable.ts'
import {count, counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {distributionShown} from '../distribution.ts'
import type {Explorer} from '../explorer.ts'
import {historyMismatch, noLayerReason, stepAtCursor, stepsOf} from '../history.ts'
import type {State} from '../state.ts'
import {instructionLines} from './instruction-lines.ts'
import {type DetailFact, layerFigures, messageLines} from './layer-detail.ts'

/** What stands around the rows of the History tab. Printable. */
export interface HistoryFrame {
  readonly title: string
  /** the distribution and its share */
  readonly note: string
  /** what doesn't fit between history and layers; null where all does */
  readonly mismatch: string | null
  /** why there are no rows; null where there are some */
  readonly empty: string | null
}

/** What stands around the steps: how many, of which distribution, and whether config and layers disagree. */
export function historyFrame({image, layers, ...explorer}: Explorer, {unicode}: State['capabilities']): HistoryFrame {
  const dot = unicode ? '·' : '-'
  const steps = stepsOf(image).length
  const distribution = distributionShown(explorer)
  return {
    title: [
      counted(image.config.history.length, 'instruction', 'instructions'),
      counted(layers.length, 'layer', 'layers'),
    ].join(` ${dot} `),
    note: distribution === null ? '' : printable(distributionText(distribution, dot), {ascii: !unicode}),
    mismatch: historyMismatch(image),
    empty: steps > 0 ? null : t`This image tells nothing of how it was made.`,
  }
}

/** The box below the list: all of the instruction under the cursor, as far as there is room. Printable, wrapped. */
export interface HistoryDetail {
  /** `step 4 of 10 · layer 2 · RUN · buildkit` */
  readonly title: string
  readonly command: readonly string[]
  /** what its layer changed, or why it has none */
  readonly facts: readonly DetailFact[]
}

/** The step under the cursor in at most `rows` lines of `columns` cells; null for an image without a history. */
export function historyDetail(explorer: Explorer, columns: number, rows: number, state: State): HistoryDetail | null {
  const step = stepAtCursor(explorer)
  if (step === undefined) return null
  const ascii = !state.capabilities.unicode
  const mark = ellipsisFor(!ascii)
  const {verb, text, builder, isComment} = instructionOf(step.entry, mark)
  const message = isComment ? [] : messageLines(step.entry, columns, mark, ascii)
  const facts = [...message, ...stepFacts(step, explorer)]
  const title = [
    t`step ${count(explorer.historyCursor + 1)} of ${count(stepsOf(explorer.image).length)}`,
    step.layer === null ? t`no layer` : t`layer ${step.layer}`,
    verb,
    age(step.entry?.created ?? null, state.now),
    builder,
  ]
  const room = Math.max(1, rows - facts.length)
  const said =
    step.entry === null
      ? t`The history tells nothing of this layer.`
      : text === '' && verb === null
        ? t`The history holds this step, but says nothing of it.`
        : (isComment ? t`No command, but a comment: ` : '') + text.slice(0, columns * room * 4)
  const shown = printable(said, {lines: true, ascii})
  return {
    title: title.filter(Boolean).join(ascii ? ' - ' : ' · '),
    command: instructionLines(shown, columns, room, mark),
    facts: facts.slice(0, Math.max(0, rows - 1)),
  }
}

function stepFacts(step: HistoryStep, explorer: Explorer): DetailFact[] {
  const noLayer = noLayerReason(step, explorer)
  if (noLayer !== null) return [{kind: 'text', text: noLayer, tone: 'quiet'}]
  const counts = layerFigures(explorer, step.layer!)?.paths
  return counts === undefined ? [] : [{kind: 'changes', counts}]
}
