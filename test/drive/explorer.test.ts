import {describe, expect, it} from 'vitest'
import {width} from '../../src/text/width.ts'
import {BINDINGS} from '../../src/tui/app/bindings.ts'
import {keyName} from '../../src/tui/app/key-names.ts'
import {DEMO, type DrivenApp, driveApp} from './drive.ts'

/** The part of a row of the Files pane that names the file: its letter, how deep it lies, its name. */
function fileRows(app: DrivenApp): string[] {
  const left = app.row('┌ Layers').indexOf('┐') + 1
  return app
    .rows()
    .slice(3, -2)
    .map(row => row.slice(left).replace(/^▌/, ' ').trimEnd())
    .filter(row => row !== '')
}

const names = (app: DrivenApp) => fileRows(app).map(row => /^.\s*[▾▸]?\s*(\S+)/.exec(row.slice(1))![1]!)

describe('the explorer on the demo image', () => {
  it('opens, reads everything, and leaves the terminal as it was', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      expect(app.row('layerlens')).toMatch(
        /shop\/tea:1\.4 · linux\/amd64 · 10 layers · 2\.51 MB · 30 files · 1\.35 MB wasted/,
      )
      expect(app.rawMode).toBe(true)
      expect(app.drawnWithEcho).toBe(false)
      expect(app.terminal).toMatchObject({alternate: true, cursorVisible: false})
      await app.press('q')
      expect(await app.exit).toBe(0)
      expect(app.rawMode).toBe(false)
      expect(app.terminal).toMatchObject({alternate: false, cursorVisible: true})
      expect(app.text().trim()).toBe('')
    })
  })

  it('has three views of a layer: everything, what it changed, what its tar holds', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('[', '[', '[')
      await app.waitFor('Files after layer 6')
      await app.press('tab', 'E', 'c')
      await app.waitFor('Changes of layer 6')
      expect(names(app)).toContain('.git/')
      expect(names(app)).not.toContain('usr/')
      await app.press('c')
      await app.waitFor('Contents of layer 6')
      await app.press('c')
      await app.waitFor('Files after layer 6')
      expect(names(app)).toContain('usr/')
      await app.press('ctrl+l')
      await app.waitFor('Changes of layer 6')
      await app.press('ctrl+a')
      await app.waitFor('Files after layer 6')
    })
  })

  it('opens and closes one folder, and all of them', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('tab', 'C')
      await app.drawn()
      const closed = names(app)
      expect(closed).toContain('opt/')
      await app.press('l')
      await app.waitFor('▾ usr/')
      expect(names(app)).toEqual([closed[0], 'bin/', 'lib/', 'share/', ...closed.slice(1)])
      await app.press('h')
      await app.waitFor('▸ usr/')
      expect(names(app)).toEqual(closed)
      await app.press('E')
      await app.waitGone('▸')
      expect(names(app).length).toBeGreaterThan(25)
      await app.press('ctrl+space')
      await app.waitGone('▾')
      expect(names(app)).toEqual(closed)
    })
  })

  it('sorts by size and by name', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('C')
      await app.drawn()
      expect(names(app).slice(0, 3)).toEqual(['usr/', 'opt/', 'etc/'])
      await app.press('s')
      await app.waitFor('by name')
      expect(names(app)).toEqual([...names(app)].sort())
      await app.press('s')
      await app.waitFor('by size')
      expect(names(app).slice(0, 3)).toEqual(['usr/', 'opt/', 'etc/'])
    })
  })

  it('shows attributes on demand, sizes to the byte', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('tab', 'E')
      await app.drawn()
      expect(app.text()).not.toContain('rwx')
      await app.press('a')
      await app.waitFor('drwxr-xr-x')
      expect(app.row('bash')).toMatch(/-rwxr-xr-x +root:root +96,000 B$/)
      await app.press('a')
      await app.waitGone('rwx')
    })
  })

  it('shows the full command of a layer, in the box and on a page', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      const box = app.text()
      for (const part of ['sed -i s/slow/fast/ server.js', '&& rm /usr/bin/node', '&& chmod 755 /usr/lib/libtea.so.4'])
        expect(box).toContain(part)
      await app.press('i')
      await app.waitFor('as stored')
      expect(app.text()).toContain('RUN /bin/sh -c sed -i s/slow/fast/ server.js')
      expect(app.text()).toMatch(/diffID +sha256:056fb63f8caa[0-9a-f]{52}/)
      await app.press('esc')
      await app.waitFor('┌ Layers')
    })
  })

  it('has a tab for the config', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('5')
      await app.waitFor('Environment')
      const text = app.text()
      expect(text).toMatch(/cmd +\["node", "server\.js"\]/)
      expect(text).toMatch(/workdir +\/opt\/shop/)
      expect(text).toMatch(/SHOP_PORT +8080/)
      expect(text).toMatch(/org\.opencontainers\.image\.title +tea shop/)
      await app.press('1')
      await app.waitFor('┌ Layers')
    })
  })

  it('lists every binding in the help, and each works where it says', async () => {
    await driveApp(DEMO, {columns: 120, rows: 300}, async app => {
      await app.settled()
      await app.press('?')
      await app.waitFor('Letters beside files')
      const text = app.text()
      for (const binding of BINDINGS) {
        expect(text).toContain(binding.label)
        expect(text).toContain(keyName(binding.keys[0]!))
      }
      expect(text).toContain('removed')
    })
  })

  it('takes each of several keys that come in one piece', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('g')
      await app.waitFor('▌0')
      app.type('jjjj')
      await app.waitFor('▌4')
      app.type('\x1b[B\x1b[B\x1b[A')
      await app.waitFor('▌5')
      app.type('kkj[G')
      await app.waitFor('▌9')
    })
  })

  it('says why a key does nothing, until the next one', async () => {
    await driveApp(DEMO, {}, async app => {
      await app.settled()
      await app.press('x')
      await app.waitFor('Nothing is being read.')
      await app.press(']')
      await app.waitFor('This is the last layer.')
      await app.press('k')
      await app.waitGone('This is the last layer.')
    })
  })
})

describe('whatever the size', () => {
  const SIZES = [
    [60, 16],
    [80, 24],
    [140, 45],
    [20, 5],
    [1, 1],
    [300, 80],
    [69, 12],
    [100, 30],
  ] as const

  it('no resize at any moment breaks a box', async () => {
    await driveApp(DEMO, {}, async app => {
      const keys = [
        'tab',
        'E',
        'j',
        'c',
        '2',
        'G',
        '3',
        'G',
        '1',
        '?',
        'pagedown',
        'esc',
        'i',
        'esc',
        'a',
        's',
        'tab',
        'j',
      ]
      for (let i = 0; i < 64; i++) {
        const [columns, rows] = SIZES[(i * 5 + Math.floor(i / 8)) % SIZES.length]!
        app.resize(columns, rows)
        await app.press(keys[i % keys.length]!)
        await app.drawn()
        app.expectSound()
        expectWholeBox(app)
      }
      await app.settled()
    })
  })
})

/** Where the Layers pane is on the screen, its frame has no gap and no step. */
export function expectWholeBox(app: DrivenApp): void {
  const rows = app.rows()
  const top = rows.findIndex(row => row.startsWith('┌'))
  if (top < 0) return
  const right = rows[top]!.lastIndexOf('┐')
  if (right < 0) return
  const bottom = rows.findIndex(row => row.startsWith('└'))
  expect(bottom).toBe(app.terminal.rows - 2)
  for (let row = top; row <= bottom; row++) {
    expect('┌│├└').toContain(app.terminal.cell(row, 0))
    expect('┐│┤┘').toContain(app.terminal.cell(row, right))
    expect(width(rows[row]!)).toBeLessThanOrEqual(app.terminal.columns)
  }
}
