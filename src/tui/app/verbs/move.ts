import {explorerLayout, paperSize} from '../layout.ts'
import type {UserVerb} from '../messages.ts'
import {configLines} from '../selectors/config-lines.ts'
import {helpLines} from '../selectors/help-lines.ts'
import {layerLines} from '../selectors/layer-lines.ts'
import {
  type Context,
  type Explorer,
  explorerOf,
  type Paper,
  type Picker,
  type State,
  top,
  withExplorer,
  withTop,
} from '../state.ts'
import {moveBy, pageBy, toFirst, toLast} from '../tree/tree-cursor.ts'
import {inSight, modelOf, settleTree, treeHeight} from './settle-tree.ts'

type Move = Extract<UserVerb, {type: 'move' | 'page' | 'to-end' | 'select-layer'}>

/** Up and down, by rows, by pages, to either end, in whatever has the focus. */
export function move(state: State, verb: Move): State {
  if (verb.type === 'select-layer') return selectLayer(state, layer => layer + verb.by)
  const context = top(state)
  switch (context.kind) {
    case 'picker':
      return withTop(state, movedPicker(state, context, verb))
    case 'help':
    case 'layer':
      return withTop(state, {
        ...context,
        top: scrolled(context.top, linesOf(state, context).length, paperSize(state.terminal).rows, verb),
      })
    case 'explorer':
      return moveInExplorer(state, context, verb)
    default:
      return state
  }
}

function moveInExplorer(state: State, explorer: Explorer, verb: Exclude<Move, {type: 'select-layer'}>): State {
  if (explorer.tab === 'config') {
    const count = configLines(explorer, paperSize(state.terminal).columns, state.capabilities, state.now).length
    return withTop(state, {
      ...explorer,
      configTop: scrolled(explorer.configTop, count, paperSize(state.terminal).rows, verb),
    })
  }
  if (explorer.focus === 'layers') {
    const page = explorerLayout(state.terminal, explorer).layers.list
    return selectLayer(state, layer => stepped(layer, explorer.layers.length, page, verb))
  }
  const model = modelOf(explorer)
  if (model === null) return state
  const height = treeHeight(state, explorer)
  const {tree} = explorer
  if (verb.type === 'move') return withTop(state, {...explorer, tree: moveBy(model, tree, verb.rows, height)})
  if (verb.type === 'to-end') {
    const place = verb.end === 'first' ? toFirst(model, tree, height) : toLast(model, tree, height)
    return withTop(state, {...explorer, tree: place})
  }
  return withTop(state, {...explorer, tree: pageBy(model, tree, Math.round(verb.pages * height), height)})
}

function selectLayer(state: State, choose: (selected: number) => number): State {
  const moved = withExplorer(state, explorer => {
    const selected = Math.max(0, Math.min(explorer.layers.length - 1, choose(explorer.selected)))
    return selected === explorer.selected ? explorer : {...inSight(explorer), selected}
  })
  return moved === state ? state : settleTree(moved)
}

function movedPicker(state: State, picker: Picker, verb: Exclude<Move, {type: 'select-layer'}>): Picker {
  return {...picker, cursor: stepped(picker.cursor, picker.choices.length, paperSize(state.terminal).rows, verb)}
}

/** A cursor among `count` items. */
function stepped(at: number, count: number, page: number, verb: Exclude<Move, {type: 'select-layer'}>): number {
  const wanted =
    verb.type === 'move'
      ? at + verb.rows
      : verb.type === 'page'
        ? at + Math.round(verb.pages * page)
        : verb.end === 'first'
          ? 0
          : count
  return Math.max(0, Math.min(count - 1, wanted))
}

/** The first of `count` lines in a window of `height`. */
function scrolled(at: number, count: number, height: number, verb: Exclude<Move, {type: 'select-layer'}>): number {
  const last = Math.max(0, count - height)
  const from = Math.min(at, last)
  const wanted =
    verb.type === 'move'
      ? from + verb.rows
      : verb.type === 'page'
        ? from + Math.round(verb.pages * height)
        : verb.end === 'first'
          ? 0
          : last
  return Math.max(0, Math.min(last, wanted))
}

function linesOf(state: State, paper: Paper & Context): readonly unknown[] {
  const {columns} = paperSize(state.terminal)
  if (paper.kind === 'help') return helpLines(columns, state.capabilities.unicode)
  const explorer = explorerOf(state)
  return explorer === null ? [] : layerLines(explorer, columns, state.capabilities, state.now)
}
