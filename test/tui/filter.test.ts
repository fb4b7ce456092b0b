import {describe, expect, it} from 'vitest'
import type {Effect} from '../../src/tui/app/effects.ts'
import type {Message} from '../../src/tui/app/messages.ts'
import {filesFrame} from '../../src/tui/app/selectors/files-frame.ts'
import {explorerOf, type State, top} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {modelOf} from '../../src/tui/app/verbs/settle-tree.ts'
import {sampleLayers} from './sample-image.ts'
import {after, answered, explored, opened, opening, press, pressAnswered, readingMessages} from './sample-states.ts'

const explorer = (state: State) => explorerOf(state)!
const cursorPath = (state: State) => explorer(state).union!.path(explorer(state).tree.cursor)

/** Some layers are read, and the tree is filtered. */
function filteredEarly(): State {
  const part = sampleLayers().map((layer, i) => (i === 2 || i === 7 ? layer : null))
  return pressAnswered(after(opened(opening(120, 36)), ...readingMessages(part, false)), '/', ...'pack', 'enter')
}

const wholeTree = readingMessages(sampleLayers()).find(
  (message): message is Message & {type: 'reading'} => message.type === 'reading' && message.event.type === 'union',
)!

describe('a filter', () => {
  it('asks anew with each key, and takes the newest answer alone', () => {
    const [one, first] = update(press(explored(120, 36), '/'), {type: 'key', key: 'l'})
    const [two, second] = update(one, {type: 'key', key: 'd'})
    const late = answered(two, first)
    expect(late).toBe(two)
    expect(explorer(answered(two, second)).filter?.found).not.toBeNull()
    expect(cursorPath(answered(two, second))).toMatch(/ld/i)
  })

  it('stays on the row where the user stood if that matches, else goes on to the next match', () => {
    const at = press(explored(120, 36), 'tab', 'E', 's', 'G')
    const row = cursorPath(at)
    const same = pressAnswered(at, '/', ...row.split('/').at(-1)!)
    expect(cursorPath(same)).toBe(row)
    expect(cursorPath(pressAnswered(at, '/', ...'perl'))).toBe('usr/bin/perl')
  })

  it('gives the folders back as they were, with the found row in sight', () => {
    const before = press(explored(120, 36), 'tab', 'C')
    const dropped = pressAnswered(before, '/', ...'ld.so', 'enter', 'esc')
    expect(explorer(dropped).filter).toBeNull()
    expect(cursorPath(dropped)).toBe('usr/lib/ld.so')
    expect(explorer(dropped).tree.folding).toMatchObject({rule: 'closed'})
    const emptied = pressAnswered(before, '/', 'x', 'backspace')
    expect(explorer(emptied).filter?.found).toBeNull()
    expect(explorer(emptied).tree.folding).toEqual(explorer(before).tree.folding)
  })

  it('shows all again where it matched nothing, whether it is dropped or taken back', () => {
    for (const before of [explored(120, 36), press(explored(120, 36), 'c')])
      for (const keys of [['esc'], ['enter', 'esc'], Array(4).fill('backspace')]) {
        const cleared = pressAnswered(before, '/', ...'zzzz', ...keys)
        expect(explorer(cleared).tree).toEqual(explorer(before).tree)
      }
  })

  it('says where else a path is that is not in the tree as it is shown', () => {
    const elsewhere = (state: State) => filesFrame(state, explorer(state)).elsewhere
    const whole = explored(120, 36)
    const {union} = explorer(whole)
    const gone = [...Array(union!.columns.nodeParent.length).keys()].find(
      node =>
        node > 0 &&
        union!.versionsOf(node).length === 1 &&
        union!.columns.versionUntil[union!.versionsOf(node)[0]!] === 7,
    )!
    const from = union!.columns.versionLayer[union!.versionsOf(gone)[0]!]!
    const name = union!.path(gone)
    expect(elsewhere(pressAnswered(whole, '/', ...name))).toBeNull()
    const before = press(whole, ...Array<string>(7 - from + 1).fill('['))
    expect(elsewhere(pressAnswered(before, '/', ...name))).toBe(
      `↵ ] leads up to layer ${from}, which has /${union!.path(gone)}`,
    )
    const kept = pressAnswered(before, '/', ...name, 'enter')
    expect(elsewhere(kept)).toMatch(/^] leads up /)
    expect(cursorPath(press(kept, ']'))).toBe(union!.path(gone))
    expect(elsewhere(pressAnswered(whole, '/', ...'no-such-name'))).toBeNull()
    const view = press(before, 'ctrl+l')
    expect(elsewhere(pressAnswered(view, '/', ...'ld.so'))).toMatch(/^↵ \^A shows all that is there, .*ld\.so/)
  })

  it('goes by what the tree says after other keys: a key that moves is the start of the next search', () => {
    const moved = pressAnswered(explored(120, 36), '/', ...'lorem', 'down', 'down')
    expect(cursorPath(pressAnswered(moved, '-'))).toBe(cursorPath(moved))
  })
})

describe('a filter while layers are read', () => {
  it('takes what is typed before the first of them is there, and finds it then', () => {
    const typed = press(opened(opening(120, 36)), '/', ...'ld.so')
    expect(explorer(typed)).toMatchObject({union: null, filter: {text: 'ld.so', awaited: -1}})
    const [waiting, effects] = update(typed, wholeTree)
    const found = answered(waiting, effects)
    expect(cursorPath(found)).toBe('usr/lib/ld.so')
    expect(top(found)).toMatchObject({kind: 'filter'})
    const kept = press(opened(opening(120, 36)), '/', ...'ld.so', 'enter')
    expect(cursorPath(answered(...update(kept, wholeTree)))).toBe('usr/lib/ld.so')
    const dropped = press(opened(opening(120, 36)), '/', ...'ld.so', 'esc')
    expect(explorer(update(dropped, wholeTree)[0])).toMatchObject({filter: null, selected: 7})
  })

  it('is made ready for as soon as the tree is whole', () => {
    const messages = readingMessages(sampleLayers())
    const whole = messages.findIndex(
      message => message.type === 'reading' && message.event.type === 'union' && message.event.complete,
    )
    const early = opened(opening(120, 36))
    const before = messages.slice(0, whole).reduce<readonly [State, Effect[]]>(
      ([state, effects], message) => {
        const [next, asked] = update(state, message)
        return [next, [...effects, ...asked]]
      },
      [early, []],
    )
    expect(before[1].map(({type}) => type)).not.toContain('prepare-matching')
    const [read, effects] = update(before[0], messages[whole]!)
    expect(effects).toContainEqual({type: 'prepare-matching', union: explorer(read).union})
  })

  it('shows the next tree together with its matches, the user on the same path', () => {
    const early = filteredEarly()
    const path = cursorPath(early)
    expect(path).toMatch(/pack/i)
    const [waiting, effects] = update(early, wholeTree)
    expect(explorer(waiting).union).toBe(explorer(early).union)
    expect(effects.map(effect => effect.type)).toEqual(['match'])
    const whole = answered(waiting, effects)
    expect(explorer(whole).union?.layers.every(layer => layer !== null)).toBe(true)
    expect(explorer(whole).unionComplete).toBe(true)
    expect(cursorPath(whole)).toBe(path)
    expect(modelOf(explorer(whole))!.sieve!.count).toBeGreaterThan(modelOf(explorer(early))!.sieve!.count)
  })

  it('shows it at once when the filter is dropped, or when nothing can be said of it', () => {
    const [waiting, effects] = update(filteredEarly(), wholeTree)
    expect(explorer(press(waiting, 'esc'))).toMatchObject({filter: null, unionComplete: true})
    const [match] = effects
    if (match?.type !== 'match') throw new Error('nothing was asked')
    const failure = {kind: 'limit-exceeded', message: 'Too slow.', advice: null} as const
    const failed = after(waiting, {type: 'match-failed', session: 0, request: match.request, failure})
    expect(explorer(failed)).toMatchObject({unionComplete: true, filter: {found: null, problem: 'Too slow.'}})
  })

  it('does not ask twice for the same tree, once its contents were compared', () => {
    const [waiting, effects] = update(filteredEarly(), wholeTree)
    const {event} = wholeTree
    if (event.type !== 'union') throw new Error('no union')
    const compared = {...wholeTree, event: {...event, type: 'contents-compared'}} as const
    const [again, none] = update(waiting, compared)
    expect(none).toEqual([])
    expect(explorer(answered(again, effects))).toMatchObject({unionComplete: true, contentsCompared: true})
  })
})
