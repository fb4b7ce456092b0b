import {width} from '../../../text/width.ts'
import type {Explorer, Pane} from '../explorer.ts'
import type {ChoiceQuestion, Form} from '../form/form.ts'
import {formLayout, shownOptions} from '../form/form-layout.ts'
import {historyMismatch, stepsOf} from '../history.ts'
import {HOME_TABS} from '../home/home.ts'
import {homeOf} from '../home/in-state.ts'
import {homeLayout} from '../home/layout.ts'
import {explorerLayout, historyLayout, isTooSmall, mapLayout, paperSize} from '../layout.ts'
import {leavesOf} from '../map/tiles.ts'
import type {UserVerb} from '../messages.ts'
import {bottomLine, hintTexts} from '../selectors/bottom-line.ts'
import {explorerTabs} from '../selectors/explorer-tabs.ts'
import {fileRows} from '../selectors/file-rows.ts'
import {historyRows} from '../selectors/history-rows.ts'
import {homePage, homeTabs} from '../selectors/home-frame.ts'
import {homeRows} from '../selectors/home-rows.ts'
import {largestRows} from '../selectors/largest-rows.ts'
import {layerRows} from '../selectors/layer-rows.ts'
import {noticeLines} from '../selectors/notice-lines.ts'
import {paletteRows} from '../selectors/palette-rows.ts'
import {pickerRows} from '../selectors/picker-rows.ts'
import {versionRows} from '../selectors/version-rows.ts'
import {wasteHead} from '../selectors/waste-frame.ts'
import {wasteLines} from '../selectors/waste-lines.ts'
import {explorerOf, type State, top} from '../state.ts'
import {mapTiles} from '../verbs/map.ts'

/** What of the screen lies under the mouse. */
export type Pointed =
  /** a tab: what pressing its key means */
  | {readonly kind: 'tab'; readonly verb: UserVerb}
  /** a row of a list: so many rows below the cursor's */
  | {readonly kind: 'row'; readonly pane: Pane | null; readonly by: number}
  /** a tile of the treemap */
  | {readonly kind: 'tile'; readonly key: number}
  /** a key of the bottom line: the binding it is for */
  | {readonly kind: 'hint'; readonly id: string}
  /** a field of a form, which cell of its answer, −1 for its name, and how many options on the one is that lies there */
  | {readonly kind: 'field'; readonly at: number; readonly cell: number; readonly by: number}
  /** a list or a page, between its rows */
  | {readonly kind: 'pane'; readonly pane: Pane | null}
  | {readonly kind: 'nothing'}

const NOTHING: Pointed = {kind: 'nothing'}
const BESIDE: Pointed = {kind: 'pane', pane: null}

/** Lines above what a screen shows: where one is, and tabs or a blank. */
const HEAD = 2

/** What lies at a cell, columns and rows counted from 0: by the selectors and layouts that draw it. */
export function pointedAt(state: State, column: number, row: number): Pointed {
  if (isTooSmall(state.terminal)) return NOTHING
  // Where something was just said, no keys are shown, and nothing of what it covers.
  if (row >= state.terminal.rows - noticeLines(state).length) return NOTHING
  if (row >= state.terminal.rows - 1) return hintAt(state, column)
  const context = top(state)
  const height = paperSize(state.terminal).rows
  switch (context.kind) {
    case 'explorer':
      if (row === 1) return explorerTab(state, context, column)
      return row < HEAD ? NOTHING : inExplorer(state, context, column, row - HEAD)
    case 'filter': {
      const explorer = explorerOf(state)
      return explorer === null || row < HEAD ? NOTHING : inExplorer(state, explorer, column, row - HEAD)
    }
    case 'home':
    case 'home-filter':
      return inHome(state, column, row)
    case 'picker':
      return inList(pickerRows(context, height, state), row - HEAD)
    case 'largest':
      return inList(largestRows(state, context, height), row - HEAD)
    case 'palette':
      return inList(paletteRows(state, context), row - HEAD)
    case 'versions':
      // One line has the names of the columns.
      return inList(versionRows(state, context), row - HEAD - 1)
    case 'form':
      return inForm(state, context, column, row)
    default:
      return BESIDE
  }
}

function hintAt(state: State, column: number): Pointed {
  let from = 1
  for (const hint of bottomLine(state).hints) {
    const [key, rest] = hintTexts(hint)
    const till = from + width(key + rest)
    if (column >= from && column < till - 2) return hint.id === null ? NOTHING : {kind: 'hint', id: hint.id}
    from = till
  }
  return NOTHING
}

function inForm(state: State, form: Form, column: number, row: number): Pointed {
  const layout = formLayout(state, form)
  const line = layout.lines[row - layout.top - 1]
  if (line?.kind !== 'field' || column >= layout.width) return BESIDE
  const {from, cells} = layout.answers
  const field = form.fields[line.at]!
  const by = column < from ? 0 : field.kind === 'choice' ? stepsTo(state, field, column - from, cells) : 1
  return {kind: 'field', at: line.at, cell: Math.max(-1, column - from), by: field.kind === 'text' ? 0 : by}
}

/** From the chosen option to the one in a cell; one step where they are not all shown. */
function stepsTo(state: State, field: ChoiceQuestion, cell: number, cells: number): number {
  const shown = shownOptions(field, cells, state.capabilities)
  if (shown === null) return 1
  const at = shown.findIndex(({from, text}) => cell >= from && cell < from + width(text))
  return at < 0 ? 0 : at - field.chosen
}

/** A row of those that a window shows, told from the cursor's among them. */
function inList(rows: readonly {readonly cursor: boolean}[], at: number, pane: Pane | null = null): Pointed {
  const cursor = rows.findIndex(each => each.cursor)
  if (at < 0 || at >= rows.length || cursor < 0) return {kind: 'pane', pane}
  return {kind: 'row', pane, by: at - cursor}
}

function inExplorer(state: State, explorer: Explorer, column: number, row: number): Pointed {
  switch (explorer.tab) {
    case 'files': {
      const {layers, files} = explorerLayout(state.terminal, explorer)
      const isLeft = column < layers.width
      const list = isLeft ? layers.list : files.list
      const pane = isLeft ? 'layers' : 'files'
      // A title stands above both.
      if (row < 1 || row > list) return {kind: 'pane', pane}
      if (isLeft)
        return inList(
          layerRows(explorer, list, state).map(({selected}) => ({cursor: selected})),
          row - 1,
          pane,
        )
      return inList(fileRows(explorer, list, state.capabilities), row - 1, pane)
    }
    case 'waste':
      return inWaste(state, explorer, row)
    case 'map':
      return onMap(state, explorer, column, row - 1)
    case 'history': {
      const above = historyMismatch(explorer.image) === null ? 0 : 1
      const {list} = historyLayout(state.terminal, stepsOf(explorer.image).length, above)
      return row - 1 - above < list ? inList(historyRows(explorer, list, state), row - 1 - above) : BESIDE
    }
    case 'config':
    case 'sharing':
      return BESIDE
  }
}

/** A finding has several lines; the first of each is marked. */
function inWaste(state: State, explorer: Explorer, row: number): Pointed {
  const lines = wasteLines(explorer, state)
  const at = row - wasteHead(explorer, state).length
  const cursor = lines.findIndex(line => line.cursor)
  if (at < 0 || at >= lines.length || cursor < 0) return BESIDE
  const rowsUpTo = (line: number) => lines.slice(0, line + 1).filter(({first}) => first).length
  return {kind: 'row', pane: null, by: rowsUpTo(at) - rowsUpTo(cursor)}
}

function onMap(state: State, explorer: Explorer, column: number, row: number): Pointed {
  if (row < 0 || row >= mapLayout(state.terminal).rows) return BESIDE
  const tile = leavesOf(mapTiles(explorer, state.terminal)).find(
    ({x, y, width, height}) => column >= x && column < x + width && row >= y && row < y + height,
  )
  return tile === undefined ? BESIDE : {kind: 'tile', key: tile.key}
}

function inHome(state: State, column: number, row: number): Pointed {
  const home = homeOf(state)
  if (home === null) return NOTHING
  if (row === 1) {
    const at = tabAt(homeTabs(home, state), column)
    return at < 0 ? NOTHING : {kind: 'tab', verb: {type: 'home-tab', tab: HOME_TABS[at]!}}
  }
  if (row < HEAD || homePage(home, state) !== null) return BESIDE
  // One line has the names of the columns.
  return inList(homeRows(home, homeLayout(state.terminal).list, state), row - HEAD - 1)
}

function explorerTab(state: State, explorer: Explorer, column: number): Pointed {
  const tabs = explorerTabs(state, explorer)
  const at = tabAt(tabs, column)
  return at < 0 ? NOTHING : {kind: 'tab', verb: {type: 'show-tab', tab: tabs[at]!.id}}
}

/** Which tab of a line of tabs stands in a column; −1 for none. Each has a blank, or a bracket, on both sides. */
function tabAt(tabs: readonly {readonly key: string; readonly label: string}[], column: number): number {
  let from = 0
  for (const [i, {key, label}] of tabs.entries()) {
    const till = from + width(`${key} ${label}`) + 2
    if (column >= from && column < till) return i
    from = till
  }
  return -1
}
