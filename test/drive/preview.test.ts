import {execFileSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterAll, describe, expect, it} from 'vitest'
import {explorerOf, type State} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {LayoutBuilder, packTar, type TarMember} from '../corpus/archives.ts'
import {corpusImage} from '../corpus/real/corpus.ts'
import {CORPUS} from '../corpus/real/images.ts'
import {requires} from '../corpus/real/tools.ts'
import {DEMO, type DrivenApp, driveApp} from './drive.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-preview-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

const main = join(import.meta.dirname, '../../dist/main.js')

/** What the command gives of a path: the bytes as they are. */
function cat(reference: string, path: string): Buffer {
  return execFileSync(process.execPath, [main, 'cat', '--no-cache', reference, path], {maxBuffer: 1 << 28})
}

let layouts = 0
async function imageOf(members: readonly TarMember[], stored: (tar: Buffer) => Buffer = tar => tar): Promise<string> {
  const layout = new LayoutBuilder()
  const tar = await packTar(members)
  layout.list(layout.image([tar], {stored: [stored(tar)]}), 'image')
  return layout.writeFolder(join(folder, `layout-${layouts++}`))
}

/** Goes to the row of a path, all folders open, and looks into it. */
async function lookInto(app: DrivenApp, path: string): Promise<void> {
  await goTo(app, path)
  await app.press('enter')
  await app.waitFor(`/${path}`)
}

async function goTo(app: DrivenApp, path: string): Promise<void> {
  const at = (state: State | null) => {
    const explorer = explorerOf(state!)!
    return explorer.tree.cursor <= 0 ? '' : explorer.union!.path(explorer.tree.cursor)
  }
  await app.press('g')
  await app.drawn()
  const keys: string[] = []
  for (let state = app.state!; at(state) !== path; keys.push('j')) {
    const [below] = update(state, {type: 'key', key: 'j'})
    if (at(below) === at(state)) throw new Error(`no row of ${path}`)
    state = below
  }
  await app.press(...keys)
  await app.until(() => at(app.state) === path, `the cursor on ${path}`)
}

/** The lines of a text as the screen shows them, numbers cut off. */
function shownLines(app: DrivenApp): string[] {
  return app
    .rows()
    .slice(2, -2)
    .filter(row => /^.\s*\d+ {2}|^.\s*\d+$/.test(row))
    .map(row => row.replace(/^.\s*\d+(?: {2})?/, ''))
}

/** The bytes on the screen, from their hexadecimal. */
function shownBytes(app: DrivenApp): Buffer {
  const rows = app.rows().flatMap(row => /^.[0-9a-f]{8} {2}((?:[0-9a-f]{2} {1,2})+)/.exec(row)?.[1] ?? [])
  return Buffer.from(rows.join('').replaceAll(' ', ''), 'hex')
}

describe('looking into files of the demo image', () => {
  it('shows text, searches it, and comes back to the tree', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('tab', 'E')
      await lookInto(app, 'etc/passwd')
      await app.waitFor('text, UTF-8')
      const expected = cat(DEMO, 'etc/passwd').toString().trimEnd().split('\n')
      expect(shownLines(app)).toEqual(expected)
      await app.press('/')
      await app.waitFor('leave')
      await app.press('r', 'o', 'o', 't')
      await app.waitFor(/match 1 of \d/)
      await app.press('enter', 'n')
      await app.waitFor(/match 2 of \d/)
      await app.press('x')
      await app.waitFor('00000000')
      expect(shownBytes(app)).toEqual(cat(DEMO, 'etc/passwd'))
      await app.press('esc')
      await app.waitFor('┌ Layers')
    })
  })

  it('puts paths and digests on the clipboard, and draws on', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('Y')
      await app.waitFor('Copied the diffID of layer 9: sha256:056fb63f8caa')
      expect(app.terminal.clipboard).toMatch(/^sha256:056fb63f8caa[0-9a-f]{52}$/)
      await app.press('tab', 'E')
      await goTo(app, 'etc/passwd')
      await app.press('y')
      await app.waitFor('Copied the path: /etc/passwd')
      expect(app.terminal.clipboard).toBe('/etc/passwd')
      await app.press('o')
      await app.waitFor('sha256:')
      await app.press('Y')
      await app.waitFor('Copied the digest of the file')
      const sum = execFileSync('sha256sum', {input: cat(DEMO, 'etc/passwd'), encoding: 'utf8'}).split(' ')[0]
      expect(app.terminal.clipboard).toBe(`sha256:${sum}`)
      await app.drawn()
    })
  })

  it('works on the smallest terminal and the largest', async () => {
    for (const [columns, rows] of [
      [60, 16],
      [140, 45],
    ] as const) {
      await driveApp(DEMO, {columns, rows}, async app => {
        await app.settled()
        await app.press('tab', 'E')
        await lookInto(app, 'etc/os-release')
        await app.waitFor('text, UTF-8')
        for (const key of ['w', 'x', 'x', 'l', 'h', 'G', 'g', '/', 'esc', 'w', 'y', 'Y']) {
          await app.press(key)
          await app.drawn()
        }
      })
    }
  })
})

describe('looking into files that are something else', () => {
  const tar = () => packTar([{name: 'inner/a.txt', content: 'hello'}])

  it('lists archives, follows links, and says what has no bytes', async () => {
    const reference = await imageOf([
      {name: 'a.tar', content: await tar()},
      {name: 'b.tar.gz', content: gzipSync(await tar())},
      {name: 'c.gz', content: gzipSync('unpacked\n')},
      {name: 'd.link', type: 'symlink', link: '/e.link'},
      {name: 'e.link', type: 'symlink', link: 'f.txt'},
      {name: 'f.txt', content: 'at the end of the link\n'},
      {name: 'g.loop', type: 'symlink', link: 'g.loop'},
      {name: 'h.nowhere', type: 'symlink', link: 'not/here'},
      {name: 'i.kernel', type: 'symlink', link: '/proc/self/mounts'},
      {name: 'j.empty', content: ''},
      {name: 'k.pipe', type: 'fifo'},
      {name: 'l.dots', type: 'symlink', link: '../../../../f.txt'},
    ])
    await driveApp(reference, {}, async app => {
      await app.settled()
      await app.press('tab', 'E')
      for (const [path, wanted] of [
        ['a.tar', 'inner/a.txt'],
        ['b.tar.gz', 'unpacked from gzip'],
        ['b.tar.gz', 'inner/a.txt'],
        ['c.gz', 'unpacked'],
        ['d.link', '→ /e.link → f.txt'],
        ['d.link', 'at the end of the link'],
        ['l.dots', 'at the end of the link'],
        ['g.loop', 'It leads nowhere: its links lead in a circle'],
        ['h.nowhere', 'It leads to /not/here, which is not in this image.'],
        ['i.kernel', 'It leads to /proc/self/mounts, which is there only while a container runs.'],
        ['j.empty', 'This file is empty.'],
        ['k.pipe', 'A named pipe'],
      ] as const) {
        await lookInto(app, path)
        await app.waitFor(wanted)
        await app.press('esc')
        await app.waitFor('┌ Layers')
      }
    })
  })

  it('shows hostile content as visible characters alone', async () => {
    const harm = [
      '\x1b]0;owned\x07 title',
      '\x1b[2J\x1b[H clear',
      '\x1bP1$r\x1b\\ \x9b31m',
      'tab\there\tand there',
      '\u202egnp.exe \u2066isolate',
      'zero\u200bwidth \u0301leading',
      'combining a\u0301\u0302\u0303\u0304\u0305\u0306\u0307',
      'wide 日本語 👨‍👩‍👧 👍🏽 🇩🇪 ❤\ufe0f 각 1\ufe0f\u20e3 क्ष',
      `${'日'.repeat(3000)}`,
      `${'x'.repeat(30_000)}`,
      '\x1b[31m'.repeat(2000),
    ]
    const reference = await imageOf([
      {name: 'harm', content: `${harm.join('\n')}\n`},
      {name: 'harm.tar', content: await packTar(harm.map(name => ({name: name.slice(0, 200), content: 'x'})))},
      {name: 'latin', content: Buffer.from('gr\xfc\xdfe aus der alten Zeit \x9b31m\n', 'latin1')},
    ])
    for (const env of [{}, {LANG: 'C'}, {TERM: 'dumb'}] as Record<string, string>[]) {
      await driveApp(reference, {columns: 80, rows: 24, env}, async app => {
        await app.settled()
        await app.press('tab', 'E')
        for (const path of ['harm', 'harm.tar', 'latin']) {
          await lookInto(app, path)
          await app.waitFor(/text, |tar/)
          for (const key of [
            'w',
            'pagedown',
            'pagedown',
            'w',
            'g',
            'l',
            'l',
            'l',
            '/',
            'e',
            'r',
            'enter',
            'n',
            'x',
            'x',
            'Y',
          ]) {
            await app.press(key)
            await app.drawn()
            app.expectSound()
          }
          await app.press('esc')
          await app.waitFor('harm.tar')
        }
        if (env.LANG === 'C') expect(app.terminal.raw).toMatch(/^[\x00-\x7f]*$/)
      })
    }
  })
})

describe('a layer that has to be unpacked', () => {
  it('tells how far it is, lets one leave, and shows the file when one waits', async () => {
    const random = execFileSync('head', ['-c', '40000000', '/dev/urandom'], {maxBuffer: 1 << 28})
    const reference = await imageOf(
      [
        {name: 'before', content: random},
        {name: 'file.txt', content: 'behind it all\n'},
      ],
      tar => gzipSync(tar, {level: 1}),
    )
    await driveApp(reference, {}, async app => {
      await app.settled()
      await app.press('tab')
      await goTo(app, 'file.txt')
      await app.press('o', 'esc')
      await app.waitFor('┌ Layers')
      await app.press('o')
      await app.waitFor('behind it all')
      await app.press('esc', 'o')
      await app.waitFor('behind it all')
    })
  })

  it('is not needed for what was read a moment ago', async () => {
    let readings = 0
    const ports = (real: Parameters<NonNullable<Parameters<typeof driveApp>[1]['ports']>>[0]) => ({
      ...real,
      previewFile: (...given: Parameters<typeof real.previewFile>) => {
        readings++
        return real.previewFile(...given)
      },
    })
    await driveApp(DEMO, {ports}, async app => {
      await app.settled()
      await app.press('tab', 'E')
      for (let i = 0; i < 3; i++) {
        await lookInto(app, 'etc/os-release')
        await app.waitFor('text, UTF-8')
        await app.press('esc')
        await app.waitFor('┌ Layers')
      }
      expect(readings).toBe(1)
    })
  })
})

describe('a long text', () => {
  it('is read in part, more of it on demand, and searched to its end', async () => {
    const line = `${'0123456789'.repeat(7)}\n`
    const content = `${line.repeat(200_000)}needle\n`
    const reference = await imageOf([{name: 'long.txt', content}])
    await driveApp(reference, {}, async app => {
      await app.settled()
      await app.press('tab')
      await goTo(app, 'long.txt')
      await app.press('o')
      await app.waitFor('the first 8.39 MB of 14.2 MB, m reads more')
      await app.press('/', ...'needle')
      await app.waitFor('no match')
      await app.press('enter', 'm')
      await app.waitFor('match 1 of 1')
      await app.waitFor('200001  needle')
      await app.press('g', 'G')
      await app.waitFor('lines 199,970–200,001 of 200,001')
    })
  })
})

const REAL = ['docker save of a commit', 'skopeo, gzip layout', 'skopeo, zstd:chunked layout', 'buildah commit, layout']

describe('files of images that real tools wrote', () => {
  for (const {name, needs} of CORPUS.filter(image => REAL.includes(image.name))) {
    it(`show the bytes that cat gives: ${name}`, requires(...needs), async () => {
      const {reference} = await corpusImage(name)
      await driveApp(reference, {columns: 140, rows: 45}, async app => {
        await app.settled()
        await app.press('tab', 'E')
        await app.drawn()
        let looked = 0
        for (let i = 0; i < 40 && looked < 4; i++) {
          const explorer = explorerOf(app.state!)!
          const {cursor} = explorer.tree
          const union = explorer.union!
          const version = union.versionAt(cursor, explorer.selected)
          if (version >= 0 && union.type(version) === 'file' && union.sizeOf(version) > 0) {
            const expected = cat(reference, union.path(cursor))
            await app.press('o')
            await app.waitFor(/text, |bytes|members/)
            if (!app.text().includes('00000000')) {
              await app.press('x')
              await app.waitFor('00000000')
            }
            const shown = shownBytes(app)
            expect(shown.length).toBe(Math.min(expected.length, 41 * 16))
            expect(shown).toEqual(expected.subarray(0, shown.length))
            await app.press('esc')
            await app.waitFor('┌ Layers')
            looked++
          }
          await app.press('j')
          await app.drawn()
        }
        expect(looked).toBeGreaterThan(0)
      })
    })
  }
})
