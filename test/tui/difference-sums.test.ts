import {describe, expect, it} from 'vitest'
import {differenceSums} from '../../src/tui/app/selectors/difference-sums.ts'
import {fileRows} from '../../src/tui/app/selectors/file-rows.ts'
import {filesFrame} from '../../src/tui/app/selectors/files-frame.ts'
import {explorerOf, type State} from '../../src/tui/app/state.ts'
import {explored, press} from './sample-states.ts'
import {compared} from './sharing-states.ts'

const total = (state: State) => filesFrame(state, explorerOf(state)!).total
const rows = (state: State) => fileRows(explorerOf(state)!, 40, state.capabilities)

describe('what differs between two images', () => {
  const state = compared(120, 36)

  it('adds up both what came and what went, and their difference is by how much all of it grew', () => {
    const union = explorerOf(state)!.union!
    const {grew, shrank} = differenceSums(union)
    expect(Math.min(grew, shrank)).toBeGreaterThan(0)
    expect(grew - shrank).toBe(union.bytesBelow(0, 1) - union.bytesBelow(0, 0))
    expect(total(state)).toMatch(/^\+\S+ k?B −\S+ k?B · by size$/)
  })

  it('is one sum where all files of a side are shown', () => {
    expect(total(press(state, 'c'))).not.toMatch(/[+−]/)
    expect(total(explored(120, 36))).not.toMatch(/[+−]/)
  })

  it('has bars for the bytes that its numbers tell, not for what the files store', () => {
    const {grew, shrank} = differenceSums(explorerOf(state)!.union!)
    for (const {share, delta} of rows(state)) expect(share).toBeCloseTo(Math.abs(delta!) / (grew + shrank), 9)
  })

  it('has a bar for what went, of another colour than for what is there', () => {
    const gone = rows(state).filter(row => row.gone && row.delta !== 0)
    expect(gone.length).toBeGreaterThan(0)
    for (const {share, delta} of gone) expect([share > 0, delta! < 0]).toEqual([true, true])
    expect(rows(state).every(({share}) => share <= 1)).toBe(true)
  })
})

describe('what a layer removed', () => {
  it('has no bar among what the image stores', () => {
    const shown = rows(press(explored(120, 36), 'G', 'c')).filter(({gone}) => gone)
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.every(({share}) => share === 0)).toBe(true)
  })
})
