import {describe, expect, it} from 'vitest'
import {explorerOf} from '../../src/tui/app/state.ts'
import {DEMO, driveApp} from './drive.ts'

/** What opens each screen, and what closes it again. */
const SCREENS: readonly (readonly [name: string, opens: readonly string[], closes: readonly string[]])[] = [
  ['layers', [], []],
  ['files', ['tab', 'G'], ['tab']],
  ['filter', ['/', 's', 'o'], ['esc']],
  ['waste', ['2', 'j', 'enter'], ['1']],
  ['map', ['3', 'right'], ['1']],
  ['history', ['4', 'g', 'j'], ['1']],
  ['config', ['5', 'j'], ['1']],
  ['sharing', ['6'], ['1']],
  ['help', ['?', 'j', 'j'], ['esc']],
  ['palette', [':', 's', 'down', 'down'], ['esc']],
  ['form', ['tab', 'e', 'tab', 'tab'], ['esc', 'tab']],
  ['largest', ['L', 'j', 'j'], ['esc']],
  ['layer', ['i', 'j'], ['esc']],
]

describe('a terminal that shrinks to a few lines and grows again', () => {
  it('shows whole frames all the way, whatever is open', async () => {
    await driveApp(DEMO, {columns: 80, rows: 24}, async app => {
      await app.settled()
      for (const [name, opens, closes] of SCREENS) {
        await app.press(...opens)
        await app.drawn()
        for (const [columns, rows] of [
          [80, 8],
          [60, 8],
          [40, 8],
          [20, 7],
          [20, 5],
          [10, 3],
          [80, 24],
        ] as const) {
          app.resize(columns, rows)
          const text = await app.drawn()
          if (rows < 7) expect(text, name).toContain('Too small')
          else expect(text, name).not.toContain('Too small')
        }
        await app.press(...closes)
      }
      if (explorerOf(app.state!)?.focus === 'layers') await app.press('tab')
      await app.press('E')
      await app.toPath('etc/os-release')
      await app.press('o')
      await app.waitFor('Teapot')
      app.resize(40, 8)
      await app.drawn()
      app.resize(80, 24)
      expect(await app.drawn()).toContain('Teapot')
    })
  })
})
