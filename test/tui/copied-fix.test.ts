import {describe, expect, it} from 'vitest'
import {printable} from '../../src/text/printable.ts'
import {update} from '../../src/tui/app/update.ts'
import {wasteOf} from './waste-states.ts'

describe('a fix that is copied', () => {
  it.each([
    [true, '…'],
    [false, '...'],
  ])('is repeated below, and where it is cut ends in a mark (unicode: %s)', (unicode, mark) => {
    const command = `make ${Array.from({length: 20}, (_, i) => `part-${i}`).join(' ')}`
    const state = wasteOf(120, 36, [
      ['make', 'usr/bin/a 9000'],
      [command, 'usr/bin/b 9000', 'var/log/b.log 5000'],
    ])
    const drawn = {...state, capabilities: {...state.capabilities, unicode}}
    const [after, effects] = update(drawn, {type: 'key', key: 'y'})
    const whole = printable(effects.flatMap(effect => (effect.type === 'copy' ? [effect.text] : [])).join(''))
    const said = after.notice!.text.replace('Copied for the Dockerfile: ', '')
    expect(whole.length).toBeGreaterThan(100)
    expect(said.endsWith(mark)).toBe(true)
    expect(whole.startsWith(said.slice(0, -mark.length))).toBe(true)
  })
})
