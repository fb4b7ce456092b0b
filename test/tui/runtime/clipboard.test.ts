import {describe, expect, it} from 'vitest'
import {clipboardSequence} from '../../../src/tui/runtime/clipboard.ts'

const ESC = '\x1b'

/** What GNU screen passes on: the content of device control strings. */
function passedOn(sequence: string): string {
  return [...sequence.matchAll(new RegExp(`${ESC}P([^]*?)${ESC}\\\\`, 'g'))].map(match => match[1]).join('')
}

describe('what is written for the clipboard', () => {
  const plain = `${ESC}]52;c;L2V0Yy9wYXNzd2Q=\x07`

  it('is OSC 52 with the text in base64', () => {
    expect(clipboardSequence('/etc/passwd', {})).toBe(plain)
    expect(clipboardSequence('日本', {})).toBe(`${ESC}]52;c;${Buffer.from('日本').toString('base64')}\x07`)
  })

  it('reaches tmux itself and the terminal around it', () => {
    const written = clipboardSequence('/etc/passwd', {TMUX: '/tmp/tmux-0/default,1,0'})
    expect(written.startsWith(plain)).toBe(true)
    expect(written.slice(plain.length)).toBe(`${ESC}Ptmux;${ESC}${plain}${ESC}\\`)
  })

  it('goes through screen in strings that it takes', () => {
    const text = 'x'.repeat(5000)
    const written = clipboardSequence(text, {STY: '1.pts'})
    expect(passedOn(written)).toBe(`${ESC}]52;c;${Buffer.from(text).toString('base64')}\x07`)
    for (const [, piece] of written.matchAll(new RegExp(`${ESC}P([^]*?)${ESC}\\\\`, 'g')))
      expect(piece!.length).toBeLessThan(768)
  })
})
