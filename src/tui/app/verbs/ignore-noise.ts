import {leavesOutSame, QUIETER} from '../../../image/analysis/comparison/noise.ts'
import type {Step} from '../effects.ts'
import type {Message} from '../messages.ts'
import {explorerOf, type State, withExplorer} from '../state.ts'
import {arrive} from './arriving-tree.ts'
import {withTree} from './show.ts'

/** Asks for the difference that is open without the next kind of noise, after the last of them with all of it again. */
export function ignoreNoise(state: State): Step {
  const explorer = explorerOf(state)
  if (explorer?.compared == null) return [state, []]
  const {compared, session} = explorer
  const at = QUIETER.findIndex(each => leavesOutSame(each, compared.asked))
  const quiet = QUIETER[(at + 1) % QUIETER.length]!
  const next = state.nextSession
  const asked = withTree({...state, nextSession: next + 1}, each => ({
    ...each,
    reading: {kind: 'running'},
    contentsCompared: false,
    compared: {...compared, asked: quiet},
  }))
  return [asked, [{type: 'compare-anew', session, next, quiet}]]
}

/** The same two images with other differences left out: where the user is on a path that still differs, there he stays. */
export function comparedAnew(state: State, message: Extract<Message, {type: 'compared-anew'}>): Step {
  const {session, next, image, compared, union, figures} = message
  const explorer = explorerOf(state)
  if (explorer?.compared == null || explorer.session !== session) return [state, []]
  const {packages} = explorer.compared
  const replaced = withExplorer(state, each => ({
    ...each,
    session: next,
    image,
    reading: {kind: 'running'},
    contentsCompared: false,
    // Which packages differ is told again; until then it is what it was.
    compared: {...compared, packages},
  }))
  const [shown, effects] = arrive(replaced, {type: 'union', union, figures, complete: true})
  return [shown, [{type: 'cancel', session}, ...effects, {type: 'read', session: next}]]
}
