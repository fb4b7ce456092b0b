import {describe, expect, it} from 'vitest'
import {BINDINGS, bindingFor} from '../../src/tui/app/bindings.ts'
import {placeOf, TYPED_IN} from '../../src/tui/app/places.ts'
import {pointedAt} from '../../src/tui/app/pointing/pointed.ts'
import {noticeLines} from '../../src/tui/app/selectors/notice-lines.ts'
import type {State} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {frameOf} from './frame-of.tsx'
import {listed, stored} from './home-states.ts'
import {catalog} from './registry-states.ts'
import {explored, opened, opening, press} from './sample-states.ts'
import {SCREENS} from './screens.ts'

const KEYS = [...new Set([...BINDINGS.flatMap(({keys}) => keys), 'z', 'Z', '9', '!', 'é', '，', 'ctrl+q'])]
/** Where there is nowhere to go, or nothing to leave, these may say nothing. */
const MOVES = /^(?:up|down|left|right|pageup|pagedown|home|end|esc)$/

const said = (state: State, ...keys: readonly string[]) => press(state, ...keys).notice?.text

describe('a key that means nothing here', () => {
  it.each([
    ['Registries', ['3'], 'P', 'P works in Images (1) and an open image: push.'],
    ['Jobs', ['5'], 'd', 'd works in Images (1) and Sharing (4): remove; in Registries (3): delete.'],
    ['Containers', ['2'], 'T', 'T works in Images (1) and Sharing (4): same content.'],
    ['Images', [], 'v', 'v works in an open image: versions.'],
  ])('says where it works, in %s', (_, before, key, text) => {
    expect(said(press(listed(80, 24), ...before), key)).toBe(text)
  })

  it('calls tabs of home by their names, without what stands in them', () => {
    const asking = press(catalog(80, 24, ['team/big']), 'enter')
    expect(said(asking, 'P')).toBe('P works in Images (1) and an open image: push.')
    const [pushing] = update(press(asking, '1', 'j', 'P'), {type: 'key', key: 'enter'})
    expect(said(pushing, 'D')).toBe(
      'D works in Registries (3): step by step to this registry: what is wrong, what mends it.',
    )
    expect(said(press(pushing, '3'), 'T')).toBe('T works in Images (1) and Sharing (4): same content.')
  })

  it.each([
    [
      ['6'],
      'c',
      'c works in Files (1): view; in Waste (2): its layer; in Map (3): colour tiles by layer, by cause of waste, or by age.',
    ],
    [['6'], 'v', 'v works in the files pane (1): versions.'],
    [[], 'v', 'v works in the files pane (tab): versions.'],
    [[], 'T', 'T works in home (layerlens without an image): same content.'],
    [['?'], 'm', 'm works in the image below (esc closes this page): commit.'],
    [['?'], '/', '/ works in the image below (esc closes this page): filter.'],
  ])('says where it works, in an image after %o', (before, key, text) => {
    expect(said(press(explored(80, 24), ...before), key)).toBe(text)
  })

  it.each([
    ['home', listed(80, 24), 'z', 'z does nothing here: ? shows all keys.'],
    ['an image', explored(80, 24), '，', '， does nothing here: ? shows all keys.'],
    ['a tab of lines', press(explored(80, 24), '5'), 'enter', '↵ does nothing here: ? shows all keys.'],
    ['the help', press(explored(80, 24), '?'), 'z', 'z does nothing here. The keys here: ↑↓ move, esc close.'],
  ])('says how to learn of others, in %s', (_, state, key, text) => {
    expect(said(state, key)).toBe(text)
  })

  it('says so in words that show what was typed, and do nothing else', () => {
    expect(said(listed(80, 24), '\u202e')).toBe('<U+202E> does nothing here: ? shows all keys.')
  })

  it('is a letter where letters are typed', () => {
    for (const state of [press(listed(80, 24), '/'), press(explored(80, 24), '/'), press(listed(80, 24), ':')])
      expect(press(state, 'Z').notice).toBeNull()
  })

  it('has said so no longer than until what was awaited is there', () => {
    const waiting = press(opening(80, 24), 'z')
    expect(waiting.notice?.text).toBe('z does nothing here: ? shows all keys.')
    expect(opened(waiting).notice).toBeNull()
  })

  it.each(SCREENS)('is never silent in "%s"', (_, state) => {
    const at = state(80, 24)
    if (TYPED_IN.has(placeOf(at))) return
    const unbound = KEYS.filter(key => bindingFor(placeOf(at), key) === undefined && !MOVES.test(key))
    expect(unbound.filter(key => said(at, key) === undefined)).toEqual([])
  })
})

describe('what is said at the bottom', () => {
  it('takes as many lines as it needs, over what is below, and nothing of that can be clicked', () => {
    const before = explored(60, 16)
    const after = press(before, 'm')
    const [lines, covered] = [frameOf(after).split('\n'), frameOf(before).split('\n')]
    expect(lines.slice(-2)).toEqual([
      ' This image is in a file: O loads it, to be tagged, pushed,',
      ' or run by an engine.',
    ])
    expect(lines.slice(0, -2)).toEqual(covered.slice(0, -2))
    for (const row of [14, 15]) expect(pointedAt(after, 3, row)).toEqual({kind: 'nothing'})
    expect(pointedAt(after, 3, 13)).not.toEqual({kind: 'nothing'})
  })

  it('leaves room for what it is about, however small the screen is', () => {
    for (const [rows, lines] of [
      [7, 1],
      [12, 3],
      [45, 4],
    ] as const)
      expect(noticeLines(press(explored(20, rows), 'm'))).toHaveLength(lines)
  })

  it.each([...SCREENS, ['a store', stored] as const])(
    'is never cut at 60 columns, whatever key is pressed in "%s"',
    (_, state) => {
      const at = state(60, 16)
      for (const key of KEYS) {
        const after = press(at, key)
        if (after.notice === null) continue
        const spoken = (text: string) => text.replaceAll(/\s/g, '')
        expect(spoken(noticeLines(after).join(''))).toBe(spoken(after.notice.text))
      }
    },
  )
})
