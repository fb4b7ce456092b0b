import {describe, expect, it, vi} from 'vitest'
import {DEMO, driveApp} from './drive.ts'

// The page of help is one that can't be drawn.
vi.mock('../../src/tui/ui/screens/page-screen.tsx', () => ({
  PageScreen: () => {
    throw new Error('this page is broken')
  },
}))

describe('a screen that can not be drawn', () => {
  it('ends the program with what broke it, and the terminal is as it was', async () => {
    await driveApp(DEMO, {mouse: true}, async app => {
      await app.settled()
      app.type('?')
      await expect(app.exit).rejects.toThrow('this page is broken')
      expect(app.rawMode).toBe(false)
      expect(app.terminal.alternate).toBe(false)
      expect(app.terminal.cursorVisible).toBe(true)
      expect([...app.terminal.mouse]).toEqual([])
      const {raw} = app.terminal
      expect(raw.lastIndexOf('\x1b[?2004l')).toBeGreaterThan(raw.lastIndexOf('\x1b[?2004h'))
    })
  })
})
