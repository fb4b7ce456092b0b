import {
  baseSentence,
  shortBaseSentence,
  shortWasteHeadline,
  wasteHeadline,
} from '../../../image/analysis/waste/waste-sentences.ts'
import {counted} from '../../../text/size.ts'
import {t} from '../../../text/translate.ts'
import {wrap} from '../../../text/wrap.ts'
import type {Explorer} from '../explorer.ts'
import type {State} from '../state.ts'
import {isFinal} from '../verbs/analyse.ts'
import {findingsOf} from '../waste/shown-findings.ts'
import {clean} from './waste-text.ts'

/** What stands above the list of the Waste tab. Printable. */
export interface WasteFrame {
  /** how much is wasted, then where the base ends and why; as many lines as that takes */
  readonly head: readonly string[]
  /** how many there are, or how far the looking is */
  readonly note: string
  readonly noteTone: 'quiet' | 'busy' | 'problem'
  /** why there is no list; null where there is one */
  readonly empty: string | null
}

/** Below this a line of the list is worth more than the end of a sentence. */
const TALL = 20

/** How much is wasted, and where the base ends: in short where all of it takes more lines than there are. Printable, wrapped. */
export function wasteHead(explorer: Explorer, {capabilities, terminal}: State): readonly string[] {
  const {base, image} = explorer
  const {unicode} = capabilities
  const columns = Math.max(2, terminal.columns - 2)
  const limit = terminal.rows < TALL ? 1 : 2
  const mark = unicode ? '…' : '...'
  const fitting = (sentence: string, short: string): readonly string[] => {
    const whole = wrap(clean(sentence, unicode), columns)
    return whole.length <= limit ? whole : wrap(clean(short, unicode), columns, {limit, mark})
  }
  const count = image.layers.length
  return [
    ...fitting(...headlinesOf(explorer)),
    ...fitting(baseSentence(base.chosen, count), shortBaseSentence(base.chosen, count)),
  ]
}

function headlinesOf(explorer: Explorer): readonly [whole: string, short: string] {
  const {figures, waste} = explorer
  if (figures === null) return ['', '']
  // A layer that is still to come may hide all of it.
  if (figures.wastedSize === 0 && !isFinal(explorer))
    return [t`Nothing is wasted in what was read so far.`, t`Nothing is wasted so far.`]
  const split = waste.analysis?.wasted ?? null
  return [wasteHeadline(figures, split), shortWasteHeadline(figures, split)]
}

/**
 * What stands over the findings: how much is wasted and whose it is, the base, how far the analysis is; why there may be
 * none.
 */
export function wasteFrame(explorer: Explorer, state: State): WasteFrame {
  const {unicode} = state.capabilities
  const {waste} = explorer
  const {analysis, failure} = waste
  return {
    head: wasteHead(explorer, state),
    ...note(explorer, unicode),
    empty:
      failure !== null
        ? clean(failure.message, unicode)
        : analysis === null
          ? isFinal(explorer)
            ? clean(t`Looking for the reasons…`, unicode)
            : t`The layers are still being read.`
          : findingsOf(analysis, waste.silences).some(({part}) => part !== 'silenced')
            ? null
            : t`Nothing to change: no rule found anything.`,
  }
}

function note({waste, layers}: Explorer, unicode: boolean): Pick<WasteFrame, 'note' | 'noteTone'> {
  const busy = unicode ? '⟳ ' : ''
  const {analysis, progress, request, silences, stopped} = waste
  if (request !== null && progress !== null) {
    const {done, total = 0} = progress
    const share = total > 0 ? ` ${Math.min(99, Math.floor((done / total) * 100))} %` : ''
    return {note: t`${busy}comparing files${share}`, noteTone: 'busy'}
  }
  if (request !== null) return {note: t`${busy}looking`, noteTone: 'busy'}
  if (analysis === null) return {note: '', noteTone: 'quiet'}
  const all = findingsOf(analysis, silences)
  const silenced = all.filter(({part}) => part === 'silenced').length
  const told = [counted(all.length - silenced, 'finding', 'findings')]
  if (silenced > 0) told.push(t`${silenced} silenced`)
  const missing = layers.filter(({kind}) => kind !== 'indexed').length
  if (missing > 0) return {note: t`without ${counted(missing, 'layer', 'layers')}`, noteTone: 'problem'}
  return {note: (stopped ? t`stopped: ` : '') + told.join(unicode ? ' · ' : ' - '), noteTone: 'quiet'}
}
