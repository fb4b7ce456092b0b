import {type LargestFile, largestFiles} from '../../../image/analysis/largest-files.ts'
import type {Union} from '../../../image/filesystem/union.ts'
import type {Step} from '../effects.ts'
import type {Explorer} from '../explorer.ts'
import {explorerOf, type State, top} from '../state.ts'
import {goTo} from './go-to.ts'

/** More than this nobody scrolls through. */
const MOST = 300

const kept = new WeakMap<Union, readonly LargestFile[]>()

/** The files of the list; none where nothing has been read. */
export function largestOf(explorer: Explorer | null): readonly LargestFile[] {
  const union = explorer?.union ?? null
  if (union === null) return []
  const files = kept.get(union) ?? largestFiles(union, MOST)
  kept.set(union, files)
  return files
}

/** Opens the list, with the cursor on the largest of all. */
export function showLargest(state: State): State {
  return {...state, contexts: [...state.contexts, {kind: 'largest', cursor: 0}]}
}

/** Into the tree, to the file of the list's cursor. */
export function goToLargest(state: State): Step {
  const list = top(state)
  const file = list.kind === 'largest' ? largestOf(explorerOf(state))[list.cursor] : undefined
  if (file === undefined) return [state, []]
  const {node, layer, fate} = file
  const until = fate.kind === 'visible' ? Number.POSITIVE_INFINITY : fate.layer
  return goTo({...state, contexts: state.contexts.slice(0, -1)}, {node, layer, until})
}
