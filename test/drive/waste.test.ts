import {once} from 'node:events'
import {writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {explorerOf} from '../../src/tui/app/state.ts'
import {dockerSave, packTar} from '../corpus/archives.ts'
import {layerOf} from '../image/filesystem/stack.ts'
import {temporaryFolder} from '../sources/opening.ts'
import {DEMO, type DrivenApp, driveApp} from './drive.ts'

const analysed = (app: DrivenApp) =>
  app.until(() => app.state !== null && explorerOf(app.state)?.waste.complete === true, 'an analysis to its end')

describe('the Waste tab', () => {
  it('says how much is wasted, whose it is, and what to change, the most worth first', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      expect(app.row('1 Files')).toContain('2 Waste 1.35 MB')
      await app.press('2')
      await analysed(app)
      await app.waitFor('1.35 MB of 2.51 MB never reaches the user (54 %) · yours 1.35 MB · base 42 B')
      expect(app.text()).toContain('Layer 0 is the base: its history goes on after a CMD')
      expect(app.text()).toContain('10 findings')
      expect(app.row('COPY --chown')).toMatch(/fix +COPY --chown=1000:1000 \. \/opt\/shop .*saves 453 kB, exactly/)
      // The secret itself is nowhere, not even of a file that is gone.
      expect(app.text()).not.toContain('oolong-1842')
      expect(app.text()).toMatch(/secret +layer 3 holds what looks like secrets/)
    })
  })

  it('opens a finding into why, the fix and where, and leads to the file in the tree and to the layer', async () => {
    await driveApp(DEMO, {rows: 45}, async app => {
      await app.settled()
      await app.press('2')
      await analysed(app)
      await app.press('j', 'enter')
      await app.waitFor('exactly 453,349 B')
      expect(app.text()).toMatch(/why +A layer cannot change an owner/)
      expect(app.text()).toContain('17 files, layer 3')
      await app.press('j', 'enter')
      // What was found names the folder too: that its tree shows it is what is waited for.
      await app.until(() => {
        const {tab, union, tree} = explorerOf(app.state!)!
        return tab === 'files' && union!.path(tree.cursor) === 'opt/shop'
      }, 'the folder in the tree')
      await app.waitFor('/opt/shop ')
      // Back where one was; and to the layer, with what it changed.
      await app.press('esc')
      await app.waitFor('exactly 453,349 B')
      await app.press('c')
      await app.waitFor('Changes of layer 5')
      await app.press('esc', 'h')
      await app.waitGone('exactly 453,349 B')
      await app.press('esc')
      await app.waitFor('Changes of layer 5')
    })
  })

  it('shows a file that no layer has any more where it was', async () => {
    await driveApp(DEMO, {rows: 45}, async app => {
      await app.settled()
      await app.press('2')
      await analysed(app)
      await app.press('enter', 'j', 'enter')
      await app.waitFor('.env')
      const {selected, tree, union} = explorerOf(app.state!)!
      expect([selected, union!.path(tree.cursor)]).toEqual([3, 'opt/shop/.env'])
    })
  })

  it('moves the end of the base with keys, says why it is there, and splits anew', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      expect(app.row('ADD …')).toContain('base ADD')
      await app.press('2')
      await analysed(app)
      await app.press('+', '+', '+')
      await app.waitFor('Layers 0 to 3 are the base: 4 layers were said to be the base')
      await app.waitFor('yours 928 kB · base 420 kB')
      await app.waitFor('In the base image')
      await app.press('b')
      await app.waitFor('Layer 0 is the base: its history goes on after a CMD')
      await app.press('b')
      await app.waitFor('All 10 layers count as yours')
      await app.waitFor('yours 1.35 MB · base 0 B')
      await app.press('b')
      await app.waitFor('Layer 0 is the base: its history goes on after a CMD')
      // In the list of layers: up to the one that is selected.
      await app.press('1', 'g', 'j', 'b')
      await app.waitFor('base RUN')
      await app.press('b')
      await app.waitGone('base RUN')
    })
  })

  it('puts the lines of a fix on the clipboard, and says why it can’t', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('2')
      await analysed(app)
      await app.press('j', 'y')
      await app.waitFor('Copied for the Dockerfile: COPY --chown=1000:1000 . /opt/shop')
      await app.press('G', 'y')
      await app.waitFor('There is no line to copy.')
      await app.press('s')
      await app.waitFor('Nothing is silenced.')
    })
  })

  it('drops answers that nobody waits for any more, and begins again what was stopped', async () => {
    let release = () => {}
    let stopped = false
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    const ports = (real: Parameters<NonNullable<Parameters<typeof driveApp>[1]['ports']>>[0]) => ({
      ...real,
      analyse: async (...[files, base, context, told]: Parameters<typeof real.analyse>) => {
        if (base.layers === 1) await held
        if (base.layers === 0 && !stopped) await once(context.signal, 'abort')
        await real.analyse(files, base, context, told)
      },
    })
    await driveApp(DEMO, {ports}, async app => {
      await app.settled()
      await app.press('2')
      await app.waitFor('Looking for the reasons')
      await app.press('+')
      await app.waitFor('Layers 0 to 1 are the base')
      await analysed(app)
      const told = await app.waitFor('base 420 kB')
      release()
      await app.press('j', 'k')
      await app.drawn()
      expect(app.text()).toContain(told.split('\n')[2])
      await app.press('-', '-')
      await app.waitFor('All 10 layers count as yours')
      await app.press('x')
      await app.waitFor('Stopped: not everything was looked at')
      stopped = true
      await app.press('r')
      await analysed(app)
      await app.waitFor('yours 1.35 MB · base 0 B')
    })
  })

  it.each([
    ['no layer', []],
    ['one empty layer', ['']],
    ['one layer', ['a = 1']],
  ])('has something to say of an image with %s', async (_, files) => {
    const path = join(temporaryFolder(), 'small.tar')
    const tars = files.map(file => layerOf(file === '' ? [] : [file]))
    writeFileSync(path, await packTar(dockerSave([{tags: ['small:1'], tars}])))
    await driveApp(path, {}, async app => {
      await app.settled()
      await app.press('2')
      await analysed(app)
      await app.waitFor('Nothing is wasted')
      await app.waitFor('Nothing to change: no rule found anything.')
      await app.press('j', 'enter', 'c', '3', 'j', 'enter', 'f')
      await app.drawn()
    })
  })

  it('walks through 500 layers and their findings at once', async () => {
    const path = join(temporaryFolder(), 'many.tar')
    const tars = Array.from({length: 500}, (_, i) => layerOf([`tmp/f${i} = ${'x'.repeat(i + 1)}`]))
    writeFileSync(path, await packTar(dockerSave([{tags: ['many:1'], tars}])))
    await driveApp(path, {columns: 80, rows: 24}, async app => {
      await app.settled()
      await app.press('2')
      await analysed(app)
      await app.waitFor('501 findings')
      await app.press('G', 'enter')
      await app.waitFor(/rule +tiny-layers/)
      await app.press('g', 'pagedown', 'pagedown', 'c')
      await app.waitFor(/Changes of layer \d+/)
    })
  })
})

describe('the map', () => {
  it('shows where the bytes are, and leads into folders, out again, and to a file in the tree', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('3')
      await app.waitFor('the image · 2.51 MB stored')
      expect(app.row('usr/')).toMatch(/usr\/ ─+ 1\.08 MB opt\/shop\/ ─+ 1 MB/)
      await app.waitFor('/usr/bin/node · 420 kB · 17 % of the image · not in the final image')
      await app.press('right', 'up')
      await app.waitFor('/usr/bin/bash · 96 kB')
      await app.press('enter')
      await app.waitFor('Files after layer 9')
      const {tree, union} = explorerOf(app.state!)!
      expect(union!.path(tree.cursor)).toBe('usr/bin/bash')
    })
  })

  it('goes into a folder and out of it, with the cursor where one was', async () => {
    await driveApp(DEMO, {columns: 60, rows: 16}, async app => {
      await app.settled()
      await app.press('3')
      await app.waitFor('the image · 2.51 MB')
      for (let i = 0; i < 6 && !app.text().includes('into it'); i++) await app.press('right')
      const at = await app.waitFor('into it')
      const path = / (\/\S+)\/ · /.exec(at)![1]!
      await app.press('enter')
      await app.waitFor(`${path} · `)
      await app.press('esc')
      await app.waitFor(`${dirname(path)} · `)
      // The cursor is on where one was, or on what of it is a tile.
      await app.waitFor(new RegExp(`^ ${path}/.* of the image`, 'm'))
      const folder = () => explorerOf(app.state!)!.map.folder
      for (let here = folder(); here !== 0; here = folder()) {
        await app.press('u')
        await app.until(() => folder() !== here, 'the folder around')
      }
      await app.waitFor('the image · 2.51 MB')
      await app.press('u')
      await app.waitFor('10/10')
      expect(explorerOf(app.state!)!.tab).toBe('files')
    })
  })

  it('is coloured by layer, by cause of waste and by age', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('3')
      await app.waitFor('0 ADD, base')
      await app.press('c')
      await app.waitFor('by cause of waste')
      await app.waitFor('copied for its metadata')
      await app.press('c')
      await app.waitFor('by age')
      await app.waitFor('within')
      await app.press('c', 'b')
      await app.waitFor('0 ADD ')
    })
  })
})
