import {describe, expect, it} from 'vitest'
import {LensError, toFailure} from '../../src/image/oci/error.ts'
import {imageFacts} from '../../src/tui/app/explorer.ts'
import {hints} from '../../src/tui/app/selectors/bottom-line.ts'
import {explorerOf, type State, top} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {begin} from '../../src/tui/app/verbs/open.ts'
import {listed} from './home-states.ts'
import {sampleImage, sampleLayers} from './sample-image.ts'
import {after, explored, opened, opening, press, pressAnswered, readingMessages} from './sample-states.ts'

const explorer = (state: State) => explorerOf(state)!
const cursorPath = (state: State) => explorer(state).union!.path(explorer(state).tree.cursor)

describe('opening', () => {
  it('draws from metadata at once, and begins to read', () => {
    const [state, effects] = update(opening(80, 24), {type: 'opened', session: 0, image: imageFacts(sampleImage())})
    expect(explorer(state).layers.every(layer => layer.kind === 'pending')).toBe(true)
    expect(effects).toEqual([{type: 'read', session: 0}])
  })

  it('offers a choice, opens it, and comes back to it', () => {
    const choices = ['a', 'b'].map(reference => ({
      reference,
      tags: [reference],
      id: null,
      platform: null,
      created: null,
      layerCount: null,
      storedSize: null,
    }))
    // There is only a way back where one came from.
    const [only] = update(after(opening(80, 24), {type: 'choices', preferred: 0, session: 0, choices}), {
      type: 'key',
      key: 'esc',
    })
    expect([top(only).kind, only.notice?.text]).toEqual(['picker', expect.stringContaining('nothing to go back to')])
    const [asked] = begin(listed(80, 24), 'docker://registry.lan/multi:1')
    const session = asked.nextSession - 1
    const among = after(asked, {type: 'choices', preferred: 0, session, choices})
    expect(top(among).kind).toBe('picker')
    for (const key of ['esc', 'backspace']) expect(top(press(among, key)).kind).toBe('home')
    const chosen = press(after(opening(80, 24), {type: 'choices', preferred: 0, session: 0, choices}), 'j')
    const [loading, effects] = update(chosen, {type: 'key', key: 'enter'})
    expect(effects).toEqual([{type: 'open', session: 1, reference: 'b'}])
    const open = after(loading, {type: 'opened', session: 1, image: imageFacts(sampleImage())})
    const [back, cancelled] = update(open, {type: 'key', key: 'backspace'})
    expect(top(back)).toMatchObject({kind: 'picker', cursor: 1})
    expect(cancelled).toEqual([{type: 'cancel', session: 1}])
    const read = after(
      open,
      ...readingMessages(sampleLayers()).map(message => ('session' in message ? {...message, session: 1} : message)),
    )
    expect(hints(read, 80)).toContainEqual({id: 'escape', key: 'esc', label: 'back'})
    expect(top(press(read, 'esc'))).toMatchObject({kind: 'picker', cursor: 1})
    expect(top(press(read, '3', 'esc', 'esc'))).toMatchObject({kind: 'picker', cursor: 1})
  })

  it('tells how far it is, to whom it concerns', () => {
    const progress = {label: 'Reading shop.tar.gz', done: 10, total: 30}
    const state = opening(80, 24)
    expect(top(after(state, {type: 'opening', session: 0, progress}))).toMatchObject({kind: 'loading', progress})
    expect(after(state, {type: 'opening', session: 7, progress})).toBe(state)
  })

  it('drops an answer that nobody waits for any more', () => {
    const state = opening(80, 24)
    expect(after(state, {type: 'opened', session: 7, image: imageFacts(sampleImage())})).toBe(state)
  })

  it('shows a failure and tries again', () => {
    const failure = toFailure(new LensError('not-found', 'There is no such file.'))
    const failed = after(opening(80, 24), {type: 'open-failed', session: 0, failure})
    expect(top(failed)).toMatchObject({kind: 'failed', failure})
    const [again, effects] = update(failed, {type: 'key', key: 'r'})
    expect(top(again).kind).toBe('loading')
    expect(effects).toEqual([{type: 'open', session: 1, reference: 'shop.tar'}])
  })
})

describe('reading', () => {
  it('keeps the cursor on its path when layers arrive', () => {
    const layers = sampleLayers()
    const some = layers.map((layer, i) => (i < 2 || i === 7 ? layer : null))
    const before = press(after(opened(opening(120, 36)), ...readingMessages(some, false)), 'tab', 'j', 'j', 'j')
    const whole = after(before, ...readingMessages(layers))
    expect(cursorPath(whole)).toBe(cursorPath(before))
  })

  it('stays on the first row for who never left it', () => {
    const layers = sampleLayers()
    const first = after(
      opened(opening(120, 36)),
      ...readingMessages(
        layers.map((layer, i) => (i === 7 ? layer : null)),
        false,
      ),
    )
    expect(cursorPath(first)).toBe('var')
    expect(cursorPath(after(first, ...readingMessages(layers)))).toBe('usr')
  })

  it('can be stopped and taken up again', () => {
    const reading = after(opened(opening(120, 36)), {
      type: 'reading',
      session: 0,
      event: {type: 'layer-progress', layer: 2, done: 5, total: 10},
    })
    expect(explorer(reading).layers[2]).toEqual({kind: 'reading', done: 5, total: 10})
    const [stopped, effects] = update(reading, {type: 'key', key: 'x'})
    expect(effects).toEqual([{type: 'cancel', session: 0}])
    expect(stopped.notice?.text).toBe('Stopped: 0 of 8 layers are read. r reads on.')
    expect(after(stopped, ...readingMessages(sampleLayers()))).toBe(stopped)
    expect(update(stopped, {type: 'key', key: 'r'})[1]).toEqual([{type: 'read', session: 0}])
  })

  it('shows a layer that could not be read, and does not call the image whole', () => {
    const failure = toFailure(new LensError('blob-missing', 'The blob is not here.'))
    const layers = sampleLayers().map((layer, i) => (i === 5 ? null : layer))
    const state = after(opened(opening(120, 36)), ...readingMessages(layers), {
      type: 'reading',
      session: 0,
      event: {type: 'layer-failed', layer: 5, failure},
    })
    expect(explorer(state).layers[5]).toEqual({kind: 'pending'})
  })

  it('says why it ended in words that harm no terminal', () => {
    const failure = toFailure(new LensError('engine-refused', 'The engine says: \x1b[31mno.'))
    const ended = after(opened(opening(80, 24)), {type: 'reading-ended', session: 0, failure})
    expect(ended.notice).toEqual({text: 'The engine says: ␛[31mno.', kind: 'problem'})
  })

  it('ends the program with 130 when interrupted, with 0 when nothing is under way', () => {
    expect(update(opened(opening(80, 24)), {type: 'key', key: 'ctrl+c'})[1]).toEqual([
      {type: 'cancel', session: 0},
      {type: 'exit', code: 130},
    ])
    expect(update(explored(80, 24), {type: 'key', key: 'ctrl+c'})[1]).toEqual([{type: 'exit', code: 0}])
    expect(update(explored(80, 24), {type: 'key', key: 'q'})[1]).toEqual([{type: 'exit', code: 0}])
  })
})

describe('an image that is read while another one lies over it', () => {
  const other = (below: State) => {
    const [loading] = begin(below, 'other.tar')
    const session = below.nextSession
    return after(loading, {type: 'opened', session, image: imageFacts(sampleImage())})
  }

  it('is read on once it is on top again: what was told meanwhile was dropped', () => {
    const below = opened(opening(120, 36))
    const missed = after(other(below), ...readingMessages(sampleLayers()))
    const session = below.nextSession
    const [back, effects] = update(missed, {type: 'close'})
    expect(effects).toEqual([
      {type: 'cancel', session},
      {type: 'read', session: 0},
    ])
    expect(explorer(after(back, ...readingMessages(sampleLayers()))).reading.kind).toBe('ended')
  })

  it('is left alone where all of it was read', () => {
    const below = explored(120, 36)
    expect(update(other(below), {type: 'close'})[1]).toEqual([{type: 'cancel', session: below.nextSession}])
  })

  it('is analysed anew where that had not ended', () => {
    const [below, asked] = update(explored(120, 36), {type: 'show-tab', tab: 'waste'})
    expect(asked.map(({type}) => type)).toContain('analyse')
    const [, effects] = update(other(below), {type: 'close'})
    expect(effects.map(({type}) => type)).toEqual(['cancel', 'cancel', 'analyse'])
  })
})

describe('the explorer', () => {
  it('begins with what the image finally holds', () => {
    expect(explorer(explored(120, 36))).toMatchObject({selected: 7, view: 'aggregated', sort: 'size', focus: 'layers'})
  })

  it('keeps the path when the layer, the view and the order change', () => {
    const state = press(explored(120, 36), 'tab', 'j', 'l', 'j', 'j')
    const path = cursorPath(state)
    for (const keys of [['['], [']'], ['s'], ['c', 'c', 'c'], ['a']])
      expect(cursorPath(press(state, ...keys))).toBe(path)
  })

  it('goes to the nearest folder where the path is not there', () => {
    const deep = press(explored(120, 36), ',', ',', 'tab', 'E', 'G')
    const inside = press(deep, ...Array.from({length: 40}, () => 'k'))
    const base = press(inside, 'g', '[', '[', '[', '[', '[')
    expect(explorer(base).selected).toBe(0)
    expect(explorer(base).tree.cursor).toBeGreaterThan(0)
  })

  it('opens, goes in, closes, goes out, and at last to the layers', () => {
    const state = press(explored(120, 36), 'tab')
    expect(cursorPath(state)).toBe('usr')
    expect(cursorPath(press(state, 'l'))).toBe('usr/lib')
    expect(cursorPath(press(state, 'l', 'h', 'h'))).toBe('usr')
    expect(explorer(press(state, 'h', 'h')).focus).toBe('layers')
    expect(cursorPath(press(state, 'l', 'j', 'l', 'l'))).toMatch(/^usr\/lib\/python3\.11\//)
  })

  it('closes and opens all at once', () => {
    const closed = press(explored(120, 36), 'tab', 'ctrl+space')
    expect(explorer(closed).tree.folding.rule).toBe('closed')
    expect(explorer(press(closed, 'ctrl+space')).tree.folding.rule).toBe('open')
  })

  it('survives any size', () => {
    for (const [columns, rows] of [
      [0, 0],
      [1, 1],
      [5, 2],
      [500, 200],
    ] as const) {
      const state = after(explored(120, 36), {type: 'resized', columns, rows})
      expect(press(state, 'tab', 'j', 'pagedown', 'G', 'E', 'g').terminal).toEqual({columns, rows})
    }
  })

  it('shows help over everything, scrolls it and goes back', () => {
    const help = press(explored(80, 24), '?', 'j', 'j')
    expect(top(help)).toEqual({kind: 'help', top: 2})
    expect(top(press(help, 'G', 'esc')).kind).toBe('explorer')
  })
})

describe('one pane at a time', () => {
  it('leads from the layers to the tree that a key changes', () => {
    const layers = press(explored(60, 16), 'G')
    expect(explorer(layers).focus).toBe('layers')
    for (const key of ['c', 'ctrl+a', 'ctrl+l', 's', 'a'])
      expect([key, explorer(press(layers, key)).focus]).toEqual([key, 'files'])
    expect(explorer(press(layers, 'c'))).toMatchObject({view: 'changes', attributes: false})
    expect(explorer(press(layers, 'a')).attributes).toBe(true)
    expect(explorer(press(layers, 'c', 'tab')).focus).toBe('layers')
  })

  it('leaves the cursor where it is where the tree stands beside it', () => {
    for (const key of ['c', 's', 'a']) expect(explorer(press(explored(80, 24), key)).focus).toBe('layers')
  })
})

describe('Esc', () => {
  const tab = (state: State) => explorerOf(state)!.tab
  const on = (...keys: readonly string[]) => tab(press(explored(120, 36), ...keys))

  it('leads from tab to tab the way that one came, and not out of the image before', () => {
    expect(on('2', '3', 'esc')).toBe('waste')
    expect(on('2', '3', 'esc', 'esc')).toBe('files')
    // The files are where the way begins, and a tab on it is gone back to.
    expect(on('2', '3', '1', '4', 'esc')).toBe('files')
    expect(on('2', '3', '2', 'esc')).toBe('files')
    const files = press(explored(120, 36), '2', 'esc')
    expect(press(files, 'esc').notice?.kind).toBe('refused')
  })

  it('leads back to what led into the files', () => {
    expect(on('4', 'enter')).toBe('files')
    expect(on('4', 'enter', 'esc')).toBe('history')
    expect(on('4', 'enter', 'esc', 'esc')).toBe('files')
    expect(on('3', 'f', 'esc')).toBe('map')
  })

  it('leaves a filter, and what is being read, alone while it leads out of another tab', () => {
    const filtered = pressAnswered(explored(120, 36), '/', ...'ld.so', 'enter')
    expect(explorerOf(press(filtered, '5', 'esc'))).toMatchObject({tab: 'files', filter: {text: 'ld.so'}})
    expect(explorerOf(press(filtered, '5', 'esc', 'esc'))).toMatchObject({tab: 'files', filter: null})
    const reading = press(opened(opening(120, 36)), '2', 'esc')
    expect(explorerOf(reading)).toMatchObject({tab: 'files', reading: {kind: 'running'}})
  })
})
