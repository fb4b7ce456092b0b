import {describe, expect, it} from 'vitest'
import {QUIETER} from '../../src/image/analysis/comparison/noise.ts'
import {filesFrame} from '../../src/tui/app/selectors/files-frame.ts'
import {topLine} from '../../src/tui/app/selectors/image-facts.ts'
import {layerDetail} from '../../src/tui/app/selectors/layer-detail.ts'
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

describe('the foot of a difference', () => {
  it('counts the paths of both sides', () => {
    const state = compared(120, 36)
    // Eight are left and three are gone: a file, a folder and what is in it.
    expect(filesFrame(state, explorerOf(state)!).counts).toBe('8 changed of 11')
  })

  it('is that of two trees, which the box beside it says', () => {
    const state = compared(120, 36)
    const said = [0, 1].map(selected =>
      layerDetail({...explorerOf(state)!, selected}, 40, 12, state).facts.map(fact => 'text' in fact && fact.text),
    )
    expect(said).toEqual([expect.arrayContaining(['8 paths']), expect.arrayContaining(['8 paths'])])
    expect(said.flat().join(' ')).not.toContain('entries')
  })

  it('as that of a layer counts what it removes', () => {
    const state = press(explored(120, 36), 'G', 'c')
    const {union, figures, selected} = explorerOf(state)!
    const {removed} = figures!.layers[selected]!.paths
    expect(removed).toBeGreaterThan(0)
    const changed = union!.changesBelow(0, selected)
    expect(filesFrame(state, explorerOf(state)!).counts).toBe(
      `${changed} changed of ${union!.pathsBelow(0, selected) + removed}`,
    )
  })
})

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
