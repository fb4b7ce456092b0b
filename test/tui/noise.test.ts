import {describe, expect, it} from 'vitest'
import {QUIETER} from '../../src/image/analysis/comparison/noise.ts'
import {topLine} from '../../src/tui/app/selectors/image-facts.ts'
import {explorerOf, type State} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {modelOf} from '../../src/tui/app/verbs/settle-tree.ts'
import {explored, press} from './sample-states.ts'
import {compared, quieter} from './sharing-states.ts'

const facts = (state: State) => topLine(explorerOf(state)!, state.capabilities).facts.map(({text}) => text)
const at = (state: State) => {
  const explorer = explorerOf(state)!
  return modelOf(explorer)!.union.path(explorer.tree.wanted)
}

describe('the noise of a difference', () => {
  it('is left out kind by kind, which the top line says, and is all there again after the last', () => {
    let state = compared(120, 36)
    const {session} = explorerOf(state)!
    const [, effects] = update(state, {type: 'key', key: 'I'})
    expect(effects).toEqual([{type: 'compare-anew', session, next: state.nextSession, quiet: QUIETER[1]}])
    const told = [1, 2, 3, 0].map(step => {
      state = quieter(press(state, 'I'), QUIETER[step]!)
      return facts(state).find(text => text.startsWith('without'))
    })
    expect(told).toEqual(['without times', 'without times, caches', 'without times, caches, bytecode', undefined])
  })

  it('goes further when the key comes again before the answer', () => {
    const [, effects] = update(press(compared(120, 36), 'I'), {type: 'key', key: 'I'})
    expect(effects).toEqual([expect.objectContaining({type: 'compare-anew', quiet: QUIETER[2]})])
  })

  it('leaves the cursor where it is, and reads what is told apart by contents anew', () => {
    const state = press(compared(120, 36), 'j', 'j')
    const pressed = press(state, 'I')
    expect(topLine(explorerOf(pressed)!, pressed.capabilities).status?.text).toContain('comparing')
    expect(at(quieter(pressed, QUIETER[1]!))).toBe(at(state))
  })

  it('is none where nothing is compared', () => {
    expect(press(explored(120, 36), 'I').notice?.text).toMatch(/^Noise is left out of a difference/)
  })
})
