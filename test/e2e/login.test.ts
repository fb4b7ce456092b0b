import {describe, it} from 'vitest'
import {requires} from '../corpus/real/tools.ts'
import {PROGRAM, quote, withTerminal} from './terminal.ts'

describe('a login that asks at the terminal', requires('tmux'), () => {
  it('shows what it asks for, the name as it is typed, and nothing of the password', async () => {
    await withTerminal(`node ${quote(PROGRAM)} login localhost:1`, {}, async terminal => {
      await terminal.waitFor(/^Username:/m)
      await terminal.type('me\n')
      await terminal.waitFor(/^Username: me\nPassword:/m)
      await terminal.type('s3cret\n')
      await terminal.waitFor(/^Username: me\nPassword:\nlayerlens: /m)
    })
  })

  it.each([
    ['the end of input', 'C-d'],
    ['Ctrl-C', 'C-c'],
  ])('is cancelled by %s', async (_, key) => {
    const line = `node ${quote(PROGRAM)} login localhost:1; echo "it gave $?"`
    await withTerminal(line, {}, async terminal => {
      await terminal.waitFor('Username:')
      await terminal.press(key)
      await terminal.waitFor(/it gave 130/)
    })
  })
})
