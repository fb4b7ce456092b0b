import {t} from '../../../text/translate.ts'
import {noLayerReason, stepAtCursor} from '../history.ts'
import {explorerOf, type State} from '../state.ts'
import type {Binding} from './binding.ts'

/** From the history's steps to what they did. */
export const HISTORY: readonly Binding[] = [
  {
    id: 'enter-step-layer',
    places: ['history'],
    keys: ['enter', 'right', 'l'],
    label: t`to the layer that the instruction left, and what it changed`,
    hint: t`what it changed`,
    rank: 1,
    disabled: state => stepReason(state),
    message: () => ({type: 'enter-step-layer'}),
  },
  {
    id: 'read-instruction',
    places: ['history'],
    keys: ['i', 'space'],
    label: t`all of the instruction, as the config holds it too`,
    hint: t`all of it`,
    rank: 3,
    disabled: state => (stepOf(state) === undefined ? NO_HISTORY : undefined),
    message: () => ({type: 'read-instruction'}),
  },
]

const NO_HISTORY = t`This image has no history.`

function stepOf(state: State) {
  const explorer = explorerOf(state)
  return explorer === null ? undefined : stepAtCursor(explorer)
}

function stepReason(state: State): string | undefined {
  const explorer = explorerOf(state)
  const step = stepOf(state)
  if (explorer === null || step === undefined) return NO_HISTORY
  return noLayerReason(step, explorer) ?? undefined
}
