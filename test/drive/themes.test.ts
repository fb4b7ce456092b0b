import {describe, expect, it} from 'vitest'
import {rebound} from '../../src/tui/app/bindings/rebind.ts'
import {DEFAULT_PREFERENCES} from '../../src/tui/app/preferences.ts'
import {DEMO, type DrivenApp, driveApp} from './drive.ts'

const TRUE_COLOURS = {COLORTERM: 'truecolor'}

/** The state's ground, once the screen has drawn it. */
const ground = (app: DrivenApp) => app.state?.capabilities.ground

/** What stands in the filter that is being typed. */
const typed = (app: DrivenApp) => {
  const context = app.state?.contexts.at(-1)
  return context?.kind === 'filter' ? context.field.text : null
}

describe('the colours', () => {
  it.each([
    ['rgb:1e1e/1e1e/1e1e', 'dark', '38/138.180.255'],
    ['rgb:fdfd/f6f6/e3e3', 'light', '38/5.80.174'],
  ] as const)('are those for what the terminal says is behind its text: %s', async (colour, expected, accent) => {
    await driveApp(DEMO, {ground: colour, env: TRUE_COLOURS}, async app => {
      await app.settled()
      await app.until(() => ground(app) === expected, `a ${expected} ground`)
      await app.drawn()
      expect(app.terminal.styled()).toContain(`{${accent}}`)
      expect(app.heard).toBe(0)
      // Asked once, behind the first frame.
      expect(app.terminal.raw.split('\x1b]11;?').length).toBe(2)
      expect(app.terminal.raw.indexOf('Layers')).toBeLessThan(app.terminal.raw.indexOf('\x1b]11;?'))
    })
  })

  it('are the terminal’s own where it does not tell', async () => {
    await driveApp(DEMO, {env: TRUE_COLOURS}, async app => {
      await app.settled()
      await app.press('j')
      await app.drawn()
      expect(ground(app)).toBeUndefined()
      expect(app.terminal.styled()).toContain('{94}')
    })
  })

  it.each([
    ['light', {}, '38/25'],
    ['dark', {}, '38/111'],
    ['high-contrast', {}, '38/153'],
    ['dark', {TERM: 'xterm'}, '96'],
  ] as const)('are those that were asked for: %s, with %j', async (theme, env, accent) => {
    await driveApp(DEMO, {theme, env}, async app => {
      await app.settled()
      await app.drawn()
      expect(app.terminal.styled()).toContain(`{${accent}}`)
      // Of high contrast there are two, for which the ground is asked.
      expect(app.terminal.raw.includes('\x1b]11;?')).toBe(theme === 'high-contrast')
    })
  })

  it('are none with NO_COLOR, and nothing is asked', async () => {
    await driveApp(DEMO, {ground: 'rgb:0/0/0', env: {...TRUE_COLOURS, NO_COLOR: '1'}}, async app => {
      await app.settled()
      await app.drawn()
      expect(app.terminal.styled()).not.toMatch(/\{[^}]*(?:3[0-7]|9\d|38)/)
      expect(app.terminal.raw).not.toContain('\x1b]11;?')
    })
  })
})

describe('a terminal that answers nothing', () => {
  it('loses no key, Esc and what looks like an answer among them, and ends all the same', async () => {
    await driveApp(DEMO, {ground: 'silent'}, async app => {
      await app.settled()
      await app.press('?')
      await app.waitFor('Panes and layers')
      // Nothing comes behind Esc: it is the key after all.
      await app.press('esc')
      await app.waitGone('Panes and layers')
      await app.press('/')
      app.type(']11;rgb:0/0/0')
      await app.waitFor(']11;rgb:0/0/0')
      await app.press('esc', 'q')
      expect(await app.exit).toBe(0)
    })
  })

  it('may answer late, in pieces and between keys', async () => {
    await driveApp(DEMO, {ground: 'silent', env: TRUE_COLOURS}, async app => {
      await app.settled()
      await app.press('/')
      for (const piece of ['a', '\x1b]11', ';rgb:ff/f', 'f/ff\x1b\\', '\x1b[?6', '2cb']) app.type(piece)
      await app.until(() => ground(app) === 'light', 'a light ground')
      await app.until(() => typed(app) === 'ab', 'ab in the filter')
      await app.press('esc')
    })
  })
})

describe('the user’s settings', () => {
  it('hold in the whole program: keys, first view, hidden kinds', async () => {
    const keys = rebound([
      {id: 'quit', keys: ['Q'], where: 'here'},
      {id: 'help', keys: ['K'], where: 'here'},
    ])
    const preferences = {...DEFAULT_PREFERENCES, view: 'changes', hidden: ['removed']} as const
    await driveApp(DEMO, {keys, preferences}, async app => {
      await app.settled()
      expect(app.text()).toContain('Changes of layer')
      expect(app.text()).toContain('removed hidden')
      await app.press('K')
      await app.waitFor('Panes and layers')
      await app.press('q', 'Q')
      expect(await app.exit).toBe(0)
    })
  })
})
