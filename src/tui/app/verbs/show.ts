import type {Explorer} from '../explorer.ts'
import {explorerLayout} from '../layout.ts'
import type {UserVerb} from '../messages.ts'
import {NOTHING_HIDDEN} from '../preferences.ts'
import {type State, withExplorer} from '../state.ts'
import type {Sort, View} from '../tree/tree-model.ts'
import {inSight, settleTree} from './settle-tree.ts'
import {backOnTrail, throughTab} from './tab-trail.ts'
import {enterStepLayer, followLayer} from './walk-history.ts'

type Show = Extract<
  UserVerb,
  {
    type:
      | 'help'
      | 'describe-layer'
      | 'layer-users'
      | 'read-instruction'
      | 'enter-step-layer'
      | 'switch-pane'
      | 'show-tab'
      | 'tab-back'
      | 'show-view'
      | 'sort'
      | 'toggle-attributes'
      | 'show-hidden'
  }
>

export const VIEWS: readonly View[] = ['aggregated', 'changes', 'layer']
export const SORTS: readonly Sort[] = ['size', 'name']

/** What is shown, and how. */
export function show(state: State, verb: Show): State {
  switch (verb.type) {
    case 'help':
      return {...state, contexts: [...state.contexts, {kind: 'help', top: 0}]}
    case 'describe-layer':
      return {...state, contexts: [...state.contexts, {kind: 'layer', top: 0}]}
    case 'layer-users':
      return {...state, contexts: [...state.contexts, {kind: 'layer-users', top: 0}]}
    case 'read-instruction':
      return {...state, contexts: [...state.contexts, {kind: 'instruction', top: 0}]}
    case 'enter-step-layer':
      return enterStepLayer(state)
    case 'switch-pane':
      return settleTree(withExplorer(state, switchPane))
    case 'show-tab':
      return withExplorer(state, explorer => throughTab(followLayer(explorer), verb.tab))
    case 'tab-back':
      return withExplorer(state, explorer => backOnTrail(followLayer(explorer)))
    case 'show-view': {
      const {view} = verb
      return settleTree(
        withTree(state, each => ({...inSight(each), view: view === 'next' ? after(VIEWS, each.view) : view})),
      )
    }
    case 'sort': {
      const {by} = verb
      return settleTree(withTree(state, each => ({...each, sort: by === 'next' ? after(SORTS, each.sort) : by})))
    }
    case 'show-hidden': {
      const {hidden} = state.preferences
      return settleTree(
        withTree(state, each => ({...inSight(each), hidden: each.hidden.length > 0 ? NOTHING_HIDDEN : hidden})),
      )
    }
    case 'toggle-attributes':
      return withTree(state, explorer => ({...explorer, attributes: !explorer.attributes}))
  }
}

/** Something about the tree: where the layers alone have room, the files come in front, else nothing that changes would be seen. */
export function withTree(state: State, change: (explorer: Explorer) => Explorer): State {
  return withExplorer(state, explorer => {
    const isInSight = explorerLayout(state.terminal, explorer).files.width > 0
    return change(isInSight ? explorer : {...explorer, focus: 'files'})
  })
}

function switchPane(explorer: Explorer): Explorer {
  if (explorer.tab !== 'files') return {...explorer, tab: 'files'}
  return {...explorer, focus: explorer.focus === 'layers' ? 'files' : 'layers'}
}

function after<T>(all: readonly T[], one: T): T {
  return all[(all.indexOf(one) + 1) % all.length]!
}
