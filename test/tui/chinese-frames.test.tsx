import {describe, expect, it} from 'vitest'
import chinese from '../../src/text/languages/zh.json' with {type: 'json'}
import {speak, t} from '../../src/text/translate.ts'
import type {SCREENS as Screens} from './screens.ts'

// Before any module of the screen is loaded: constants are worded then.
speak(chinese)
const {expectFits, frameOf, ODD_SIZES} = await import('./frame-of.tsx')
const {expectGolden} = await import('./golden.ts')
const {press} = await import('./sample-states.ts')
const {noticeLines} = await import('../../src/tui/app/selectors/notice-lines.ts')
const {SCREENS}: {SCREENS: typeof Screens} = await import('./screens.ts')

describe('the screen in Chinese', () => {
  it('is worded so', () => {
    expect(t`quit`).toBe('退出')
  })

  it.each(SCREENS)('"%s" is as it was', (name, state) => {
    const frame = frameOf(state(80, 24))
    expectFits(frame, {columns: 80, rows: 24})
    expectGolden(`zh/${name}-80x24`, frame)
  })

  it.each(SCREENS)('"%s" fits terminals of every size', (_, state) => {
    for (const [columns, rows] of [...ODD_SIZES, [60, 16], [120, 36], [140, 45]] as const) {
      const at = state(columns, rows)
      expectFits(frameOf(at), at.terminal)
    }
  })

  it.each(SCREENS.filter(([name]) => SAYING.includes(name)))('"%s" cuts nothing that is said of a key', (_, state) => {
    const at = state(60, 16)
    for (const key of ['m', 'p', 't', 'P', 'R', 'S', 'O', 'T', 'c', 'x', 'Z']) {
      const {notice, ...after} = press(at, key)
      const lines = noticeLines({...after, notice})
      expect(lines.join('').replaceAll(' ', '')).toBe((notice?.text ?? '').replaceAll(' ', ''))
    }
  })

  // Names, commands and what an image says of itself stay as they are. A word of the catalogue's English that is left is either
  // one of them, or should have been translated: whoever adds one looks which.
  it('leaves these words of its English', () => {
    const english = new Set(Object.keys(chinese).flatMap(wordsOf))
    const left = SCREENS.flatMap(([, state]) => [state(120, 36), state(300, 60)].flatMap(at => wordsOf(frameOf(at))))
    expectGolden(
      'zh/words-left',
      [...new Set(left)]
        .filter(word => english.has(word))
        .sort()
        .join('\n'),
    )
  })
})

const SAYING = ['home', 'home-store', 'home-containers', 'explorer', 'config', 'map', 'waste-open', 'help', 'preview']

function wordsOf(text: string): string[] {
  return text.match(/[A-Za-z][A-Za-z'’-]+/g) ?? []
}
