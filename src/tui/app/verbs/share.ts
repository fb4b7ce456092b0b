import {printable} from '../../../text/printable.ts'
import {shellWords} from '../../../text/shell-words.ts'
import {t} from '../../../text/translate.ts'
import type {Step} from '../effects.ts'
import {homeOf} from '../home/in-state.ts'
import {cursorRow} from '../home/shown-rows.ts'
import {SHARING, standingOn} from '../home/tabs/sharing.ts'
import {keyFor} from '../key-for.ts'
import type {UserVerb} from '../messages.ts'
import {remembered} from '../remembered.ts'
import type {Paper, State} from '../state.ts'
import {untoldReason} from '../untold-sharing.ts'
import {beginJob} from './begin-job.ts'
import {referenceTo} from './comparable.ts'
import {chosenRows} from './selected-row.ts'

/** What is looked at of several images: who holds which layer, what they store more than once, who is near to whom. */
export function share(
  state: State,
  {type}: Extract<UserVerb, {type: 'show-matrix' | 'show-relatives' | 'find-contents'}>,
): Step {
  if (type === 'find-contents') return readContents(state)
  const kind: Paper['kind'] = type === 'show-matrix' ? 'matrix' : 'relatives'
  return [{...state, contexts: [...state.contexts, {kind, top: 0}]}, []]
}

/**
 * The images that are looked at together, by their numbers: those that are marked in the list of images; without marks, in the
 * tree of layers those that stand on the row under the cursor.
 */
export function sharedImages(state: State): readonly number[] {
  const home = homeOf(state)
  const {sharing} = state
  if (home === null || sharing === null) return []
  const {marks} = home.lists.images
  if (marks.length > 0 || home.tab !== 'sharing') return markedIn(sharing, marks)
  const row = SHARING.rows(state, home)[cursorRow(state, home)]
  return row === undefined ? [] : standingOn(row.branch)
}

const markedIn = remembered((sharing: NonNullable<State['sharing']>, marks: readonly string[]): readonly number[] =>
  marks.map(key => sharing.find(key)).filter(image => image >= 0),
)

/** Why there is no matrix. */
export function matrixReason(state: State): string | undefined {
  if (state.sharing === null) return untoldReason(state)
  if (sharedImages(state).length > 1) return undefined
  return t`Two images or more: mark them with ${keyFor(state, 'home-mark')} in the list of images.`
}

/** Why no content can be looked for. */
export function contentsReason(state: State): string | undefined {
  return referencesOf(state).length > 0 ? undefined : t`There is no image here.`
}

/** The images whose layers would be read: what is looked at together, else the one under the cursor. */
function referencesOf(state: State): readonly string[] {
  const home = homeOf(state)
  const listed = home?.listing?.images ?? []
  const keys = new Set<string | undefined>(sharedImages(state).map(image => state.sharing?.image(image).key))
  if (keys.size === 0) for (const id of chosenRows(state, 'images')) keys.add(id)
  return home === null ? [] : listed.filter(({id}) => keys.has(id)).map(image => referenceTo(home, image))
}

function readContents(state: State): Step {
  const references = referencesOf(state)
  if (references.length === 0) return [state, []]
  const ascii = !state.capabilities.unicode
  const what = references.length === 1 ? references[0]! : t`${references.length} images`
  return beginJob(
    state,
    {
      title: printable(t`same content in ${what}`, {ascii}),
      command: printable(`layerlens ${shellWords(['sharing', '--contents', ...references])}`, {ascii}),
      task: {kind: 'contents', references},
    },
    null,
  )
}
