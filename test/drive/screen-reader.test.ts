import {describe, expect, it} from 'vitest'
import {explorerOf} from '../../src/tui/app/state.ts'
import {DEMO, driveApp} from './drive.ts'

/** What was written last, without sequences. */
const heard = (raw: string) => raw.replaceAll(/\x1b\[[?0-9;]*[A-Za-z]/g, '')

describe('a screen that is read out', () => {
  it.each([
    ['as it was asked for', {screenReader: true}],
    ['as Ink’s variable says', {env: {INK_SCREEN_READER: 'true'}}],
  ] as const)('says one thing after the other, %s', async (_, options) => {
    await driveApp(DEMO, {...options, mouse: true}, async app => {
      await app.waitFor('Tab Files, layers pane')
      await app.until(() => app.state?.contexts.at(-1)?.kind === 'explorer', 'an image')
      await app.press('g')
      await app.waitFor('Layer 0, 1 of 10')
      await app.press('tab')
      await app.waitFor('Tab Files, files pane')
      await app.press('?')
      await app.waitFor('Panes and layers')
      await app.press('esc')
      await app.waitFor('Tab Files, files pane')
      await app.until(() => explorerOf(app.state!)?.reading.kind === 'ended', 'all layers read')
      await app.press('/', 's', 'o')
      await app.waitFor(/^Filter: so, substring, \d+ of \d+ paths match/m)
      await app.press('esc', 'e')
      await app.waitFor(/^into: .*, field 1 of \d/m)
      await app.press('tab')
      await app.waitFor(/^replace files: no, field 2 of \d/m)
      await app.press('esc', 'q')
      expect(await app.exit).toBe(0)
      const {raw} = app.terminal
      // Nothing for eyes: no boxes, no colours asked for, no mouse, and it stays where the terminal keeps it.
      expect(heard(raw)).not.toMatch(/[│┌█▒]/)
      expect(raw).not.toContain('\x1b[?1049h')
      expect(raw).not.toContain('\x1b[?1000h')
      expect(raw).not.toContain('\x1b]11;?')
    })
  })
})
