import {t} from '../../../text/translate.ts'
import {keyFor} from '../key-for.ts'
import {explorerOf, type State} from '../state.ts'
import {isAnalysing} from '../verbs/analyse.ts'
import {evidenceGoal} from '../verbs/waste.ts'
import {currentRow, findingsOf, type WasteRow} from '../waste/shown-findings.ts'
import type {Binding} from './binding.ts'

/** What was found, and where the base ends. */
export const WASTE: readonly Binding[] = [
  {
    id: 'open-finding',
    places: ['waste'],
    keys: ['enter', 'right', 'l', 'space'],
    label: t`open what was found; of a place, go to it in the tree`,
    hint: state => (isEvidence(state) ? t`to it in the tree` : isOpen(state) ? t`close` : t`open`),
    rank: 1,
    disabled: state => openReason(state),
    message: state =>
      isEvidence(state) ? {type: 'go-to-evidence'} : {type: isOpen(state) ? 'close-finding' : 'open-finding'},
  },
  {
    id: 'close-finding',
    places: ['waste'],
    keys: ['left', 'h'],
    label: t`close it`,
    disabled: state =>
      nothingFound(state) ??
      (isOpen(state) ? undefined : t`It is closed. ${keyFor(state, 'leave-found')} goes back to the files.`),
    message: () => ({type: 'close-finding'}),
  },
  {
    id: 'go-to-blamed',
    places: ['waste'],
    keys: ['c'],
    label: t`to the layer that is to change, and what it changed`,
    hint: t`its layer`,
    rank: 2,
    disabled: state =>
      nothingFound(state) ?? (rowOf(state)?.shown.finding.layer === null ? t`No single layer is to blame.` : undefined),
    message: () => ({type: 'go-to-blamed'}),
  },
  {
    id: 'copy-fix',
    places: ['waste'],
    keys: ['y'],
    label: t`copy the lines of the fix`,
    hint: t`copy fix`,
    rank: 4,
    disabled: state =>
      nothingFound(state) ??
      ((rowOf(state)?.shown.finding.fix?.lines.length ?? 0) > 0 ? undefined : t`There is no line to copy.`),
    message: () => ({type: 'copy-fix'}),
  },
  {
    id: 'show-silenced',
    places: ['waste'],
    keys: ['s'],
    label: t`show what the configuration silences too, or not`,
    hint: state => (explorerOf(state)?.waste.showsSilenced === true ? t`hide silenced` : t`silenced too`),
    rank: 5,
    disabled: state => (silencedCount(state) > 0 ? undefined : t`Nothing is silenced.`),
    message: () => ({type: 'show-silenced'}),
  },
  {
    id: 'next-base',
    places: ['waste', 'map'],
    keys: ['b'],
    label: t`where the base ends: next of what is likely`,
    hint: t`base`,
    rank: 3,
    disabled: state =>
      (explorerOf(state)?.base.bases.length ?? 0) > 1
        ? undefined
        : t`Nothing else is likely. ${keyFor(state, 'base-more')} and ${keyFor(state, 'base-less')} move its end.`,
    message: () => ({type: 'next-base'}),
  },
  {
    id: 'base-more',
    places: ['waste'],
    keys: ['+'],
    label: t`one more layer is the base’s`,
    disabled: state => baseReason(state, 1),
    message: () => ({type: 'move-base', by: 1}),
  },
  {
    id: 'base-less',
    places: ['waste'],
    keys: ['-'],
    label: t`one layer less is the base’s`,
    disabled: state => baseReason(state, -1),
    message: () => ({type: 'move-base', by: -1}),
  },
  {
    id: 'base-here',
    places: ['layers'],
    keys: ['b'],
    label: t`the base ends with this layer; again: below it`,
    message: () => ({type: 'base-here'}),
  },
]

function rowOf(state: State): WasteRow | undefined {
  const explorer = explorerOf(state)
  return explorer === null ? undefined : currentRow(explorer.waste)
}

function isEvidence(state: State): boolean {
  return (rowOf(state)?.evidence ?? -1) >= 0
}

function isOpen(state: State): boolean {
  return explorerOf(state)?.waste.open.has(rowOf(state)?.finding ?? '') === true
}

function nothingFound(state: State): string | undefined {
  if (rowOf(state) !== undefined) return undefined
  return isAnalysing(state) ? t`The image is being looked through.` : t`Nothing was found.`
}

function openReason(state: State): string | undefined {
  const nothing = nothingFound(state)
  const explorer = explorerOf(state)
  const row = rowOf(state)
  if (nothing !== undefined || explorer === null || row === undefined) return nothing
  if (row.evidence < 0) return undefined
  return evidenceGoal(explorer, row) === null ? t`It never was a path of the image.` : undefined
}

function silencedCount(state: State): number {
  const {analysis, silences} = explorerOf(state)?.waste ?? {analysis: null, silences: []}
  return analysis === null ? 0 : findingsOf(analysis, silences).filter(({part}) => part === 'silenced').length
}

function baseReason(state: State, by: 1 | -1): string | undefined {
  const explorer = explorerOf(state)
  const layers = explorer?.base.chosen.layers ?? 0
  if (by < 0) return layers > 0 ? undefined : t`No layer is the base’s.`
  return layers < (explorer?.layers.length ?? 0) ? undefined : t`Every layer is the base’s.`
}
