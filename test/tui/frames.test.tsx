import {renderToString} from 'ink'
import {describe, expect, it} from 'vitest'
import type {Capabilities, State} from '../../src/tui/app/state.ts'
import {Screen} from '../../src/tui/ui/screen.tsx'
import {expectFits, frameOf, ODD_SIZES} from './frame-of.tsx'
import {expectGolden} from './golden.ts'
import {explored, onPath, PLAIN, press, pressAnswered} from './sample-states.ts'
import {SCREENS} from './screens.ts'

const SIZES = [
  [60, 16],
  [80, 24],
  [120, 36],
  [140, 45],
] as const

/** Holds a frame against the one in test/frames; UPDATE_FRAMES=1 writes it anew. */
function expectFrame(name: string, state: State): void {
  const {columns, rows} = state.terminal
  const frame = frameOf(state)
  expectFits(frame, state.terminal)
  expectGolden(`${name}-${columns}x${rows}`, frame)
}

describe.each(SCREENS)('the screen "%s"', (name, state) => {
  it.each(SIZES)('at %d×%d is as it was', (columns, rows) => {
    expectFrame(name, state(columns, rows))
  })
})

describe('any screen', () => {
  it.each(SCREENS)('"%s" fits terminals of every size', (_, state) => {
    for (const [columns, rows] of ODD_SIZES) {
      const at = state(columns, rows)
      expectFits(frameOf(at), at.terminal)
    }
  })

  it.each(SCREENS)('"%s" keeps what has the cursor in sight, however few lines there are', (_, state) => {
    if (!frameOf(state(60, 16)).includes('▌')) return
    for (const [columns, rows] of [
      [80, 8],
      [60, 8],
      [40, 8],
      [20, 7],
    ] as const)
      expect(frameOf(state(columns, rows))).toContain('▌')
  })

  it.each(SCREENS)('"%s" says so where there is no room for it', (_, state) => {
    expect(frameOf(state(20, 6))).toContain('Too small')
    expect(frameOf(state(10, 3))).toBe('Too small:\nneeds 20×7\nand has')
    expect(frameOf(state(19, 40))).toContain('Too small')
  })

  it.each(SCREENS)('"%s" is ASCII where the locale is', (_, state) => {
    const frame = frameOf({...state(100, 30), capabilities: {...PLAIN, unicode: false}})
    expect(frame).toMatch(/^[\x20-\x7e\n]*$/)
  })

  it('shows hostile names harmlessly', () => {
    const frame = frameOf(press(explored(120, 36), 'tab', 'E', 's', 'g', 'pagedown'))
    expect(frame).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
  })
})

/** `cat` one of these frames to see it in its colours. */
const THEMES: readonly (readonly [name: string, can: Partial<Capabilities>])[] = [
  ['terminal', {}],
  ['light', {ground: 'light', trueColours: true}],
  ['dark', {ground: 'dark', trueColours: true}],
  ['dark-256', {ground: 'dark'}],
  ['dark-16', {ground: 'dark', manyColours: false}],
  ['high-contrast-light', {ground: 'light', highContrast: true, trueColours: true}],
  ['high-contrast-dark', {highContrast: true, trueColours: true}],
]

const COLOURED: Readonly<Record<string, (at: State) => State>> = {
  explorer: at => at,
  changes: at => press(at, 'tab', 'c'),
  map: at => press(at, '3'),
  filter: at => pressAnswered(onPath(at, 'usr'), '/', 'o', 's', 'enter'),
  waste: at => pressAnswered(at, '2'),
}

describe.each(THEMES)('the theme %s', (theme, can) => {
  it.each(Object.keys(COLOURED))('draws %s as it was', screen => {
    const capabilities = {colour: true, style: true, unicode: true, manyColours: true, ...can}
    const state = COLOURED[screen]!(explored(100, 24, capabilities))
    const frame = renderToString(<Screen state={state} />, {columns: 100})
    expectGolden(`themes/${screen}-${theme}`, frame.replaceAll(/[ \t]+$/gm, ''))
  })
})
