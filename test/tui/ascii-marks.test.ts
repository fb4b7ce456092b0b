import {describe, expect, it} from 'vitest'
import {LensError, toFailure} from '../../src/image/oci/error.ts'
import {comparedLines} from '../../src/tui/app/selectors/compared-lines.ts'
import {layerDetail} from '../../src/tui/app/selectors/layer-detail.ts'
import {matrixLines} from '../../src/tui/app/selectors/matrix-lines.ts'
import {explorerOf} from '../../src/tui/app/state.ts'
import {explored, PLAIN} from './sample-states.ts'
import {compared, sampleSharing} from './sharing-states.ts'

const ASCII = {...PLAIN, unicode: false}
const long = 'as long as a sentence is that somebody wrote who had much to say '.repeat(9)

describe('where a terminal shows ASCII alone, what is cut ends in ASCII', () => {
  it('in the box of a layer that could not be read', () => {
    const state = explored(100, 30, ASCII)
    const explorer = explorerOf(state)!
    const failure = toFailure(new LensError('io', long, {advice: long}))
    const layers = explorer.layers.map(() => ({kind: 'failed', failure}) as const)
    const {facts} = layerDetail({...explorer, layers}, 40, 12, state)
    const texts = facts.map(fact => (fact.kind === 'text' ? fact.text : ''))
    expect(texts.filter(text => text.endsWith('...'))).toHaveLength(2)
    expect(texts.join('')).toMatch(/^[\x20-\x7e]*$/)
  })

  it('in the table of layers and images', () => {
    const lines = matrixLines(sampleSharing(), [0, 1], 36, ASCII)
    expect(lines.some(({text}) => text.endsWith('...'))).toBe(true)
    for (const {label, text} of lines) expect(label + text).toMatch(/^[\x20-\x7e]*$/)
  })

  it('but not the names of what two configurations differ in: they have lines of their own', () => {
    const difference = explorerOf(compared(100, 30))!.compared!
    const key = 'Labels.org.example.a-label-with-a-rather-long-name'
    const lines = comparedLines({...difference, config: [{key, before: 'a', after: 'b'}]}, 60, ASCII)
    const at = lines.findIndex(({text}) => text === key)
    expect(lines[at + 1]!.text).toBe('a -> b')
    for (const {label, text} of lines) expect(label + text).toMatch(/^[\x20-\x7e]*$/)
  })
})
