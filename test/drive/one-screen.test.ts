import {describe, expect, it, vi} from 'vitest'
import type {PageScreen} from '../../src/tui/ui/screens/page-screen.tsx'
import {DEMO, driveApp} from './drive.ts'

const {broken} = vi.hoisted(() => ({broken: {is: false}}))
vi.mock(import('../../src/tui/ui/screens/page-screen.tsx'), async original => {
  const real = await original()
  const Page: typeof PageScreen = props => {
    if (broken.is) throw new Error('this page is broken')
    return real.PageScreen(props)
  }
  return {PageScreen: Page}
})

describe('a terminal without an alternate screen', () => {
  it('shows every frame whole, also after it was resized', async () => {
    await driveApp(DEMO, {alternate: false}, async app => {
      await app.settled()
      for (const [columns, rows] of [
        [60, 14],
        [100, 30],
        [20, 5],
        [140, 45],
      ] as const) {
        app.resize(columns, rows)
        await app.drawn()
        await app.press('k')
        await app.drawn()
      }
    })
  })

  it('is drawn without colours, and not asked for one, where it is a VT100', async () => {
    await driveApp(DEMO, {alternate: false, env: {TERM: 'vt100'}}, async app => {
      await app.settled()
      expect(app.terminal.raw).not.toContain('\x1b]11;?')
      expect(app.terminal.raw).not.toMatch(/\x1b\[(?:[34]|9|10)\d[;m]/)
      expect(app.terminal.raw).toContain('\x1b[1m')
    })
  })

  it('is left empty: the prompt comes first on it', async () => {
    const terminal = await driveApp(DEMO, {alternate: false}, async app => {
      await app.settled()
      await app.press('?', 'esc', 'q')
      expect(await app.exit).toBe(0)
      return app.terminal
    })
    expect(terminal.text().trim()).toBe('')
    expect(terminal.cursor).toEqual({row: 0, column: 0})
    expect(terminal.cursorVisible).toBe(true)
  })

  it('keeps what was read out, and the prompt has a line of its own', async () => {
    const terminal = await driveApp(DEMO, {screenReader: true}, async app => {
      await app.waitFor('Tab Files, layers pane')
      await app.press('q')
      expect(await app.exit).toBe(0)
      return app.terminal
    })
    expect(terminal.text()).toContain('Keys: ')
    expect(terminal.cursor.column).toBe(0)
    expect(terminal.text().split('\n')[terminal.cursor.row]).toBe('')
  })

  it('has a line of its own for what ended the program', async () => {
    broken.is = true
    const terminal = await driveApp(DEMO, {alternate: false}, async app => {
      await app.settled()
      app.type('?')
      await expect(app.exit).rejects.toThrow('this page is broken')
      return app.terminal
    })
    expect(terminal.cursor.column).toBe(0)
    expect(terminal.text().split('\n')[terminal.cursor.row]).toBe('')
    expect(terminal.cursorVisible).toBe(true)
  })
})
