import {t} from '../../../text/translate.ts'
import {keyFor} from '../key-for.ts'
import {explorerOf, type State} from '../state.ts'
import {isAnalysing} from '../verbs/analyse.ts'
import {type Binding, EXPLORER} from './binding.ts'
import {choiceReason, isReading, readOnReason} from './reasons.ts'

/** Layers being read, images being opened. */
export const READING: readonly Binding[] = [
  {
    id: 'cancel-reading',
    places: EXPLORER,
    keys: ['x'],
    label: t`stop reading layers, or looking for files that are there twice`,
    disabled: state => (isReading(state) || isAnalysing(state) ? undefined : t`Nothing is being read.`),
    message: () => ({type: 'cancel-reading'}),
  },
  {
    id: 'read-on',
    places: EXPLORER,
    keys: ['r'],
    label: t`read what is missing; a container: what it changed since`,
    disabled: state => (isWholeContainer(state) ? undefined : readOnReason(state)),
    message: state => ({type: isWholeContainer(state) ? 'refresh-container' : 'read-on'}),
  },

  {
    id: 'choose',
    places: ['picker'],
    keys: ['enter', 'right', 'l', 'space'],
    label: t`open this image`,
    hint: t`open`,
    rank: 1,
    disabled: state => choiceReason(state),
    message: () => ({type: 'choose'}),
  },
  {
    id: 'retry',
    places: ['failed'],
    keys: ['r'],
    label: t`try again`,
    hint: t`try again`,
    rank: 1,
    message: () => ({type: 'retry'}),
  },
  {
    id: 'back',
    places: ['failed', 'loading', 'picker'],
    keys: ['esc'],
    label: t`back to the list`,
    hint: t`back`,
    rank: 1,
    disabled: state =>
      state.contexts.length > 1 ? undefined : t`There is nothing to go back to. ${keyFor(state, 'quit')} quits.`,
    message: () => ({type: 'close'}),
  },
  {
    id: 'back-to-list',
    places: [...EXPLORER, 'picker'],
    keys: ['backspace'],
    label: t`back to the list of images`,
    disabled: state => (state.contexts.length > 1 ? undefined : t`There is no list: this is the only image.`),
    message: () => ({type: 'close'}),
  },
]

/** A container of which everything has been read: it may have changed since. */
function isWholeContainer(state: State): boolean {
  const explorer = explorerOf(state)
  return explorer?.image.transport === 'container' && readOnReason(state) !== undefined && !isReading(state)
}
