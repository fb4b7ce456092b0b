import {copyFileSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {architectureOfHost} from '../../src/image/oci/platform.ts'
import {dockerSave, LayoutBuilder, layerTar, packTar} from '../corpus/archives.ts'
import {DEMO, driveApp} from './drive.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-drive-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

describe('several images in one file', () => {
  it('are offered; one is opened, and one comes back to the list', async () => {
    const tars = [await layerTar({'etc/one': '1'}), await layerTar({'etc/two': '22'})]
    const path = join(folder, 'several.tar')
    writeFileSync(
      path,
      await packTar(
        dockerSave([
          {tags: ['shop/one:1'], tars: [tars[0]!]},
          {tags: ['shop/two:2'], tars: tars},
        ]),
      ),
    )
    await driveApp(path, {}, async app => {
      await app.waitFor('2 images are here. Which one?')
      expect(app.row('shop/one:1')).toMatch(/^▌ shop\/one:1/)
      await app.press('j')
      await app.waitFor('▌ shop/two:2')
      await app.press('enter')
      await app.settled()
      expect(app.row('layerlens')).toMatch(/shop\/two:2 · .*2 layers/)
      await app.press('E')
      await app.waitFor('two')
      await app.press('backspace')
      await app.waitFor('▌ shop/two:2')
      await app.press('up', 'enter')
      await app.settled()
      expect(app.row('layerlens')).toMatch(/shop\/one:1 · .*1 layer/)
      await app.press('q')
      expect(await app.exit).toBe(0)
    })
  })
})

describe('several platforms under one name', () => {
  it("are offered, with the host's own selected", async () => {
    const layout = new LayoutBuilder()
    const own = architectureOfHost(process.arch)
    const other = own === 'amd64' ? 's390x' : 'amd64'
    const made = await Promise.all(
      [other, own].map(async architecture => {
        const descriptor = layout.image([await layerTar({[`etc/${architecture}`]: architecture})], {architecture})
        return {...descriptor, platform: {os: 'linux', architecture}}
      }),
    )
    layout.list(layout.index(made), 'both')
    const path = layout.writeFolder(join(folder, 'platforms'))
    await driveApp(`oci:${path}:both`, {}, async app => {
      await app.waitFor('Which one?')
      expect(app.row('▌')).toContain(`linux/${own}`)
      expect(app.text()).toContain(`linux/${other}`)
      await app.press('enter')
      await app.settled()
      expect(app.row('layerlens')).toContain(`linux/${own}`)
    })
    await driveApp(`oci:${path}:both`, {platform: `linux/${other}`}, async app => {
      await app.settled()
      expect(app.row('layerlens')).toContain(`linux/${other}`)
    })
  })
})

describe('a reference that can not be opened', () => {
  it('says what is wrong and what to do, and r tries again', async () => {
    const path = join(folder, 'later.tar')
    await driveApp(path, {}, async app => {
      await app.waitFor('There is no file or folder')
      expect(app.text()).toContain('Check the spelling')
      expect(app.rows().at(-1)).toMatch(/r try again .* q quit/)
      await app.press('r')
      await app.drawn()
      expect(app.text()).toContain('There is no file or folder')
      copyFileSync(DEMO, path)
      await app.press('r')
      await app.settled()
      expect(app.row('layerlens')).toContain('shop/tea:1.4')
    })
  })

  it.each([
    ['an HTML page saved as .tar', Buffer.from('<!DOCTYPE html><html><body>404</body></html>'), /web page|HTML/],
    ['nothing', Buffer.alloc(0), /empty/],
    ['noise', Buffer.from(Array.from({length: 4096}, (_, i) => (i * 7919) & 0xff)), /\./],
  ])('is told in words: %s', async (name, bytes, words) => {
    const path = join(folder, `${name.replaceAll(' ', '-')}.tar`)
    writeFileSync(path, bytes)
    await driveApp(path, {columns: 60, rows: 16}, async app => {
      await app.waitFor('try again')
      expect(app.text()).toMatch(words)
      expect(app.text()).not.toMatch(/\bat .*:\d+|Error:/)
      await app.press('q')
      expect(await app.exit).toBe(0)
    })
  })
})
