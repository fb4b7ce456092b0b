import type {PathEvent} from '../../../image/filesystem/path-versions.ts'
import type {UserVerb} from '../messages.ts'
import {explorerOf, type State, top, withExplorer, withTop} from '../state.ts'
import {revealed} from '../tree/tree-cursor.ts'
import {pathEvents, rowAt, type Versions} from '../versions/versions.ts'
import {inSight, settleTree} from './settle-tree.ts'

type VersionsVerb = Extract<UserVerb, {type: 'versions' | 'mark-version' | 'show-in-layer'}>

/** The page with the versions of a path. */
export function versions(state: State, verb: VersionsVerb): State {
  switch (verb.type) {
    case 'versions':
      return openVersions(state)
    case 'mark-version':
      return markVersion(state)
    case 'show-in-layer':
      return showInLayer(state)
  }
}

/** The rows of the page; none where it is about nothing. */
export function currentEvents(state: State, page: Versions): readonly PathEvent[] {
  return pathEvents(explorerOf(state)?.union ?? null, page)
}

/** The row under the cursor of the page on top, null where there is none. */
export function currentEvent(state: State): PathEvent | null {
  const page = top(state)
  return page.kind === 'versions' ? (currentEvents(state, page)[page.cursor] ?? null) : null
}

function openVersions(state: State): State {
  const explorer = explorerOf(state)
  if (explorer === null || explorer.tree.cursor <= 0) return state
  const node = explorer.tree.cursor
  const cursor = rowAt(pathEvents(explorer.union, {node}), explorer.selected)
  return {...state, contexts: [...state.contexts, {kind: 'versions', node, cursor, marked: []}]}
}

/** Marks or unmarks; a third mark takes the place of the first. */
function markVersion(state: State): State {
  const page = top(state)
  const event = currentEvent(state)
  if (page.kind !== 'versions' || event === null) return state
  const {version} = event.version
  const others = page.marked.filter(each => each !== version)
  const marked = others.length < page.marked.length ? others : [...others, version].slice(-2)
  const last = currentEvents(state, page).length - 1
  return withTop(state, {...page, marked, cursor: Math.min(last, page.cursor + (marked.includes(version) ? 1 : 0))})
}

/** Back to the explorer, on the layer of the row, with the path in sight. */
function showInLayer(state: State): State {
  const page = top(state)
  const event = currentEvent(state)
  if (page.kind !== 'versions' || event === null) return state
  const shown = withExplorer({...state, contexts: state.contexts.slice(0, -1)}, each => {
    const explorer = inSight(each)
    if (explorer.union === null) return explorer
    const tree = revealed(explorer.union, explorer.tree, page.node)
    return {...explorer, selected: event.layer, tab: 'files', focus: 'files', tree}
  })
  return settleTree(shown)
}
