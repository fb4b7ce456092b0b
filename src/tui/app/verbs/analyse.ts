import {basesOf} from '../../../image/analysis/base-image.ts'
import {printable} from '../../../text/printable.ts'
import {t} from '../../../text/translate.ts'
import type {Effect, Step} from '../effects.ts'
import type {Explorer} from '../explorer.ts'
import {keyFor} from '../key-for.ts'
import type {Message} from '../messages.ts'
import {explorerOf, type State, withExplorer} from '../state.ts'
import type {WasteState} from '../waste/waste.ts'

type AnalyseMessage = Extract<Message, {type: 'analysing' | 'analysed' | 'analysis-failed' | 'bases-found'}>

/** What an analysis tells. Answers to what nobody asks any more are dropped. */
export function analyse(state: State, message: AnalyseMessage): Step {
  if (message.type === 'bases-found') return settleAnalysis([basesFound(state, message), []])
  if (explorerOf(state)?.waste.request !== message.request) return [state, []]
  switch (message.type) {
    case 'analysing':
      return [withWaste(state, waste => ({...waste, progress: message.progress})), []]
    case 'analysed': {
      const {analysis, byPath, complete} = message.stage
      const change = {analysis, byPath, complete, ...(complete ? {request: null, progress: null} : {})}
      return [withWaste(state, waste => ({...waste, ...change})), []]
    }
    case 'analysis-failed':
      return [withWaste(state, waste => ({...waste, request: null, failure: message.failure})), []]
  }
}

/** Asks for an analysis where somebody looks at one, and the tree or the base is another than it was made for. */
export function settleAnalysis([state, effects]: Step): Step {
  const explorer = explorerOf(state)
  if (explorer === null || !needsAnalysis(explorer) || !isFinal(explorer)) return [state, effects]
  const {base, session, waste} = explorer
  const tree = explorer.union!.columns.nodeParent
  if (waste.of?.tree === tree && waste.of.base === base.chosen) return [state, effects]
  const request = state.nextSession
  const before: Effect[] = waste.request === null ? [] : [{type: 'cancel', session: waste.request}]
  const looking: Effect[] = base.asked ? [] : [{type: 'find-bases', session}]
  const known = waste.of?.tree === tree ? {} : {analysis: null, byPath: null}
  const of = {tree, base: base.chosen}
  const asked = withExplorer({...state, nextSession: request + 1}, each => ({
    ...each,
    base: {...each.base, asked: true},
    waste: {...waste, ...known, of, request, progress: null, failure: null, stopped: false, complete: false},
  }))
  return [asked, [...effects, ...before, ...looking, {type: 'analyse', session, request, base: base.chosen}]]
}

/** Somebody looks at what only an analysis knows. */
function needsAnalysis({tab, map}: Explorer): boolean {
  return tab === 'waste' || (tab === 'map' && map.colour === 'cause')
}

/** Nothing more is going to change what the tree holds, or why. */
export function isFinal({union, unionComplete, contentsCompared, reading}: Explorer): boolean {
  return union !== null && ((unionComplete && contentsCompared) || reading.kind !== 'running')
}

/** True where an analysis is under way. */
export function isAnalysing(state: State): boolean {
  return explorerOf(state)?.waste.request != null
}

/** Ends what is under way; what is known stays. */
export function stopAnalysing(state: State): Step {
  const request = explorerOf(state)?.waste.request ?? null
  if (request === null) return [state, []]
  const stopped = withWaste(state, waste => ({...waste, request: null, stopped: true}))
  return [
    {
      ...stopped,
      notice: {text: t`Stopped: not everything was looked at. ${keyFor(state, 'read-on')} goes on.`, kind: 'done'},
    },
    [{type: 'cancel', session: request}],
  ]
}

/** Begins again what was stopped. */
export function analyseOn(state: State): Step {
  return settleAnalysis([withWaste(state, waste => ({...waste, of: null})), []])
}

/** The state with what the open image's Waste tab knows changed. */
export function withWaste(state: State, change: (waste: WasteState) => WasteState): State {
  return withExplorer(state, explorer => ({...explorer, waste: change(explorer.waste)}))
}

function basesFound(state: State, {session, found}: Extract<Message, {type: 'bases-found'}>): State {
  const explorer = explorerOf(state)
  if (explorer?.session !== session) return state
  const {candidates, given, silences, problem} = found
  const likely = basesOf(explorer.image, candidates)
  const bases = given === null ? likely : [given, ...likely.filter(({layers}) => layers !== given.layers)]
  const told = withExplorer(state, each => {
    const best = bases[0]!
    const {chosen, byUser} = each.base
    // The same end told for the same reason is no reason to begin again.
    const kept = byUser || (best.layers === chosen.layers && best.reason === chosen.reason && best.name === chosen.name)
    return {...each, base: {...each.base, bases, chosen: kept ? chosen : best}, waste: {...each.waste, silences}}
  })
  return problem === null ? told : {...told, notice: {text: printable(problem), kind: 'problem'}}
}
