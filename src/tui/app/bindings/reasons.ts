import {printable} from '../../../text/printable.ts'
import {explorerOf, type State, top} from '../state.ts'
import {modelOf} from '../verbs/settle-tree.ts'

/** Why keys can't be used now, in a sentence; undefined where they can. */

export function layerCount(state: State): number {
  return explorerOf(state)?.layers.length ?? 0
}

export function selectedLayer(state: State): number {
  return explorerOf(state)?.selected ?? -1
}

export function isReading(state: State): boolean {
  return explorerOf(state)?.reading.kind === 'running'
}

export function readOnReason(state: State): string | undefined {
  const explorer = explorerOf(state)
  if (explorer === null || explorer.reading.kind === 'running') return 'The layers are being read.'
  if (explorer.reading.kind !== 'ended') return undefined
  return explorer.layers.every(layer => layer.kind === 'indexed') ? 'Every layer has been read.' : undefined
}

export function unreadReason(state: State): string | undefined {
  return explorerOf(state)?.union ? undefined : 'No layer has been read yet.'
}

export function choiceReason(state: State): string | undefined {
  const context = top(state)
  const problem = context.kind === 'picker' ? context.choices[context.cursor]?.problem : undefined
  return problem === undefined ? undefined : printable(problem)
}

export function leafReason(state: State): string | undefined {
  const context = top(state)
  const model = context.kind === 'explorer' ? modelOf(context) : null
  if (context.kind !== 'explorer' || model === null) return unreadReason(state)
  const {cursor} = context.tree
  if (cursor <= 0) return 'There is nothing to open here.'
  if (model.hasChildren(cursor)) return undefined
  return model.isDirectory(cursor) ? 'This folder is empty.' : 'Only folders open.'
}
