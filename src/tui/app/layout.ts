import type {Explorer, Pane} from './explorer.ts'
import type {TerminalSize} from './state.ts'

/** Where things are on the explorer's screen, in cells; a pane of width 0 is not shown. */
export interface Layout {
  readonly columns: number
  readonly rows: number
  /** rows between the two lines at the top and the one at the bottom */
  readonly body: number
  readonly layers: {readonly width: number; readonly list: number; readonly detail: number}
  readonly files: {readonly width: number; readonly list: number}
}

/** Below this there is room for one pane at a time. */
export const TWO_PANES = 70
/** With less, a screen can't hold what the cursor is on. */
export const LEAST: TerminalSize = {columns: 20, rows: 7}
const CHROME = 3
/** title, line between list and detail, bottom */
const LAYERS_FRAME = 3
/** Rows that the layers need to have details below them. */
const DETAILED = 6
/** title and foot */
const FILES_FRAME = 2

/** True where no screen can be drawn, but a line that says so. */
export function isTooSmall({columns, rows}: TerminalSize): boolean {
  return columns < LEAST.columns || rows < LEAST.rows
}

/** The two panes of the Files tab on a terminal; where there is room for one, it is the one that has the focus. */
function layoutOf(terminal: TerminalSize, layerCount: number, focus: Pane): Layout {
  const columns = Math.max(0, terminal.columns)
  const rows = Math.max(0, terminal.rows)
  const body = Math.max(0, rows - CHROME)
  const left = layersWidth(columns, focus)
  const inside = Math.max(0, body - LAYERS_FRAME)
  // Without details there is no line above them either.
  const list = inside < DETAILED ? Math.max(0, body - LAYERS_FRAME + 1) : listHeight(inside, layerCount)
  return {
    columns,
    rows,
    body,
    layers: {width: left, list, detail: Math.max(0, inside - list)},
    files: {width: columns - left, list: Math.max(0, body - FILES_FRAME)},
  }
}

/** The list has what it needs up to three fifths, whatever is selected in it: moving through it moves nothing else. */
function listHeight(inside: number, count: number): number {
  return inside < DETAILED ? inside : Math.min(Math.max(1, count), Math.max(3, Math.floor(inside * 0.6)))
}

/** Rows of the History tab: its list, and the box below it; above each stands a line, and `above` more. */
export function historyLayout(
  terminal: TerminalSize,
  steps: number,
  above: number,
): {readonly list: number; readonly detail: number} {
  const inside = Math.max(0, terminal.rows - CHROME - above - 1)
  const list = listHeight(Math.max(0, inside - 1), steps)
  return {list, detail: Math.max(0, inside - 1 - list)}
}

/** Cells of the treemap, and the lines below it; above it stands a title. */
export function mapLayout(terminal: TerminalSize): {
  readonly columns: number
  readonly rows: number
  readonly detail: number
} {
  const body = Math.max(0, terminal.rows - CHROME)
  const detail = body < 8 ? 0 : body < 16 ? 2 : 3
  return {columns: Math.max(0, terminal.columns), rows: Math.max(0, body - 1 - detail), detail}
}

/** The same for an image that is open. */
export function explorerLayout(terminal: TerminalSize, explorer: Explorer): Layout {
  return layoutOf(terminal, explorer.layers.length, explorer.focus)
}

function layersWidth(columns: number, focus: Pane): number {
  if (columns < TWO_PANES) return focus === 'layers' ? columns : 0
  if (columns < 100) return Math.floor(columns * 0.36)
  return Math.min(64, Math.floor(columns * 0.38))
}

/** The first of a list's `count` items on the screen, so that the selected one is near the middle. */
export function listTop(selected: number, count: number, height: number): number {
  return Math.max(0, Math.min(count - height, selected - Math.floor(height / 2)))
}

/** The room for lines to read: pages, the Config tab, the picker. */
export function paperSize(terminal: TerminalSize): {readonly columns: number; readonly rows: number} {
  return {columns: Math.max(0, terminal.columns - 4), rows: Math.max(1, terminal.rows - CHROME)}
}
