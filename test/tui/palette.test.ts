import {describe, expect, it} from 'vitest'
import {fuzzyDistance} from '../../src/text/fuzzy.ts'
import {actionsOf} from '../../src/tui/app/palette/actions.ts'
import {paletteWhy} from '../../src/tui/app/selectors/palette-rows.ts'
import {explorerOf, type State, top} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {explored, opening, press} from './sample-states.ts'

const offered = (state: State) => {
  const context = top(state)
  return context.kind === 'palette' ? actionsOf(state, context).map(({binding}) => binding.id) : []
}

describe('what was typed of a text', () => {
  const order = (typed: string, ...texts: string[]) =>
    texts
      .flatMap(text => {
        const distance = fuzzyDistance(text, typed)
        return distance === null ? [] : [{text, distance}]
      })
      .sort((a, b) => a.distance - b.distance)
      .map(({text}) => text)

  it('fits best where a word begins with it, then inside a word, then as letters in their order', () => {
    expect(order('op', 'stop reading', 'open it', 'one page', 'quit')).toEqual(['open it', 'stop reading', 'one page'])
  })

  it('fits word by word, in any order and case', () => {
    expect(order('DIG copy', 'copy the digest', 'copy the path')).toEqual(['copy the digest'])
    expect(order('', 'b', 'a')).toEqual(['b', 'a'])
  })
})

describe('the palette', () => {
  const tree = press(explored(120, 36), 'tab')

  it('offers what can be done where it was opened, in the order of the keys', () => {
    expect(offered(press(tree, ':'))).toEqual(expect.arrayContaining(['versions', 'extract', 'quit', 'help']))
    expect(offered(press(tree, ':'))).not.toContain('home-open')
    expect(offered(press(opening(120, 36), ':'))).not.toContain('versions')
  })

  it('finds what works elsewhere too, behind what works here, says where, and does nothing', () => {
    const layers = explored(120, 36)
    const context = top(press(layers, ':', ...'extract'))
    expect(context.kind === 'palette' && actionsOf(layers, context).map(({binding}) => binding.id)).toContain('extract')
    const said = press(layers, ':', ...'extract', 'enter')
    expect(said.notice).toEqual({kind: 'refused', text: 'This works in the files pane (tab).'})
    expect(top(said)).toBe(top(layers))
    expect(paletteWhy(press(layers, ':', ...'extract'))).toEqual(['This works in the files pane (tab).'])
    expect(offered(press(layers, ':', 'e'))).not.toContain('close-palette')
    expect(offered(press(tree, ':', ...'commit'))[0]).toBe('commit')
  })

  it('does what the key would have done, on what was below', () => {
    const state = press(tree, ':', ...'by size or', 'enter')
    expect(explorerOf(state)?.sort).toBe(explorerOf(press(tree, 's'))?.sort)
    expect(state.contexts).toHaveLength(tree.contexts.length)
  })

  it('says why something can’t be done, and does nothing', () => {
    const state = press(opening(120, 36), ':', ...'zzz')
    expect(offered(state)).toEqual([])
    expect(press(state, 'enter').notice).toMatchObject({kind: 'refused'})
    const refused = press(explored(120, 36), ':', ...'stop reading', 'enter')
    expect(refused.notice?.kind).toBe('refused')
    expect(top(refused).kind).toBe('explorer')
  })

  it('keeps letters for its field, moves by arrows, and closes without doing anything', () => {
    const state = press(tree, ':', 'q')
    expect(top(state)).toMatchObject({kind: 'palette', field: {text: 'q'}})
    expect(top(press(tree, ':', 'down', 'down', 'up'))).toMatchObject({cursor: 1})
    expect(top(press(tree, ':', 'down', 'u'))).toMatchObject({cursor: 0})
    expect(press(state, 'esc').contexts).toEqual(tree.contexts)
    expect(update(state, {type: 'key', key: 'ctrl+c'})[1]).toContainEqual({type: 'exit', code: 0})
  })
})
