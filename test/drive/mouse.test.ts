import {describe, expect, it} from 'vitest'
import {explorerOf} from '../../src/tui/app/state.ts'
import {DEMO, driveApp} from './drive.ts'

describe('the mouse in the whole program', () => {
  it('chooses, opens, shows tabs and scrolls; off at the end as it was at the beginning', async () => {
    const terminal = await driveApp(DEMO, {mouse: true}, async app => {
      await app.settled()
      expect([...app.terminal.mouse]).toEqual(['1000', '1006'])
      await app.point('5 Config')
      await app.waitFor('["node", "server.js"]')
      await app.point('1 Files')
      await app.waitFor('Files after layer 9')
      await app.point(' 0 ')
      await app.waitFor('Files after layer 0')
      await app.press('tab', 'g')
      const before = explorerOf(app.state!)!.tree.cursor
      await app.point('etc/', 'wheel-down')
      await app.until(() => explorerOf(app.state!)!.tree.cursor !== before, 'another row')
      await app.point('etc/', 'double')
      await app.waitFor('os-release')
      await app.press('q')
      expect(await app.exit).toBe(0)
      return app.terminal
    })
    expect([...terminal.mouse]).toEqual([])
    // Before the terminal shows again what stood there.
    expect(terminal.raw.lastIndexOf('\x1b[?1000l')).toBeLessThan(terminal.raw.lastIndexOf('\x1b[?1049l'))
  })

  it('fills in a form, and presses the keys at the bottom', async () => {
    await driveApp(DEMO, {mouse: true, columns: 80, rows: 8}, async app => {
      await app.settled()
      await app.press('tab', 'g', 'e')
      await app.waitFor('replace files')
      await app.point('replace files  no')
      await app.waitFor('▌replace files')
      app.type(`\x1b[<0;${app.row('replace files').indexOf(' no') + 2};4M`)
      await app.waitFor('replace files  yes')
      await app.point('cancel')
      await app.waitFor('Files after layer')
      await app.point('all keys')
      await app.waitFor('Panes and layers')
      await app.point('to the other pane', 'wheel-down')
      await app.waitGone('Panes and layers')
    })
  })

  it('is left alone where nobody wants it', async () => {
    await driveApp(DEMO, {mouse: false}, async app => {
      await app.settled()
      expect(app.terminal.raw).not.toContain('\x1b[?1000')
    })
  })
})
