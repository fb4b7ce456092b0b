import {execFileSync} from 'node:child_process'
import {existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {explorerOf} from '../../src/tui/app/state.ts'
import {layerlens} from '../cli/program.ts'
import {writeVastArchive} from '../cli/vast-archive.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {CORPUS} from '../corpus/real/images.ts'
import {requires} from '../corpus/real/tools.ts'
import {DEMO, type DrivenApp, driveApp} from './drive.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-versions-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))
const GZIP = CORPUS.find(({name}) => name === 'skopeo, gzip layout')!
const fresh = () => join(mkdtempSync(join(folder, 'to-')), 'out')

/** Into the files, all of them open, in an order that is known. */
async function openTree(app: DrivenApp): Promise<void> {
  await app.settled()
  await app.press('tab', 's', 'E')
}

/** Fills the form that is open with a folder. */
async function typeFolder(app: DrivenApp, directory: string): Promise<void> {
  await app.waitFor('into')
  await app.press('ctrl+u')
  app.type(directory)
  await app.until(() => app.state !== null && app.text().includes(directory.slice(-12)), 'the folder in its field')
}

describe('the versions of a path', () => {
  it('are told from first to last, and lead to their layers', async () => {
    await driveApp(DEMO, {}, async app => {
      await openTree(app)
      await app.toPath('opt/shop/server.js')
      await app.press('v')
      await app.waitFor('Versions of /opt/shop/server.js')
      const rows = app.rows().flatMap(row => /^[▌ ]\s+(\d+) (\S .*?) {2,}/.exec(row)?.slice(1, 3).join(' ') ?? [])
      expect(rows).toEqual([
        '3 + added',
        '5 m owner root:root→app:app',
        '8 = stored again, nothing differs',
        '9 ~ content',
      ])
      await app.press('k', 'k', 'l')
      await app.waitFor('Files after layer 5')
      expect(explorerOf(app.state!)!.union!.path(explorerOf(app.state!)!.tree.cursor)).toBe('opt/shop/server.js')
    })
  })

  it('tell who deleted what, and the deleted file is taken out as it was', async () => {
    const out = fresh()
    await driveApp(DEMO, {}, async app => {
      await openTree(app)
      await app.press('[', '[', '[')
      await app.toPath('opt/shop/.env')
      await app.press('v')
      await app.waitFor('Layer 6 took away what layer 5 had put there.')
      await app.press('e')
      await app.waitFor('it put nothing there')
      await app.press('k', 'e')
      await typeFolder(app, out)
      await app.press('enter')
      await app.waitFor('Extracted 1 file')
    })
    const {stdout} = await layerlens(['cat', DEMO, '/opt/shop/.env', '--layer', '5'])
    expect(stdout).toContain('SHOP_NAME')
    expect(readFileSync(join(out, 'opt/shop/.env'), 'utf8')).toBe(stdout)
  })

  it('are compared line by line, as diff does it', async () => {
    const [before, after] = await Promise.all(
      ['8', '9'].map(async layer => (await layerlens(['cat', DEMO, '/opt/shop/server.js', '--layer', layer])).stdout),
    )
    await driveApp(DEMO, {rows: 12}, async app => {
      await openTree(app)
      await app.toPath('opt/shop/server.js')
      await app.press('v', '=')
      await app.waitFor(`${after!.split('\n').length - 1} lines added, ${before!.split('\n').length - 1} removed`)
      await app.press('G')
      await app.waitFor(`+ ${after!.split('\n').at(-2)}`)
      await app.press('esc', 'k', '=')
      await app.waitFor('the same, 9,000 B')
      await app.press('esc', 'k', 'space', 'G', 'space', '=')
      await app.waitFor('layer 5 → 9')
      await app.waitFor(/owner|time/)
    })
  })
})

describe('extracting', () => {
  it('writes a folder as of the selected layer, as the command does, and leaves alone what is there', async () => {
    const [ours, theirs] = [fresh(), fresh()]
    await layerlens(['extract', DEMO, '/opt', '--layer', '5', '-o', theirs])
    await driveApp(DEMO, {}, async app => {
      await openTree(app)
      await app.press(',', ',', ',', ',')
      await app.toPath('opt')
      await app.press('e')
      await typeFolder(app, ours)
      await app.press('enter')
      await app.waitFor('Extracted')
      expect(execFileSync('diff', ['-r', '--no-dereference', ours, theirs], {encoding: 'utf8'})).toBe('')
      writeFileSync(join(ours, 'opt/shop/server.js'), 'mine')
      await app.press('e', 'enter')
      await app.waitFor('not written: w shows why')
      await app.press('w')
      await app.waitFor('/opt/shop/server.js')
      await app.waitFor('Something of that name is already there.')
      expect(readFileSync(join(ours, 'opt/shop/server.js'), 'utf8')).toBe('mine')
      await app.press('esc', 'e', 'tab', 'space', 'enter')
      await app.waitFor(/Extracted \d+ files/)
      expect(readFileSync(join(ours, 'opt/shop/server.js'), 'utf8')).not.toBe('mine')
    })
  })

  it('gives the form back when nothing can be written there', async () => {
    const out = fresh()
    mkdirSync(out)
    const file = join(out, 'file')
    writeFileSync(file, '')
    await driveApp(DEMO, {}, async app => {
      await openTree(app)
      await app.press('e')
      await typeFolder(app, join(file, 'below'))
      await app.press('enter')
      await app.waitFor('is no folder that can be written to')
      await app.press(...Array.from({length: 6}, () => 'backspace'), 'x', 'enter')
      await app.waitFor('Extracted 1 link into')
      await app.waitFor('┌ Layers')
    })
  })

  const halfWritten = (out: string) =>
    existsSync(out)
      ? readdirSync(out, {recursive: true}).filter(name => lstatSync(join(out, String(name))).isFile())
      : []

  it('is stopped in the middle by a key, by leaving, by a terminal that goes; nothing half-written stays', async () => {
    const archive = join(folder, 'vast.tar')
    writeVastArchive(archive, 8 * 2 ** 30)
    for (const end of ['ctrl+x', 'ctrl+c', 'hang up']) {
      const out = fresh()
      await driveApp(archive, {}, async app => {
        await app.until(() => (app.state === null ? null : explorerOf(app.state)?.union) != null, 'a tree')
        await app.press('x', 'tab', 'e')
        await typeFolder(app, out)
        await app.press('enter')
        await app.waitFor(/extract \S+ \SB of/)
        expect(halfWritten(out)).toHaveLength(1)
        await app.press('q')
        await app.waitFor('Leave while 1 job runs?')
        if (end === 'hang up') app.hangUp()
        else await app.press(end)
        if (end === 'ctrl+x') await app.waitFor('Stopped.')
        else expect(await app.exit).toBe(end === 'ctrl+c' ? 130 : 129)
        await app.until(() => halfWritten(out).length === 0, 'an end of the half-written file')
      })
    }
  })

  it('takes any version out of compressed layers of a real image', requires(...GZIP.needs), async () => {
    const {path} = await corpusImage(GZIP.name)
    const out = fresh()
    let taken = ''
    let layer = 0
    await driveApp(path, {}, async app => {
      await openTree(app)
      const {union} = explorerOf(app.state!)!
      const changed = Array.from({length: union!.columns.nodeCount}, (_, node) => node).find(
        node => union!.versionsOf(node).filter(version => union!.sizeOf(version) > 0).length > 1,
      )!
      taken = union!.path(changed)
      layer = union!.columns.versionLayer[union!.versionsOf(changed).at(-1)!]!
      await app.toPath(taken)
      await app.press('v', 'g', 'e')
      await typeFolder(app, out)
      await app.press('enter')
      await app.waitFor('Extracted 1 file')
      await app.press('G', '=')
      await app.waitFor('before     layer')
    })
    const {stdout} = await layerlens(['cat', path, `/${taken}`, '--layer', `${layer}`])
    expect(readFileSync(join(out, taken), 'utf8')).toBe(stdout)
  })
})
