import {renderToString} from 'ink'
import {describe, expect, it} from 'vitest'
import {width} from '../../src/text/width.ts'
import type {State} from '../../src/tui/app/state.ts'
import {Screen} from '../../src/tui/ui/screen.tsx'
import {keysBut, random} from '../drive/at-random.ts'
import {HOME_SCREENS} from './home-states.ts'
import {after, explored, press} from './sample-states.ts'
import {WORKFLOW_SCREENS} from './workflow-states.ts'

const seed = Number(process.env.LAYERLENS_TEST_SEED ?? Date.now() % 1_000_000)
const KEYS = keysBut()

const SIZES = [
  [80, 24],
  [120, 36],
  [60, 8],
  [40, 8],
  [20, 7],
  [19, 6],
] as const

/** The rows, whole and within the terminal. */
function rowsOf(state: State): readonly string[] {
  const {columns, rows} = state.terminal
  const frame = renderToString(<Screen state={state} />, {columns}).replaceAll(/\x1b\[[0-9;]*m/g, '')
  const lines = frame.split('\n')
  expect(lines.length).toBeLessThanOrEqual(rows)
  for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns)
  return lines
}

describe(`clicks, turns of the wheel and keys at random (LAYERLENS_TEST_SEED=${seed})`, () => {
  it.each([
    ['an image', explored(80, 24)],
    ['home', HOME_SCREENS.find(([name]) => name === 'home')![1](80, 24)],
    ['a form', WORKFLOW_SCREENS.find(([name]) => name === 'commit')![1](80, 24)],
  ])('never break %s', (_, begin) => {
    const next = random(seed)
    let state = begin
    for (let i = 0; i < 1500; i++) {
      const {columns, rows} = state.terminal
      if (next(60) === 0) {
        const [wide, high] = SIZES[next(SIZES.length)]!
        state = after(state, {type: 'resized', columns: wide, rows: high})
      } else if (next(4) === 0) state = press(state, KEYS[next(KEYS.length)]!)
      else {
        const action = (['press', 'press', 'press', 'wheel-up', 'wheel-down'] as const)[next(5)]!
        // The last row has the keys: more often than by chance.
        const row = next(4) === 0 ? rows - 1 : next(rows)
        state = after(state, {type: 'mouse', action, column: next(columns), row, clicks: next(6) === 0 ? 2 : 1})
      }
      if (i % 10 === 9) rowsOf(state)
    }
  })
})
