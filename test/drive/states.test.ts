import {describe, expect, it} from 'vitest'
import {DEMO, driveApp} from './drive.ts'

describe('two states of one image', () => {
  it('are compared by marking one layer and going to another, the lower one first', async () => {
    await driveApp(DEMO, {columns: 140}, async app => {
      await app.settled()
      await app.press('g', '=')
      await app.waitFor('A layer marked with space is compared with another one.')
      await app.press('space')
      await app.waitFor('Layer 0 is marked.')
      await app.press('G')
      await app.press('=')
      await app.waitFor(/demo\.tar: layer 0 → layer 9 · \d+ paths differ/)
      await app.settled()
      // What tells nothing of a difference is no tab of it.
      expect(app.rows()[1]).toMatch(/1 Files.*5 Differences/)
      expect(app.rows()[1]).not.toMatch(/Waste|Map|History|Sharing/)
      await app.press('=')
      await app.waitFor('This is a difference already.')
      await app.press('backspace')
      await app.waitFor('2 Waste')
      await app.press('[', '=')
      await app.waitFor(/layer 0 → layer 8 · \d+ paths differ/)
    })
  })
})
