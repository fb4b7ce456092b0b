import {renderToString} from 'ink'
import {describe, expect, it} from 'vitest'
import {width} from '../../src/text/width.ts'
import {formLayout} from '../../src/tui/app/form/form-layout.ts'
import {homeOf} from '../../src/tui/app/home/in-state.ts'
import {cursorRow} from '../../src/tui/app/home/shown-rows.ts'
import {leavesOf} from '../../src/tui/app/map/tiles.ts'
import type {MouseUsed} from '../../src/tui/app/messages.ts'
import {pointedAt} from '../../src/tui/app/pointing/pointed.ts'
import {explorerOf, type State, top} from '../../src/tui/app/state.ts'
import {mapTiles} from '../../src/tui/app/verbs/map.ts'
import {Mouse} from '../../src/tui/runtime/mouse.ts'
import {Screen} from '../../src/tui/ui/screen.tsx'
import {HOME_SCREENS} from './home-states.ts'
import {PREVIEWS} from './sample-previews.ts'
import {after, explored, onPath, press, pressAnswered} from './sample-states.ts'
import {compared} from './sharing-states.ts'
import {WORKFLOW_SCREENS} from './workflow-states.ts'

/** The rows of the screen as they are drawn. */
function rowsOf(state: State): string[] {
  const frame = renderToString(<Screen state={state} />, {columns: state.terminal.columns})
  return frame.replaceAll(/\x1b\[[0-9;]*m/g, '').split('\n')
}

/** The cell where a text begins; from the right where it stands twice in a row. */
function cellOf(state: State, text: string, which: 'first' | 'last' = 'first'): {column: number; row: number} {
  const rows = rowsOf(state)
  const row = rows.findIndex(each => each.includes(text))
  if (row < 0) throw new Error(`${text} is nowhere:\n${rows.join('\n')}`)
  const at = which === 'first' ? rows[row]!.indexOf(text) : rows[row]!.lastIndexOf(text)
  return {column: width(rows[row]!.slice(0, at)), row}
}

function used(state: State, text: string, action: MouseUsed['action'] = 'press', clicks: 1 | 2 = 1): State {
  return after(state, {type: 'mouse', action, ...cellOf(state, text, 'last'), clicks})
}

const name = (state: State) => {
  const {union, tree} = explorerOf(state)!
  return union!.path(tree.cursor)
}

describe.each([
  [120, 36],
  [80, 24],
])('the mouse, at %i×%i', (columns, rows) => {
  const image = explored(columns, rows)

  it('chooses the layer that is clicked, and shows it', () => {
    const clicked = used(image, '5.46 kB')
    expect(explorerOf(clicked)).toMatchObject({selected: 1, focus: 'layers'})
  })

  it('chooses the row that is clicked, whichever pane had the keys', () => {
    const clicked = used(image, 'etc/')
    expect(name(clicked)).toBe('etc')
    expect(explorerOf(clicked)!.focus).toBe('files')
    const other = used(clicked, 'bin/')
    expect(name(other)).toMatch(/bin$/)
  })

  it('opens with a double click what the first one chose, wherever it is now', () => {
    const clicked = used(image, 'etc/')
    const before = rowsOf(clicked).length
    const opened = after(clicked, {type: 'mouse', action: 'press', ...cellOf(image, 'etc/', 'last'), clicks: 2})
    expect(rowsOf(opened).length).toBe(before)
    expect(name(opened)).toBe('etc')
    expect(rowsOf(opened).join('\n')).not.toBe(rowsOf(clicked).join('\n'))
  })

  it('turns the wheel in the pane below it, and leaves the keys where they are', () => {
    const focused = press(image, 'tab', 'g')
    const layers = used(focused, '5.46 kB', 'wheel-up')
    expect(explorerOf(layers)).toMatchObject({selected: 6, focus: 'files'})
    const files = used(press(image, 'tab', 'g', 'tab'), 'etc/', 'wheel-down')
    expect(explorerOf(files)!.focus).toBe('layers')
    expect(name(files)).not.toBe(name(press(image, 'tab', 'g', 'tab')))
  })

  it('shows the tab that is clicked', () => {
    expect(explorerOf(used(image, '5 Config'))!.tab).toBe('config')
    expect(explorerOf(used(image, 'History'))!.tab).toBe('history')
    expect(explorerOf(used(used(image, 'History'), '1 Files'))!.tab).toBe('files')
    // Of a difference some tabs are not there: the others stand further left.
    const difference = compared(columns, rows)
    expect(explorerOf(used(difference, '5 Differences'))!.tab).toBe('config')
  })

  it('chooses findings by any of their lines, and steps of the history', () => {
    const waste = pressAnswered(image, '2')
    const second = used(waste, 'chown -R app:app /opt/app`')
    const lines = rowsOf(second)
    expect(explorerOf(second)!.waste.cursor).not.toEqual(explorerOf(waste)!.waste.cursor)
    expect(lines.join('\n')).toContain('chown')
    const history = press(image, '4')
    expect(explorerOf(used(history, 'groupadd'))!.historyCursor).toBeGreaterThan(0)
  })

  it('chooses the tile that is clicked, any of them', () => {
    const map = press(image, '3')
    const leaves = leavesOf(mapTiles(explorerOf(map)!, map.terminal))
    expect(leaves.length).toBeGreaterThan(5)
    for (const {x, y, width, height, key} of leaves) {
      // Two lines with the tabs stand above the map, and its title.
      const middle = {column: x + (width >> 1), row: 3 + y + (height >> 1)}
      const clicked = after(map, {type: 'mouse', action: 'press', ...middle, clicks: 1})
      expect(explorerOf(clicked)!.map.cursor).toBe(key)
    }
    // What is drawn there is what is meant: the name of a tile that has room for it.
    const wide = leaves.find(({kind, width, height}) => kind === 'file' && width > 12 && height > 1)
    if (columns === 120) expect(wide).toBeDefined()
    if (wide === undefined) return
    const name = explorerOf(map)!.union!.path(wide.node).split('/').at(-1)!
    expect(rowsOf(map)[3 + wide.y]!.slice(wide.x, wide.x + wide.width)).toContain(name.slice(0, 4))
  })

  it('chooses among the actions, and does what is clicked twice', () => {
    const palette = press(image, ':', 's', 'o', 'r', 't')
    expect(top(palette).kind).toBe('palette')
    const done = used(used(palette, 'sort by size or by name'), 'sort by size or by name', 'press', 2)
    expect(explorerOf(done)!.sort).toBe('name')
  })

  it('means nothing on the bottom line and above the tabs, and scrolls a page', () => {
    expect(pointedAt(image, 3, rows - 1)).toEqual({kind: 'nothing'})
    expect(pointedAt(image, 3, 0)).toEqual({kind: 'nothing'})
    const help = press(image, '?')
    const scrolled = after(help, {type: 'mouse', action: 'wheel-down', column: 5, row: 5, clicks: 1})
    expect(top(scrolled)).toMatchObject({kind: 'help', top: 3})
    // A double click is no Enter where there is nothing to choose.
    expect(top(after(help, {type: 'mouse', action: 'press', column: 5, row: 5, clicks: 2})).kind).toBe('help')
  })
})

describe.each([
  [120, 36],
  [80, 24],
  [60, 8],
])('the mouse on forms and keys, at %i×%i', (columns, rows) => {
  const image = explored(columns, rows)
  const screen = (name: string) => WORKFLOW_SCREENS.find(each => each[0] === name)![1](columns, rows)
  const form = (state: State) => {
    const context = top(state)
    if (context.kind !== 'form') throw new Error(`no form:\n${rowsOf(state).join('\n')}`)
    return context
  }
  const extract = press(onPath(image, 'usr/lib'), 'e')

  it('goes to the field that is clicked, where typing then goes on', () => {
    const commit = screen('commit')
    const there = form(commit).fields.findIndex(({label}) => label === 'author')
    const clicked = rows > 8 ? used(commit, 'author') : after(commit, clickOn(commit, there))
    expect(form(clicked).focus).toBe(there)
    const typed = form(press(clicked, 'M', 'e')).fields[there]
    expect(typed?.kind === 'text' && typed.value.text).toMatch(/Me$/)
  })

  it('puts the cursor before the character that is clicked, or behind the last one', () => {
    const wide = press(extract, 'ctrl+u', ...'日本x')
    const {column, row} = cellOf(wide, '日本x')
    const click = (cell: number) =>
      form(after(wide, {type: 'mouse', action: 'press', column: column + cell, row, clicks: 1}))
    const cursors = [0, 1, 2, 3, 4, 5, 9].map(cell => {
      const field = click(cell).fields[0]
      return field?.kind === 'text' && field.value.cursor
    })
    expect(cursors).toEqual([0, 0, 1, 1, 2, 3, 3])
  })

  it('turns a yes or no around by its answer, and goes there by its name', () => {
    const named = used(extract, 'replace files')
    expect(form(named)).toMatchObject({focus: 1})
    expect(form(named).fields[1]).toMatchObject({on: false})
    const {column, row} = cellOf(extract, 'replace files')
    const answer = {type: 'mouse', action: 'press', column: column + 'replace files  '.length, row, clicks: 1} as const
    expect(form(after(extract, answer)).fields[1]).toMatchObject({on: true})
  })

  it('chooses the option that is clicked, or the next one where they are not all shown', () => {
    const remove = screen('remove-used')
    const [field] = form(remove).fields
    if (field?.kind !== 'choice') throw new Error('no choice')
    const clicked = form(used(remove, columns > 100 ? field.options[2]! : field.options[0]!)).fields[0]
    expect(clicked).toMatchObject({chosen: columns > 100 ? 2 : 1})
  })

  it('turns the wheel through a form that does not fit, as pages do; tab goes back to its fields', () => {
    const remove = screen('remove-used')
    const turn = (state: State, way: 'down' | 'up') =>
      after(state, {type: 'mouse', action: `wheel-${way}`, column: 5, row: 4, clicks: 1})
    const down = turn(remove, 'down')
    if (rows > 8) {
      expect(down).toEqual(remove)
      return
    }
    const last = rowsOf(press(screen('remove-used'), 'pagedown', 'pagedown', 'pagedown', 'pagedown'))
    expect(rowsOf(turn(turn(turn(turn(down, 'down'), 'down'), 'down'), 'down'))).toEqual(last)
    expect(last).not.toEqual(rowsOf(remove))
    expect(rowsOf(press(turn(down, 'down'), 'pageup', 'pageup', 'pageup'))).toEqual(rowsOf(remove))
    const commit = screen('commit')
    expect(rowsOf(press(turn(turn(commit, 'up'), 'up'), 'tab')).join('\n')).toContain('▌')
  })

  it('does what the keys at the bottom do', () => {
    expect(top(used(extract, 'cancel')).kind).toBe('explorer')
    expect(top(used(image, 'all keys')).kind).toBe('help')
    expect(explorerOf(used(image, 'tab pane'))!.focus).toBe('files')
    expect(pointedAt(image, cellOf(image, '  tab pane').column, rows - 1)).toEqual({kind: 'nothing'})
    const twice = used(image, 'all keys', 'press', 2)
    expect(top(twice).kind).toBe('explorer')
  })

  it('only takes away what was just said there', () => {
    const said = press(image, 'x')
    expect(said.notice).not.toBeNull()
    for (let column = 0; column < columns; column++) {
      const clicked = after(said, {type: 'mouse', action: 'press', column, row: rows - 1, clicks: 1})
      expect(clicked).toEqual({...said, notice: null})
    }
  })

  it('turns the wheel through pages and files', () => {
    const preview = PREVIEWS.find(([name]) => name === 'preview-text')![1](columns, rows)
    const help = press(image, '?')
    for (const page of [preview, help]) {
      const turn = (state: State, way: 'down' | 'up') =>
        after(state, {type: 'mouse', action: `wheel-${way}`, column: 5, row: 4, clicks: 1})
      const down = turn(page, 'down')
      expect(rowsOf(down)).not.toEqual(rowsOf(page))
      expect(rowsOf(turn(down, 'up'))).toEqual(rowsOf(page))
    }
  })

  /** A click on a field's name, where it is scrolled into sight. */
  function clickOn(state: State, field: number): MouseUsed {
    const {top: edge, lines} = formLayout(state, form(state))
    const row = edge + 1 + lines.findIndex(line => line.kind === 'field' && line.at === field)
    return {type: 'mouse', action: 'press', column: 4, row, clicks: 1}
  }
})

describe('the mouse at home', () => {
  const home = HOME_SCREENS.find(([name]) => name === 'home')![1](120, 36)

  it('chooses rows and tabs', () => {
    const state = homeOf(home)!
    const rows = rowsOf(home)
    const third = {column: 10, row: 5}
    const clicked = after(home, {type: 'mouse', action: 'press', ...third, clicks: 1})
    expect(rows[third.row]!.trim()).not.toBe('')
    expect(cursorRow(clicked, homeOf(clicked)!)).toBe(2)
    expect(cursorRow(home, state)).not.toBe(2)
    expect(homeOf(used(home, '2 Containers'))!.tab).toBe('containers')
  })
})

describe('the reports of a mouse', () => {
  const report = (button: number, column = 5, down = true) => ({type: 'mouse', button, column, row: 3, down}) as const

  it('are clicks and turns of the wheel, cells counted from 0', () => {
    const mouse = new Mouse()
    expect(mouse.meant(report(0), 0)).toEqual({type: 'mouse', action: 'press', column: 4, row: 2, clicks: 1})
    expect(mouse.meant(report(0, 5, false), 1)).toBeNull()
    expect(mouse.meant(report(64), 2)).toMatchObject({action: 'wheel-up'})
    expect(mouse.meant(report(65), 3)).toMatchObject({action: 'wheel-down'})
    for (const other of [1, 2, 4, 8, 16, 32, 66, 67]) expect(mouse.meant(report(other), 4)).toBeNull()
  })

  it('are a double click where the same cell is pressed again soon', () => {
    const mouse = new Mouse()
    const clicks = (column: number, now: number) => mouse.meant(report(0, column), now)?.clicks
    expect([clicks(5, 0), clicks(5, 200), clicks(5, 300)]).toEqual([1, 2, 1])
    expect([clicks(9, 1000), clicks(8, 1100), clicks(8, 2000)]).toEqual([1, 1, 1])
  })
})
