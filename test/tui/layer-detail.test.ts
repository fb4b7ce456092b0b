import {describe, expect, it} from 'vitest'
import type {HistoryEntry} from '../../src/image/oci/image-config.ts'
import {layerDetail} from '../../src/tui/app/selectors/layer-detail.ts'
import {explorerOf} from '../../src/tui/app/state.ts'
import {explored} from './sample-states.ts'

const state = explored(100, 30)
const explorer = explorerOf(state)!

/** The box of the selected layer, whose history says this. */
function boxOf(history: Partial<HistoryEntry>, rows = 12) {
  const layers = explorer.image.layers.map(layer => ({...layer, history: {...layer.history!, ...history}}))
  const {title, command, facts} = layerDetail({...explorer, image: {...explorer.image, layers}}, 40, rows, state)
  return {
    title,
    command: command.join(' ').replace(/ +/g, ' '),
    facts: facts.map(fact => (fact.kind === 'text' ? fact.text : fact.kind)),
  }
}

describe('the box of a layer', () => {
  it('has the message and the author of a commit beside its command', () => {
    const {command, facts} = boxOf({createdBy: '/bin/sh -c serve', comment: 'add the note', author: 'Tea'})
    expect(command).toBe('serve')
    expect(facts[0]).toBe('message: add the note (Tea)')
    expect(boxOf({createdBy: '/bin/sh -c serve', comment: null, author: 'Tea'}).facts[0]).toBe('by Tea')
  })

  it('has no message where a builder only says its name, or where the message stands for the command', () => {
    const builder = boxOf({createdBy: 'RUN make # buildkit', comment: 'buildkit.dockerfile.v0'})
    const imported = boxOf({createdBy: null, comment: 'Imported from -'})
    for (const {facts} of [builder, imported]) expect(facts.join()).not.toContain('message')
    expect(imported.command).toContain('Imported from -')
  })

  it('gives a long or hostile message two lines at least, and none where there is hardly room for the command', () => {
    const comment = `\x1b[31m${'a story '.repeat(40)}`
    const told = boxOf({createdBy: 'RUN make', comment}, 6).facts
    expect(told[0]).toContain('message: ␛[31ma story')
    expect(told[1]).toMatch(/…$/)
    expect(told[2]).not.toContain('story')
    expect(boxOf({comment}, 4).facts.join()).not.toContain('story')
  })

  it('gives a message the rows that nothing else takes, and no more', () => {
    const author = 'Tea Drinker <tea@example.org>'
    const comment = 'the greeting has its accents again, and the port that was said'
    const plain = boxOf({createdBy: 'RUN make', comment: null, author: null}).facts
    const {command, facts} = boxOf({createdBy: 'RUN make', comment, author})
    expect(facts.slice(0, -plain.length).join('').replaceAll(/ +/g, ' ')).toMatch(/was said \(.*example\.org>\)$/)
    const story = boxOf({createdBy: 'RUN make', comment: 'a story '.repeat(90), author})
    expect([story.command, story.facts.slice(-plain.length)]).toEqual([command, plain])
    expect(story.facts).toHaveLength(11)
    expect(story.facts.at(-plain.length - 1)).toMatch(/…$/)
  })

  it('says of a container that this is what it writes to', () => {
    const container = {name: 'api-1', command: '/bin/sh -c sleep 9', running: true}
    const {title, command} = boxOf({createdBy: '/bin/sh -c sleep 9', comment: null, container})
    expect(title).toContain('container')
    expect(command).toBe('api-1: its writable layer, running /bin/sh -c sleep 9')
  })
})
