import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {explorerOf} from '../../src/tui/app/state.ts'
import {temporaryFolder} from '../engine/loading.ts'
import {DEMO, type DrivenApp, driveApp} from './drive.ts'

/** What opens each screen, and what closes it again. */
type Screens = readonly (readonly [name: string, opens: readonly string[], closes: readonly string[]])[]

const IN_AN_IMAGE: Screens = [
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

const AT_HOME: Screens = [
  ['images', ['j'], []],
  ['filter', ['/', 't', 'e'], ['esc']],
  ['tag', ['t', 'x'], ['esc']],
  ['save', ['S'], ['esc']],
  ['remove', ['d'], ['esc']],
  ['containers', ['2'], []],
  ['registries', ['3'], []],
  ['sharing', ['4'], []],
  ['jobs', ['5'], []],
]

const SIZES = [
  [80, 8],
  [60, 8],
  [40, 8],
  [20, 7],
  [20, 5],
  [10, 3],
  [80, 24],
] as const

async function shrinkAndGrow(app: DrivenApp, screens: Screens): Promise<void> {
  for (const [name, opens, closes] of screens) {
    await app.press(...opens)
    await app.drawn()
    for (const [columns, rows] of SIZES) {
      app.resize(columns, rows)
      const text = await app.drawn()
      if (rows < 7) expect(text, name).toContain('Too small')
      else expect(text, name).not.toContain('Too small')
    }
    await app.press(...closes)
  }
}

describe('a terminal that shrinks to a few lines and grows again', () => {
  it('shows whole frames of an image all the way, whatever is open', async () => {
    await driveApp(DEMO, {columns: 80, rows: 24}, async app => {
      await app.settled()
      await shrinkAndGrow(app, IN_AN_IMAGE)
      if (explorerOf(app.state!)?.focus === 'layers') await app.press('tab')
      await app.press('E')
      await app.toPath('etc/os-release')
      await shrinkAndGrow(app, [
        ['preview', ['o'], ['esc']],
        ['versions', ['v'], ['esc']],
      ])
    })
  })

  it('shows whole frames of home', async () => {
    const options = {home: true, storeFolder: join(temporaryFolder(), 'store'), columns: 80, rows: 24}
    await driveApp(DEMO, options, async app => {
      await app.waitFor(/store .*1 image/)
      await shrinkAndGrow(app, AT_HOME)
    })
  })
})
