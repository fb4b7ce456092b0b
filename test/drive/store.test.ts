import {mkdirSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {temporaryFolder} from '../engine/loading.ts'
import {DEMO, driveApp} from './drive.ts'

describe('the store, where no engine answers', () => {
  it('saves an image into an archive, lets it go, and has it back from there under its name', async () => {
    const folder = temporaryFolder()
    const archive = join(folder, 'tea.tar')
    const options = {home: true, storeFolder: join(folder, 'store'), columns: 140}
    await driveApp(DEMO, options, async app => {
      await app.waitFor(/store .*1 image .*no engine/)
      const listed = app.row('shop/tea:1.4')
      await app.press('S')
      await app.waitFor('A file of that name is replaced')
      await app.press('ctrl+u')
      await app.type(archive)
      await app.press('enter')
      await app.waitFor(/Saved \S+ \S+ into .*tea\.tar\./)
      await app.press('d')
      await app.waitFor('that nothing else holds')
      await app.press('enter')
      await app.waitFor('the store has no images')
      await app.press('O')
      await app.waitFor('Its images come into the store')
      await app.type(join(folder, 'te'))
      // The cursor stands between what was typed and the rest.
      await app.waitFor(/te.a\.tar/)
      await app.press('ctrl+space')
      await app.press('enter')
      await app.waitFor('Loaded image: store:shop/tea:1.4')
      await app.waitFor(/store .*1 image .*no engine/)
      // The config is the same, byte for byte.
      expect(app.row('shop/tea:1.4')).toContain(/[0-9a-f]{12}/.exec(listed)![0])
      writeFileSync(archive, 'something else')
      await app.press('S', 'ctrl+u')
      await app.type(archive)
      await app.press('enter')
      await app.waitFor(/Saved \S+ \S+ into .*tea\.tar\./)
      expect(statSync(archive).size).toBeGreaterThan(1000)
    })
  })

  it('commits a folder, a path less and a line of a Dockerfile to an image, and shows what that made', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'dist'))
    writeFileSync(join(folder, 'dist/app.js'), 'tea()')
    const options = {home: true, storeFolder: join(folder, 'store'), columns: 140}
    await driveApp(DEMO, options, async app => {
      await app.waitFor(/store .*1 image .*no engine/)
      await app.press('m')
      await app.waitFor('Commit a change of shop/tea:1.4')
      await app.press('tab')
      await app.type(`${folder}/dist:/added`)
      await app.press('tab', 'tab')
      await app.type('/nowhere')
      await app.press('enter')
      await app.waitFor('There is no /nowhere in the image.')
      await app.press('ctrl+u')
      await app.type('/etc/passwd')
      await app.press('tab', 'tab')
      await app.type('USER 1000')
      await app.press('enter')
      await app.settled()
      expect(app.row('layerlens')).toContain('shop/tea:1.5')
      await app.waitFor('app.js')
      await app.waitFor('passwd')
      await app.press('backspace')
      await app.waitFor(/store .*2 images .*no engine/)
      // What they share is known when home tells what all take together.
      await app.until(() => app.state?.sharing?.holdings.images.length === 2, 'what the two share')
      await app.press('=')
      await app.waitFor(/store:shop\/tea:1\.4 → store:shop\/tea:1\.5 · 3 paths differ/)
      await app.settled()
      expect(app.row('passwd')).toMatch(/− +passwd/)
      await app.press('backspace')
      await app.waitFor(/store .*2 images .*no engine/)
      await app.press('g', 'space')
      await app.waitFor(/1 marked: removing it frees \d+ B \(\S+ \S+ stays: held by shop\/tea:1\.4\)/)
    })
  })
})
