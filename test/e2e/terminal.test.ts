import {describe, expect, it} from 'vitest'
import {requires} from '../corpus/real/tools.ts'
import {isAlive} from './process.ts'
import {PROMPT, quote, withTerminal} from './terminal.ts'

describe('the terminal that drives programs', requires('tmux'), () => {
  it('shows what a program prints, on a screen of the wanted size', async () => {
    await withTerminal(
      `clear; stty size; printf ${quote('grüße 日本\\n')}`,
      {columns: 60, rows: 16},
      async terminal => {
        await terminal.waitFor('grüße 日本')
        const rows = await terminal.rows()
        expect(rows[0]).toBe('16 60')
        expect(rows).toHaveLength(16)
      },
    )
  })

  it('passes keys on and keeps colours on demand', async () => {
    await withTerminal('clear; echo go; cat', {}, async terminal => {
      await terminal.waitFor(/^go/)
      await terminal.type('it; "runs"\n')
      await terminal.waitFor(/it; "runs"\nit; "runs"/)
      await terminal.press('a', ';', 'b', 'Enter', 'C-d')
      await terminal.waitFor(/a;b\na;b/)
      await terminal.waitForPrompt()
      await terminal.type("printf '\\033[31mred\\033[0m done\\n'\n")
      await terminal.waitFor(/^red done/m)
      expect(await terminal.styled()).toContain('\u001b[31mred')
    })
  })

  it('knows the alternate screen, the cursor and a new size', async () => {
    await withTerminal("printf '\\033[?1049h\\033[?25lin'; sleep 1000", {}, async terminal => {
      await terminal.waitUntil(text => text.trim() === 'in', 'the alternate screen alone')
      expect(await terminal.isAlternate()).toBe(true)
      expect((await terminal.cursor()).visible).toBe(false)
      await terminal.resize(100, 30)
      expect(await terminal.rows()).toHaveLength(30)
      await terminal.press('C-c')
      await terminal.waitFor(PROMPT)
      await terminal.type("printf '\\033[?1049l'\n")
      await expect.poll(() => terminal.isAlternate()).toBe(false)
      await terminal.waitForPrompt()
    })
  })

  it('lets a program be stopped and brought back', async () => {
    await withTerminal('clear; echo go; cat', {}, async terminal => {
      await terminal.waitFor(/^go/)
      await terminal.press('C-z')
      await terminal.waitFor('Stopped')
      await terminal.waitForPrompt()
      await terminal.type('fg\n')
      await terminal.waitFor(/fg\n.*cat/)
      await terminal.type('again\n')
      await terminal.waitFor(/again\nagain/)
    })
  })

  it('tells what the screen shows when it never shows what was waited for', async () => {
    await withTerminal('clear; echo here', {}, async terminal => {
      await terminal.waitFor('here')
      await expect(terminal.waitFor('elsewhere', 100)).rejects.toThrow(/never showed elsewhere.*here/s)
    })
  })

  it('is gone after a failure', async () => {
    let pid = 0
    const failing = withTerminal('', {}, async terminal => {
      pid = await terminal.shellPid()
      throw new Error('as wanted')
    })
    await expect(failing).rejects.toThrow('as wanted')
    await expect.poll(() => isAlive(pid)).toBe(false)
  })
})
