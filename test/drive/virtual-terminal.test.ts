import {describe, expect, it} from 'vitest'
import {VirtualTerminal} from './virtual-terminal.ts'

describe('the terminal in memory', () => {
  it('puts text where the cursor is, wide characters on two cells', () => {
    const terminal = new VirtualTerminal(10, 3)
    terminal.write('ab日\x1b[2;3Hx\ny\x1b[1A\x1b[2Gz')
    expect(terminal.text()).toBe('ab日\n z\ny'.replace(' z', ' zx'))
    expect(terminal.cell(0, 3)).toBe('')
  })

  it('has an alternate screen that leaves the main one as it was', () => {
    const terminal = new VirtualTerminal(10, 2)
    terminal.write('shell\x1b[?1049h\x1b[?25lprogram')
    expect(terminal).toMatchObject({alternate: true, cursorVisible: false})
    terminal.write('\x1b[?1049l\x1b[?25h')
    expect(terminal.text()).toBe('shell\n')
  })

  it.each([
    ['a title', '\x1b]0;owned\x07'],
    ['a device control string', '\x1bP1$r\x1b\\'],
    ['a C1 control', '\x9b31m'],
    ['a bell', '\x07'],
    ['a style that no theme has', '\x1b[5m'],
    ['a row that runs over the edge', 'x'.repeat(11)],
  ])('keeps what is strange: %s', (_, text) => {
    const terminal = new VirtualTerminal(10, 3)
    terminal.write(text)
    expect(terminal.strange.length).toBeGreaterThan(0)
  })

  it('finds nothing strange in what the program writes', () => {
    const terminal = new VirtualTerminal(10, 3)
    terminal.write(`\x1b[?2026h\x1b[94m${'x'.repeat(10)}\x1b[39m\n\x1b[2K\x1b[1Aok\x1b[0K\x1b[?2026l`)
    expect(terminal.strange).toEqual([])
  })
})
