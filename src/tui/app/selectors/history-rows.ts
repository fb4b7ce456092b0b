import {inShort} from '../../../image/oci/hashed-sources.ts'
import {instructionOf} from '../../../image/oci/image-history.ts'
import {age} from '../../../text/age.ts'
import {ellipsisFor} from '../../../text/ellipsis.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {Explorer} from '../explorer.ts'
import {stepsOf} from '../history.ts'
import {listTop} from '../layout.ts'
import type {State} from '../state.ts'
import {type LayerMeasure, layerMeasures} from './layer-measure.ts'

/** A row of the History tab. Texts are printable. */
export interface HistoryRow {
  readonly cursor: boolean
  /** what is known of the layer it left; null where it left none */
  readonly layer: (LayerMeasure & {readonly index: number}) | null
  readonly age: string
  readonly verb: string
  readonly text: string
}

/** Longer than the widest terminal. */
const SHOWN = 400

/** The rows of the window, the one under the cursor among them. */
export function historyRows(explorer: Explorer, height: number, {capabilities, now}: State): HistoryRow[] {
  const steps = stepsOf(explorer.image)
  const measure = layerMeasures(explorer)
  const ascii = !capabilities.unicode
  const mark = ellipsisFor(!ascii)
  const first = listTop(explorer.historyCursor, steps.length, height)
  return steps.slice(first, first + height).map(({layer, entry}, i): HistoryRow => {
    const {verb, text, isComment} = inShort(instructionOf(entry, mark), mark)
    const start = text.slice(0, SHOWN * 4).replace(/\s+/g, ' ')
    return {
      cursor: first + i === explorer.historyCursor,
      layer: layer === null ? null : {...measure(layer), index: layer},
      age: age(entry?.created ?? null, now) ?? '',
      verb: verb ?? (entry === null ? t`(the history tells nothing)` : ''),
      text: printable((isComment ? '# ' : '') + start.slice(0, SHOWN), {ascii}),
    }
  })
}
