import type {Explorer} from '../explorer.ts'
import {scrolledForm} from '../form/form-layout.ts'
import {historyMismatch, stepsOf} from '../history.ts'
import {jobOf} from '../jobs/in-state.ts'
import {explorerLayout, historyLayout, paperSize} from '../layout.ts'
import type {UserVerb} from '../messages.ts'
import {actionsOf} from '../palette/actions.ts'
import {comparisonLength} from '../selectors/comparison-lines.ts'
import {doctorLines} from '../selectors/doctor-lines.ts'
import {jobLines} from '../selectors/job-lines.ts'
import {paletteHeight} from '../selectors/palette-rows.ts'
import {configPaper, paperLines, sharingPaper} from '../selectors/paper-lines.ts'
import {versionsLayout} from '../selectors/version-rows.ts'
import {explorerOf, type Picker, type State, top, withExplorer, withTop} from '../state.ts'
import {toFirstMatch} from '../tree/to-match.ts'
import {moveBy, pageBy, toFirst, toLast} from '../tree/tree-cursor.ts'
import {largestOf} from './largest.ts'
import {moveInMap, toMapEnd} from './map.ts'
import {moveHome} from './move-home.ts'
import {scrollPreview} from './preview.ts'
import {inSight, modelOf, settleTree, treeHeight} from './settle-tree.ts'
import {currentEvents} from './versions.ts'
import {toStep} from './walk-history.ts'
import {moveInWaste} from './waste.ts'

type Move = Extract<UserVerb, {type: 'move' | 'page' | 'to-end' | 'select-layer'}>

/** Up and down, by rows, by pages, to either end, in whatever has the focus. */
export function move(state: State, verb: Move): State {
  if (verb.type === 'select-layer') return selectLayer(state, layer => layer + verb.by)
  const context = top(state)
  switch (context.kind) {
    case 'picker':
      return withTop(state, movedPicker(state, context, verb))
    case 'home':
    case 'home-filter':
      return moveHome(state, (at, count, page) => stepped(at, count, page, verb))
    case 'help':
    case 'layer-users':
    case 'branch':
    case 'layer':
    case 'instruction':
    case 'not-written':
    case 'matrix':
    case 'relatives':
    case 'contents':
    case 'engines':
      return withTop(state, {
        ...context,
        top: scrolled(context.top, paperLines(state, context).length, paperSize(state.terminal).rows, verb),
      })
    case 'doctor': {
      const {columns, rows} = paperSize(state.terminal)
      const count = doctorLines(context, columns, state.capabilities).length
      return withTop(state, {...context, top: scrolled(context.top, count, rows, verb)})
    }
    case 'job': {
      const job = jobOf(state, context.request)
      const {columns, rows} = paperSize(state.terminal)
      const count = job === null ? 0 : jobLines(state, job, columns).length
      return withTop(state, {...context, top: scrolled(context.top, count, rows, verb)})
    }
    case 'palette': {
      const cursor = stepped(context.cursor, actionsOf(state, context).length, paletteHeight(state.terminal), verb)
      return withTop(state, {...context, cursor: Math.max(0, cursor)})
    }
    case 'largest': {
      const count = largestOf(explorerOf(state)).length
      const cursor = stepped(context.cursor, count, paperSize(state.terminal).rows, verb)
      return withTop(state, {...context, cursor: Math.max(0, cursor)})
    }
    case 'filter':
      // From where the user went, the next pattern's matches are looked for.
      return withExplorer(state, explorer => {
        const {tree, filter} = movedTree(state, explorer, verb)
        return {...explorer, tree, filter: filter && {...filter, origin: tree.wanted}}
      })
    case 'form': {
      if (verb.type === 'to-end') return state
      const page = Math.max(1, state.terminal.rows - 6)
      return withTop(state, scrolledForm(state, context, verb.type === 'move' ? verb.rows : verb.pages * page))
    }
    case 'preview':
      return scrollPreview(state, context, verb)
    case 'versions': {
      const count = currentEvents(state, context).length
      return withTop(state, {
        ...context,
        cursor: stepped(context.cursor, count, versionsLayout(state, count).list, verb),
      })
    }
    case 'comparison': {
      const {rows} = paperSize(state.terminal)
      return withTop(state, {...context, top: scrolled(context.top, comparisonLength(context, state), rows, verb)})
    }
    case 'explorer':
      return moveInExplorer(state, context, verb)
    default:
      return state
  }
}

function moveInExplorer(state: State, explorer: Explorer, verb: Exclude<Move, {type: 'select-layer'}>): State {
  if (explorer.tab === 'config') {
    const count = configPaper(state, explorer).length
    return withTop(state, {
      ...explorer,
      configTop: scrolled(explorer.configTop, count, paperSize(state.terminal).rows, verb),
    })
  }
  if (explorer.tab === 'waste') {
    // A finding has a few lines: so many of them are about a page.
    const page = Math.max(2, paperSize(state.terminal).rows >> 2)
    return withTop(
      state,
      moveInWaste(explorer, (at, count) => Math.max(0, stepped(at, count, page, verb))),
    )
  }
  if (explorer.tab === 'map') {
    if (verb.type === 'to-end') return withTop(state, toMapEnd(explorer, state.terminal, verb.end))
    const rows = verb.type === 'move' ? verb.rows : Math.round(verb.pages * 4)
    return withTop(state, moveInMap(explorer, state.terminal, 0, rows))
  }
  if (explorer.tab === 'sharing') {
    const count = sharingPaper(state, explorer).length
    return withTop(state, {
      ...explorer,
      sharingTop: scrolled(explorer.sharingTop, count, paperSize(state.terminal).rows, verb),
    })
  }
  if (explorer.tab === 'history') {
    const steps = stepsOf(explorer.image).length
    const {list} = historyLayout(state.terminal, steps, historyMismatch(explorer.image) === null ? 0 : 1)
    return toStep(state, Math.max(0, stepped(explorer.historyCursor, steps, list, verb)))
  }
  if (explorer.focus === 'layers') {
    const page = explorerLayout(state.terminal, explorer).layers.list
    return selectLayer(state, layer => stepped(layer, explorer.layers.length, page, verb))
  }
  return withTop(state, movedTree(state, explorer, verb))
}

function movedTree(state: State, explorer: Explorer, verb: Exclude<Move, {type: 'select-layer'}>): Explorer {
  const model = modelOf(explorer)
  if (model === null) return explorer
  const height = treeHeight(state, explorer)
  const {tree} = explorer
  if (verb.type === 'move') return {...explorer, tree: moveBy(model, tree, verb.rows, height)}
  if (verb.type === 'to-end') {
    const place = verb.end === 'first' ? toFirst(model, tree, height) : toLast(model, tree, height)
    return {...explorer, tree: place}
  }
  return {...explorer, tree: pageBy(model, tree, Math.round(verb.pages * height), height)}
}

function selectLayer(state: State, choose: (selected: number) => number): State {
  const moved = withExplorer(state, explorer => {
    const selected = Math.max(0, Math.min(explorer.layers.length - 1, choose(explorer.selected)))
    return selected === explorer.selected ? explorer : {...inSight(explorer), selected}
  })
  return moved === state ? state : withFirstMatch(state, settleTree(moved))
}

/** Where the filter found nothing before, the cursor goes to what it finds now, and not to the folder around. */
function withFirstMatch(before: State, state: State): State {
  const from = explorerOf(before)
  if (from === null || modelOf(from)?.sieve?.isEmpty !== true) return state
  return withExplorer(state, explorer => {
    const model = modelOf(explorer)
    if (model?.sieve == null) return explorer
    const height = treeHeight(state, explorer)
    return {...explorer, tree: toFirstMatch(model, explorer.tree, explorer.tree.wanted, height)}
  })
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
