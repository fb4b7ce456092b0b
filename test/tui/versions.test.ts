import {describe, expect, it} from 'vitest'
import {LensError, toFailure} from '../../src/image/oci/error.ts'
import {lineDiff} from '../../src/text/line-diff.ts'
import {explorerOf, type State, top} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {currentEvents} from '../../src/tui/app/verbs/versions.ts'
import type {Comparison, Versions} from '../../src/tui/app/versions/versions.ts'
import {sampleLayers} from './sample-image.ts'
import {after, explored, onPath, opened, opening, press, readingMessages} from './sample-states.ts'

const on = (path: string) => onPath(explored(120, 36), path)
const page = (state: State) => top(state) as Versions
const comparison = (state: State) => top(state) as Comparison
const rows = (state: State) => currentEvents(state, page(state)).map(({kind, layer}) => [kind, layer])

describe('the versions of a path', () => {
  it.each([
    [
      'a file that was written anew',
      'etc/passwd',
      [
        ['put', 0],
        ['put', 1],
      ],
    ],
    [
      'a folder that was deleted',
      'var/cache/apt',
      [
        ['put', 2],
        ['gone', 7],
      ],
    ],
    [
      'what an opaque folder hides',
      'var/lib/apt/lists/alor0_Packages',
      [
        ['put', 2],
        ['gone', 7],
      ],
    ],
    [
      'a file whose mode was changed',
      'usr/lib/ld.so',
      [
        ['put', 0],
        ['put', 2],
      ],
    ],
  ])('are a row a layer: %s', (_, path, expected) => {
    expect(rows(press(on(path), 'v'))).toEqual(expected)
  })

  it('begin on the one that the selected layer has', () => {
    expect(page(press(on('etc/passwd'), 'v')).cursor).toBe(1)
    expect(page(press(on('etc/passwd'), 'tab', 'g', 'tab', 'v')).cursor).toBe(0)
  })

  it('lead to their layer, with the path in sight', () => {
    const closed = press(on('usr/lib/ld.so'), 'C', 'E', 'ctrl+space')
    const state = press(onPath(closed, 'usr/lib/ld.so'), 'v', 'k', 'l')
    const explorer = explorerOf(state)!
    expect(top(state)).toBe(explorer)
    expect(explorer).toMatchObject({selected: 0, focus: 'files'})
    expect(explorer.union!.path(explorer.tree.cursor)).toBe('usr/lib/ld.so')
  })

  it('are marked two at most, the older mark going first', () => {
    const state = press(onPath(explored(120, 36), 'opt/app/node_modules/express/alor0.js'), 'v')
    const [first, second] = currentEvents(state, page(state)).map(event => event.version.version)
    expect(page(press(state, 'g', 'space', 'space')).marked).toEqual([first, second])
    expect(page(press(state, 'g', 'space', 'g', 'space')).marked).toEqual([])
  })

  it('stay on their path, row and marks when more layers arrive', () => {
    const layers = sampleLayers()
    const some = layers.map((layer, i) => (i === 1 || i === 2 ? layer : null))
    const before = press(
      onPath(after(opened(opening(120, 36)), ...readingMessages(some, false)), 'usr/lib/ld.so'),
      'v',
      'space',
    )
    expect(rows(before)).toEqual([['put', 2]])
    const whole = after(before, ...readingMessages(layers))
    expect(rows(whole)).toEqual([
      ['put', 0],
      ['put', 2],
    ])
    expect(page(whole)).toMatchObject({cursor: 1})
    const union = explorerOf(whole)!.union!
    expect(page(whole).marked.map(version => union.columns.versionLayer[version])).toEqual([2])
  })

  it.each([
    ['what was taken away', 'var/cache/apt', ['v', '='], 'Layer 7 took it away: there is nothing to compare.'],
    [
      'a mark on nothing',
      'var/cache/apt',
      ['v', 'space'],
      'Layer 7 took it away: it put nothing there. What was there stands above.',
    ],
    [
      'nothing to extract',
      'var/cache/apt',
      ['v', 'e'],
      'Layer 7 took it away: it put nothing there. What was there stands above.',
    ],
    ['the first of them', 'etc/passwd', ['v', 'k', 'd'], 'This is the first version: there is none before it.'],
  ])('say why a key does nothing: %s', (_, path, keys, why) => {
    expect(press(on(path), ...keys).notice).toEqual({text: why, kind: 'refused'})
  })
})

describe('a comparison', () => {
  it('asks for the contents of this version and the one before', () => {
    const [state, effects] = update(press(on('etc/passwd'), 'v'), {type: 'key', key: '='})
    const {before, after: now, request} = comparison(state)
    expect([before.layer, now.layer]).toEqual([0, 1])
    expect(effects).toEqual([{type: 'compare', request, session: 0, versions: [before.version, now.version]}])
  })

  it('takes the marked ones, the older one first, however they were marked', () => {
    const state = press(on('etc/passwd'), 'v', 'G', 'space', 'g', 'space', '=')
    expect([comparison(state).before.layer, comparison(state).after.layer]).toEqual([0, 1])
    const one = press(on('etc/passwd'), 'v', 'G', 'space', 'g', '=')
    expect([comparison(one).before.layer, comparison(one).after.layer]).toEqual([0, 1])
  })

  it('tells in what they differ besides', () => {
    expect(comparison(press(on('usr/lib/ld.so'), 'v', '=')).differences).toEqual([
      {attribute: 'mode', name: 'mode', before: '0644', after: '0755'},
    ])
    expect(comparison(press(on('opt/app/node_modules/express/alor0.js'), 'v', '=')).differences).toEqual([
      {attribute: 'owner', name: 'owner', before: '0:0', after: '1000:1000'},
    ])
  })

  it('drops answers to other questions, and stops asking when it is closed', () => {
    const state = press(on('etc/passwd'), 'v', '=')
    expect(after(state, {type: 'compared', request: 99, comparison: {kind: 'none'}})).toBe(state)
    const [closed, effects] = update(state, {type: 'key', key: 'esc'})
    expect(top(closed).kind).toBe('versions')
    expect(effects).toEqual([{type: 'cancel', session: comparison(state).request}])
    const failure = toFailure(new LensError('io', 'The file is gone.'))
    const failed = after(state, {type: 'compare-failed', request: comparison(state).request, failure})
    expect(comparison(failed).contents).toEqual({kind: 'failed', failure})
    expect(update(failed, {type: 'key', key: 'esc'})[1]).toEqual([])
  })

  it('goes from change to change, to the last and back to the first', () => {
    const text = (end: string) =>
      Buffer.from(Array.from({length: 200}, (_, i) => `${i % 50 === 25 ? end : ''}${i}\n`).join(''))
    const asked = press(on('etc/passwd'), 'v', '=')
    const diff = lineDiff(text('a'), text('b'))
    const state = after(asked, {type: 'compared', request: comparison(asked).request, comparison: {kind: 'text', diff}})
    const small = after(state, {type: 'resized', columns: 80, rows: 12})
    const tops = [small]
    for (let i = 0; i < 8; i++) tops.push(press(tops.at(-1)!, 'n'))
    expect(tops.at(-1)!.notice?.text).toBe('There is no change below.')
    const reached = [...new Set(tops.map(each => comparison(each).top))]
    expect(reached).toHaveLength(5)
    expect(comparison(press(tops.at(-1)!, 'N', 'N', 'N', 'N', 'N')).top).toBe(reached[1])
  })

  it('moves long lines under the eyes, never beyond their beginning', () => {
    const state = press(on('etc/passwd'), 'v', '=')
    expect(comparison(press(state, 'right', 'right', 'left')).left).toBe(20)
    expect(comparison(press(state, 'h')).left).toBe(0)
  })
})
