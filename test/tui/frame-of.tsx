import {cleanup, render} from 'ink-testing-library'
import {afterAll, expect} from 'vitest'
import {width} from '../../src/text/width.ts'
import type {State} from '../../src/tui/app/state.ts'
import {App} from '../../src/tui/ui/mount.tsx'

/** One for all frames: the library keeps every screen that it ever drew, and cleans all of them up each time it cleans up one. */
let screen: ReturnType<typeof render> | null = null
afterAll(cleanup)

/** The frame as a terminal of the state's size shows it. */
export function frameOf(state: State): string {
  const {columns, rows} = state.terminal
  const source = {get: () => state, subscribe: () => () => {}}
  const app = <App source={source} onKey={() => {}} onPaste={() => {}} />
  screen ??= render(app)
  // The library fixes 100 columns and no rows.
  for (const [side, value] of Object.entries({columns, rows}))
    Object.defineProperty(screen.stdout, side, {value, configurable: true})
  screen.stdout.frames.length = 0
  screen.stdout.emit('resize')
  screen.rerender(app)
  return screen.lastFrame() ?? ''
}

/** Expects that a frame fits the terminal that it was drawn for. */
export function expectFits(frame: string, {columns, rows}: State['terminal']): void {
  const lines = frame.split('\n')
  expect(lines.length).toBeLessThanOrEqual(rows)
  for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns)
}

/** From one cell to terminals that nobody has. */
export const ODD_SIZES = [
  [1, 1],
  [2, 3],
  [7, 4],
  [20, 6],
  [35, 9],
  [69, 12],
  [70, 12],
  [99, 20],
  [300, 80],
] as const
