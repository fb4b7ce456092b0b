import {describe, expect, it} from 'vitest'
import {explorerOf} from '../../src/tui/app/state.ts'
import {savedImage} from '../cli/saved-image.ts'
import {driveApp} from './drive.ts'

// Put together here, so that nothing that scans this repository takes it for a real one.
const TOKEN = `ghp_${'a1B2'.repeat(9)}`

const image = () =>
  savedImage(
    [
      {by: `ENV NPM_TOKEN=${TOKEN} DB_PASSWORD=hunter2222 # buildkit`},
      {by: `RUN |1 TOKEN=${TOKEN} /bin/sh -c curl -H "Authorization: Bearer ${TOKEN}" x # buildkit`, puts: ['x = 1']},
    ],
    'image.tar',
    {config: {Env: [`NPM_TOKEN=${TOKEN}`, 'DB_PASSWORD=hunter2222'], Labels: {'api.key': TOKEN}}},
  )

describe('a secret that an image holds', () => {
  it('is masked on every tab: files, waste, history with its details, config', async () => {
    await driveApp(await image(), {columns: 140, rows: 45}, async app => {
      await app.settled()
      const isMasked = () => {
        expect(app.text()).not.toContain(TOKEN)
        expect(app.text()).not.toContain('hunter2222')
      }
      isMasked()
      await app.press('2')
      await app.until(() => explorerOf(app.state!)?.waste.complete === true, 'an analysis to its end')
      await app.waitFor('the variable NPM_TOKEN holds what looks like a GitHub token: gh…(40 characters)')
      isMasked()
      await app.press('4')
      await app.waitFor('ENV NPM_TOKEN=gh…(40 characters)')
      isMasked()
      await app.press('enter')
      isMasked()
      await app.press('5')
      await app.waitFor('DB_PASSWORD')
      expect(app.row('DB_PASSWORD')).toContain('…(10 characters)')
      isMasked()
    })
  })
})
