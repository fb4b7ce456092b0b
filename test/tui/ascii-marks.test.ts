import {describe, expect, it} from 'vitest'
import {LensError, toFailure} from '../../src/image/oci/error.ts'
import {choiceQuestion} from '../../src/tui/app/form/form.ts'
import {shownOptions} from '../../src/tui/app/form/form-layout.ts'
import {comparedLines} from '../../src/tui/app/selectors/compared-lines.ts'
import {configLines} from '../../src/tui/app/selectors/config-lines.ts'
import {historyDetail} from '../../src/tui/app/selectors/history-frame.ts'
import {historyRows} from '../../src/tui/app/selectors/history-rows.ts'
import {instructionPage} from '../../src/tui/app/selectors/instruction-page.ts'
import {layerDetail} from '../../src/tui/app/selectors/layer-detail.ts'
import {layerLines} from '../../src/tui/app/selectors/layer-lines.ts'
import {layerRows} from '../../src/tui/app/selectors/layer-rows.ts'
import {matrixLines} from '../../src/tui/app/selectors/matrix-lines.ts'
import {explorerOf, withExplorer} from '../../src/tui/app/state.ts'
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

  it('in what is masked or shortened of an instruction, and an ellipsis out of the image is spelled out', () => {
    const image = (columns: number, unicode: boolean) => {
      const state = explored(columns, 30, {...PLAIN, unicode})
      const explorer = explorerOf(state)!
      const history = [
        `COPY dir:${'a'.repeat(64)} in /srv/app `,
        'RUN echo "mine … mine" && API_TOKEN=ghostly-and-long make && curl -H "Authorization: Bearer abcdefghijklmnop" x',
      ].map((createdBy, i) => ({
        ...explorer.image.layers[i]!.history!,
        createdBy,
        comment: 'token=abcdefghijklmn',
        author: null,
      }))
      const layers = explorer.image.layers.map((layer, i) => ({...layer, history: history[i] ?? layer.history}))
      const config = {...explorer.image.config, history, env: ['API_TOKEN=ghostly-and-long', 'DOTS=…']}
      return withExplorer(state, each => ({...each, image: {...each.image, layers, config}}))
    }
    const said = (unicode: boolean) => {
      const state = image(100, unicode)
      const explorer = explorerOf(state)!
      const of = (selected: number) => ({...explorer, selected, historyCursor: selected})
      const pages = [0, 1].flatMap(selected => [
        layerDetail(of(selected), 100, 12, state),
        layerLines(of(selected), 100, state.capabilities, state.now),
        historyDetail(of(selected), 100, 12, state),
        instructionPage(of(selected), 100, state.capabilities, state.now),
      ])
      const config = configLines(explorer.image, [], null, 100, state.capabilities, state.now)
      return JSON.stringify([layerRows(explorer, 2, state), historyRows(explorer, 2, state), pages, config])
    }
    expect(said(true).match(/…\(1[4-6]/g)?.length).toBeGreaterThan(8)
    const ascii = said(false)
    expect(ascii.match(/\.\.\.\(1[4-6] characters\)/g)).toHaveLength(
      said(true).match(/…\(1[4-6] characters\)/g)!.length,
    )
    expect(ascii).toContain('"... /srv/app')
    expect(ascii).toContain('mine <U+2026> mine')
    expect(ascii.match(/<U\+2026>(?! mine)/g)).toHaveLength(1)
  })

  it('and the chosen one of several is told by a character, in its place', () => {
    const options = ['this tag', 'the manifest']
    const shown = (chosen: number, unicode: boolean) =>
      shownOptions(choiceQuestion('what', 'delete', options, options[chosen]!), 40, {...PLAIN, style: true, unicode})
    expect(shown(0, false)?.map(({text}) => text)).toEqual(['[this tag]', ' the manifest '])
    expect(shown(1, true)?.map(({text}) => text)).toEqual([' this tag ', '[the manifest]'])
    expect(shown(0, true)?.map(({from}) => from)).toEqual(shown(1, true)?.map(({from}) => from))
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
