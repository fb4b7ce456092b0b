import type {Effect, Step} from '../effects.ts'
import type {Explorer} from '../explorer.ts'
import {type TextField, textField} from '../field/text-field.ts'
import type {Message} from '../messages.ts'
import {explorerOf, type State, top, withExplorer, withTop} from '../state.ts'
import {shownPaths} from '../tree/shown-paths.ts'
import {rehearseSieve} from '../tree/sieve.ts'
import {reveal, toFirstMatch, toMatch} from '../tree/to-match.ts'
import {AT_FIRST, settle} from '../tree/tree-cursor.ts'
import {emptyFilter, rewritten} from '../tree/tree-filter.ts'
import {ask, withFilter} from './ask-matches.ts'
import {modelOf, settleTree, treeHeight} from './settle-tree.ts'
import {answeredTree} from './shown-tree.ts'

type FilterMessage = Extract<
  Message,
  {type: 'filter' | 'filter-kind' | 'keep-filter' | 'drop-filter' | 'to-match' | 'matched' | 'match-failed'}
>

/** Filtering the tree by what is typed. */
export function filter(state: State, message: FilterMessage): Step {
  switch (message.type) {
    case 'filter':
      return begin(state)
    case 'filter-kind':
      return rewrite(state, {regex: !explorerOf(state)?.filter?.regex})
    case 'keep-filter':
      return explorerOf(state)?.filter?.parsed.kind === 'empty' ? drop(state) : [closed(state), []]
    case 'drop-filter':
      return drop(state)
    case 'to-match':
      return [goToMatch(state, message.direction), []]
    case 'matched':
      return [answered(state, message), []]
    case 'match-failed':
      return [failed(state, message), []]
  }
}

/** What was typed into the filter's field: it shows at once, and the tree follows when it is known what matches. */
export function typeFilter(state: State, change: (field: TextField) => TextField | null): Step {
  const context = top(state)
  const field = context.kind === 'filter' ? change(context.field) : null
  if (context.kind !== 'filter' || field === null) return [state, []]
  const typed = withTop(state, {...context, field})
  return field.text === context.field.text ? [typed, []] : rewrite(typed, {text: field.text})
}

function rewrite(state: State, change: {readonly text?: string; readonly regex?: boolean}): Step {
  const [asked, effects] = ask(state, each => rewritten(each, change))
  return [explorerOf(asked)?.filter?.parsed.kind === 'empty' ? unfolded(asked, 'origin') : asked, effects]
}

function begin(state: State): Step {
  const explorer = explorerOf(state)
  if (explorer === null) return [state, []]
  const {union} = explorer
  const begun = explorer.filter ?? emptyFilter(explorer.tree)
  // Kept for the first letter, which has enough to do.
  if (union !== null) shownPaths(union, explorer.selected, explorer.view)
  rehearseSieve()
  const opened = withExplorer(state, each => ({
    ...each,
    tab: 'files',
    focus: 'files',
    filter: {...begun, origin: each.tree.wanted},
  }))
  const context = {kind: 'filter', field: textField(begun.text)} as const
  return [
    settleTree({...opened, contexts: [...opened.contexts, context]}),
    union === null ? [] : [{type: 'prepare-matching', union}],
  ]
}

function answered(state: State, message: Extract<Message, {type: 'matched'}>): State {
  if (!isAwaited(state, message)) return state
  const before = explorerOf(state)?.filter
  const shown = answeredTree(
    withFilter(state, each => ({...each, awaited: -1, problem: null})),
    message.found,
  )
  // Another tree for the same pattern: the user stays where they are.
  if (before?.arriving != null && before.found !== null) return shown
  return withExplorer(shown, explorer => {
    const model = modelOf(explorer)
    const {filter} = explorer
    if (model === null || filter === null) return explorer
    const tree = toFirstMatch(model, explorer.tree, filter.origin, treeHeight(shown, explorer))
    return {...explorer, tree}
  })
}

function failed(state: State, message: Extract<Message, {type: 'match-failed'}>): State {
  if (!isAwaited(state, message)) return state
  const {failure} = message
  return answeredTree(
    withFilter(state, each => ({...each, awaited: -1, problem: failure.message})),
    null,
  )
}

function isAwaited(state: State, {session, request}: {session: number; request: number}): boolean {
  const explorer = explorerOf(state)
  return explorer?.session === session && explorer.filter?.awaited === request
}

/** Everything shows again, the folders as they were before, and the one with the cursor open. */
function drop(state: State): Step {
  const before = explorerOf(state)
  if (before?.filter == null) return [closed(state), []]
  const idle = answeredTree(
    withFilter(closed(state), each => ({...each, awaited: -1})),
    null,
  )
  const effects: Effect[] = [{type: 'stop-matching'}]
  return [withExplorer(unfolded(idle, 'cursor'), each => ({...each, filter: null})), effects]
}

/** The tree without the filter's folding: on the row that was found, or on the one where the user stood. */
function unfolded(state: State, row: 'cursor' | 'origin'): State {
  return withExplorer(state, explorer => {
    const {filter, tree} = explorer
    if (filter === null) return explorer
    const bare: Explorer = {...explorer, filter: {...filter, found: null}}
    const model = modelOf(bare)
    const folded = {...tree, folding: filter.before}
    if (model === null) return {...bare, tree: folded}
    const height = treeHeight(state, bare)
    const wanted = row === 'cursor' && tree.cursor > 0 && model.isShown(tree.cursor) ? tree.cursor : filter.origin
    const first = {...AT_FIRST, folding: filter.before}
    // Where nothing matched there was no row to stand on.
    return {...bare, tree: wanted > 0 ? reveal(model, folded, wanted, height) : settle(model, first, height)}
  })
}

function goToMatch(state: State, direction: 'next' | 'previous'): State {
  return withExplorer(state, explorer => {
    const model = modelOf(explorer)
    if (model === null) return explorer
    const tree = toMatch(model, explorer.tree, direction, treeHeight(state, explorer))
    return {...explorer, focus: 'files', tree}
  })
}

function closed(state: State): State {
  return top(state).kind === 'filter' ? {...state, contexts: state.contexts.slice(0, -1)} : state
}
