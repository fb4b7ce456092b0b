import {describe, expect, it} from 'vitest'
import {HOMES} from '../../src/tui/app/bindings/binding.ts'
import {BINDINGS, bindingFor, DEFAULT_KEYS} from '../../src/tui/app/bindings.ts'
import type {Place} from '../../src/tui/app/places.ts'
import {hints} from '../../src/tui/app/selectors/bottom-line.ts'
import {helpLines, KEY_GROUPS} from '../../src/tui/app/selectors/help-lines.ts'
import {explored, opened, opening, PLAIN, press} from './sample-states.ts'

const PLACES: readonly Place[] = [
  'loading',
  'picker',
  'failed',
  'help',
  'layer',
  'instruction',
  'layers',
  'files',
  'history',
  'config',
  'filter',
  'largest',
  'preview',
  'preview-search',
  'layers',
  'files',
  'waste',
  'map',
  'history',
  'config',
  'versions',
  'comparison',
  'form',
  'form-toggle',
  'not-written',
  'layers',
  'files',
  'config',
  ...HOMES,
  'job',
  'home-filter',
]

describe('the table of bindings', () => {
  it.each(PLACES)('gives no key two meanings in %s', place => {
    const keys = BINDINGS.filter(binding => binding.places.includes(place)).flatMap(binding => binding.keys)
    expect(keys).toEqual([...new Set(keys)])
  })

  it('never uses keys that a terminal can not tell from others', () => {
    const keys = BINDINGS.flatMap(binding => binding.keys)
    for (const same of ['ctrl+m', 'ctrl+i', 'ctrl+j', 'ctrl+[', 'ctrl+h']) expect(keys).not.toContain(same)
  })

  it('lets one leave from everywhere', () => {
    for (const place of PLACES) expect(bindingFor(place, 'ctrl+c')?.id).toBe('interrupt')
  })

  it('is in the help, every line of it once', () => {
    const grouped = KEY_GROUPS.flatMap(group => group.ids)
    expect([...grouped].sort()).toEqual(BINDINGS.map(binding => binding.id).sort())
    const text = helpLines(PLAIN, 80, DEFAULT_KEYS, null).map(line => line.text)
    for (const binding of BINDINGS) expect(text).toContain(binding.label)
  })

  it('is in the help from where it works on', () => {
    const lines = helpLines(PLAIN, 80, DEFAULT_KEYS, 'home-sharing')
    const elsewhere = lines.findIndex(({text}) => text === 'Elsewhere')
    const at = (id: string) => lines.findIndex(({text}) => text === BINDINGS.find(each => each.id === id)?.label)
    for (const id of ['home-open', 'show-matrix', 'down', 'quit']) expect(at(id)).toBeLessThan(elsewhere)
    for (const id of ['previous-layer', 'copy-fix', 'map-out']) expect(at(id)).toBeGreaterThan(elsewhere)
    expect(at('home-open')).toBeLessThan(at('down'))
    for (const binding of BINDINGS) expect(lines.some(({text}) => text === binding.label)).toBe(true)
  })

  it("keeps dive's keys where they mean something here", () => {
    const meanings = {
      'ctrl+a': 'view-aggregated',
      'ctrl+l': 'view-changes',
      'ctrl+b': 'attributes',
      'ctrl+o': 'sort',
      'ctrl+space': 'toggle-all',
      space: 'toggle',
      tab: 'switch-pane',
      pagedown: 'page-down',
    }
    for (const [key, id] of Object.entries(meanings)) expect(bindingFor('files', key)?.id).toBe(id)
  })
})

describe('a key that can not be used now', () => {
  it.each([
    ['files', ['tab', 'G'], 'space', 'This folder is empty.'],
    ['the base layer', ['g'], '[', 'This is the base layer.'],
    ['a finished image', [], 'x', 'Nothing is being read.'],
    ['a whole image', [], 'r', 'Every layer has been read.'],
    ['the only image', [], 'backspace', 'There is no list: this is the only image.'],
  ])('says why, on %s', (_, before, key, why) => {
    const state = press(explored(120, 36), ...before, key)
    expect(state.notice).toEqual({text: why, kind: 'refused'})
    expect(press(state, 'k').notice).toBeNull()
  })

  it('says so before any layer was read', () => {
    expect(press(opened(opening(80, 24)), 'c').notice?.text).toBe('No layer has been read yet.')
  })
})

describe('the bottom line', () => {
  it('never takes more than its room, and keeps help and quit longest', () => {
    for (const columns of [10, 20, 40, 60, 80, 140]) {
      const shown = hints(explored(columns, 24), columns)
      expect(shown.reduce((sum, {key, label}) => sum + key.length + label.length + 3, 0)).toBeLessThanOrEqual(columns)
      if (columns >= 40) expect(shown.map(hint => hint.label)).toEqual(expect.arrayContaining(['all keys', 'quit']))
    }
  })

  it('offers to stop while layers are read', () => {
    expect(hints(opened(opening(100, 24)), 100)[0]).toMatchObject({key: 'x', label: 'stop reading'})
  })
})
