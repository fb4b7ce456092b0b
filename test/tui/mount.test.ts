import {PassThrough, Writable} from 'node:stream'
import {describe, expect, it} from 'vitest'
import {mountScreen, type Streams} from '../../src/tui/ui/mount.tsx'
import {VirtualTerminal} from '../drive/virtual-terminal.ts'
import {explored} from './sample-states.ts'

/** A screen on a terminal that has no other one. */
function mounted() {
  const terminal = new VirtualTerminal(80, 24)
  terminal.hasAlternate = false
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  })
  const stdout = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      terminal.write(String(chunk))
      done()
    },
  })
  const streams = {stdin, stdout: Object.assign(stdout, {isTTY: true, columns: 80, rows: 24})} as unknown as Streams
  const state = explored(80, 24)
  const source = {get: () => state, subscribe: () => () => {}}
  return {terminal, screen: mountScreen(source, {onKey: () => {}, onPaste: () => {}}, streams)}
}

describe('a screen that is taken off', () => {
  it('leaves an empty terminal', async () => {
    const {terminal, screen} = mounted()
    await expect.poll(() => terminal.text()).toContain('Layers')
    await screen.unmount()
    expect(terminal.text().trim()).toBe('')
  })

  it('leaves alone what another program shows meanwhile', async () => {
    const {terminal, screen} = mounted()
    await expect.poll(() => terminal.text()).toContain('Layers')
    let isBack = () => {}
    const away = screen.suspend(() => new Promise(resolve => (isBack = resolve)))
    terminal.write('\r\nthe shell has it\r\nready$ ')
    const {cursor} = terminal
    await screen.unmount()
    expect(terminal.text()).toContain('the shell has it')
    expect(terminal.cursor).toEqual(cursor)
    isBack()
    await away
  })
})
