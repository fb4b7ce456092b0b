import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {explorerOf} from '../../src/tui/app/state.ts'
import {LayoutBuilder, packTar} from '../corpus/archives.ts'
import {DEMO, type DrivenApp, driveApp} from './drive.ts'

const folder = mkdtempSync(join(tmpdir(), 'layerlens-filter-'))
afterAll(() => rmSync(folder, {recursive: true, force: true}))

/** What the Files pane shows of the tree, name by name. */
function names(app: DrivenApp): string[] {
  const left = app.row('┌ Layers').indexOf('┐') + 1
  return app
    .rows()
    .slice(3, -2)
    .map(row => /^.\s*[▾▸]?\s*(\S+)/.exec(row.slice(left).replace(/^▌/, ' ').slice(1))?.[1] ?? '')
    .filter(name => name !== '')
}

/** Waits until what was typed last is answered and drawn. */
async function answered(app: DrivenApp): Promise<void> {
  await app.drawn()
  await app.until(() => {
    const explorer = app.state && explorerOf(app.state)
    return explorer?.filter != null && explorer.filter.awaited < 0
  }, 'an answer')
  await app.drawn()
}

const cursorRow = (app: DrivenApp) => {
  const left = app.row('┌ Layers').indexOf('┐') + 1
  return app.rows().find(row => row[left] === '▌') ?? ''
}

describe('the filter', () => {
  it('shows what matches and the folders on the way, hidden folders too, while one types', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('tab', 'C', '/', 't', 'e', 'a')
      await app.waitFor('2 of 58 paths match')
      expect(names(app)).toEqual(['usr/', 'lib/', 'libtea.so.4', 'libtea.so'])
      await app.press('backspace', 'backspace')
      await app.waitFor(/\/ t +substring/)
      await answered(app)
      expect(names(app).length).toBeGreaterThan(8)
      await app.press('ctrl+u')
      await app.waitFor('58 paths')
      await app.press('*', '.', 'j', 's')
      await app.waitFor(/\*\.js +glob/)
      await answered(app)
      await app.waitFor(/[1-9]\d* of 58 paths match/)
      expect(names(app).filter(name => !/(\.js|\/)$/.test(name))).toEqual([])
      await app.press('esc')
      await app.waitFor('58 paths')
      await app.waitGone('match')
      expect(names(app)).toContain('etc/')
    })
  })

  it('takes what is typed and pasted in one piece, and shows the field before it knows what matches', async () => {
    const slow: {go: () => void} = {go: () => {}}
    const ports = (real: Parameters<NonNullable<Parameters<typeof driveApp>[1]['ports']>>[0]) => ({
      ...real,
      matchPaths: async (...asked: Parameters<typeof real.matchPaths>) => {
        await new Promise<void>(resolve => {
          slow.go = resolve
        })
        return real.matchPaths(...asked)
      },
    })
    await driveApp(DEMO, {ports}, async app => {
      await app.settled()
      app.type('/libt')
      await app.waitFor(/\/ libt +substring/)
      expect(names(app)).toContain('etc/')
      app.type('\x1b[200~ea.so\x1b[201~')
      await app.waitFor(/\/ libtea\.so +substring/)
      slow.go()
      await app.waitFor('of 58 paths match')
      expect(names(app)).toEqual(['usr/', 'lib/', 'libtea.so.4', 'libtea.so'])
    })
  })

  it('is kept by enter; n and N go from match to match, round the ends and into closed folders', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('/', ...'node_modules/*/index.js', 'enter')
      await app.waitFor('filter node_modules/*/index.js')
      await answered(app)
      const count = Number(/(\d+) of 58/.exec(app.text())![1])
      expect(count).toBeGreaterThan(3)
      await app.press('C')
      await app.drawn()
      expect(names(app)).toEqual(['opt/'])
      const seen = new Set<string>()
      for (let i = 0; i < count; i++) {
        await app.press('n')
        await app.drawn()
        expect(cursorRow(app)).toContain('index.js')
        seen.add(app.rows().at(-2)!)
      }
      expect(seen.size).toBe(count)
      const last = app.rows().at(-2)
      await app.press('n')
      await app.drawn()
      expect(seen).toContain(app.rows().at(-2))
      await app.press('N')
      await app.drawn()
      expect(app.rows().at(-2)).toBe(last)
      await app.press('esc')
      await app.waitGone('filter node_modules')
      expect(cursorRow(app)).toContain('index.js')
      await app.press('n')
      await app.waitFor('Nothing is filtered. / begins.')
    })
  })

  it('goes with the user to other layers and views', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('/', ...'node', 'enter')
      await app.waitFor('filter node')
      await answered(app)
      expect(app.text()).toContain(', 1 removed')
      expect(names(app)).toContain('node')
      await app.press('[')
      await app.waitFor('Files after layer 8 · filter node')
      await app.waitFor('paths match')
      await app.press('g', 'tab', 'g')
      await app.waitFor('Files after layer 0 · filter node')
      await app.waitFor('Nothing matches here.')
      await app.press('G', 'c')
      await app.waitFor('Changes of layer 9 · filter node')
      await app.waitFor(/▌? *− +node/)
    })
  })

  it('says why a regular expression is none, and does not leave it so', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('/', 'tab', ...'(tea|shop')
      await app.waitFor('This is no regular expression yet')
      await app.press('enter')
      await app.waitFor(/^ This is no regular expression yet: .+\.$/m)
      await app.press(')')
      await app.waitFor(/\d+ of 58 paths match/)
      await app.press('enter')
      await app.waitFor('filter /(tea|shop)/')
    })
  })

  it('survives an expression that never ends', async () => {
    const layout = new LayoutBuilder()
    const tar = await packTar([
      {name: `deep/${'a'.repeat(60)}!`, content: 'x'},
      {name: 'deep/b', content: 'y'},
    ])
    layout.list(layout.image([tar]), 'endless')
    await driveApp(layout.writeFolder(join(folder, 'endless')), {}, async app => {
      await app.settled()
      await app.press('/', 'tab', ...'^(a+)+$')
      await app.waitFor('This expression takes too long: it was stopped.')
      await app.press('ctrl+u', 'b')
      await app.waitFor('1 of 3 paths matches')
      await app.press(...'|^(a+)+$')
      await app.waitFor(/\/ b\|\^\(a\+\)\+\$/)
      await app.press('esc')
      await app.waitFor('3 paths')
      await app.press('q')
      expect(await app.exit).toBe(0)
    })
  })

  it('stays harmless with hostile names and patterns', async () => {
    const layout = new LayoutBuilder()
    const harm = [
      '\x1b]0;owned\x07',
      '\u202egnp.exe',
      'e\u0301\u0302x',
      '日本語',
      '👨‍👩‍👧',
      '\x9b31m',
      'line\nbreak',
      '🇩🇪',
      '1\ufe0f\u20e3',
    ]
    const tar = await packTar(harm.map((name, i) => ({name: `files/${i}e ${name}`, content: 'x'})))
    layout.list(layout.image([tar]), 'hostile')
    await driveApp(layout.writeFolder(join(folder, 'hostile')), {columns: 80, rows: 24}, async app => {
      await app.settled()
      for (const text of ['e', '本', '👨', '\u0301', '[日-本]*', '.', '\x1b[200~\x1b]0;x\x07\u202e\x1b[201~', '🇩']) {
        for (const regex of [false, true]) {
          await app.press('/', 'ctrl+u', ...(regex ? ['tab'] : []))
          app.type(text)
          await answered(app)
          app.expectSound()
          await app.press('ctrl+u', 'esc')
          await app.waitFor('10 paths')
        }
      }
    })
  })

  it('stops reading by esc only once nothing is filtered', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('esc')
      await app.waitFor('Nothing is filtered, and nothing is being read.')
      await app.press('/', 'x', 'enter', 'esc')
      await app.waitFor('58 paths')
      await app.press('x')
      await app.waitFor('Nothing is being read.')
    })
  })
})

describe('the largest files', () => {
  it('are listed with what became of them, and each is found in the tree', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('L')
      await app.waitFor('The 63 largest files, 34 of them hidden: 1.77 MB')
      expect(app.row('/usr/bin/node')).toMatch(/420 kB █+ − \/usr\/bin\/node +layer 1 {2}deleted by 9/)
      await app.press('enter')
      await app.waitFor('Files after layer 1')
      expect(cursorRow(app)).toMatch(/\+ +node/)
      await app.press('L', 'j', 'j', 'j', 'j', 'enter')
      await app.waitFor('/usr/lib/libtea.so.4')
      await app.waitFor('Files after layer 1')
      await app.press('/', ...'node', 'enter', 'L', 'j', 'enter')
      await app.waitFor('teapot_main_Packages')
      await app.waitGone('filter node')
    })
  })
})
