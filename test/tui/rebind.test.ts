import {describe, expect, it} from 'vitest'
import {type Failure, LensError, toFailure} from '../../src/image/oci/error.ts'
import {rebound} from '../../src/tui/app/bindings/rebind.ts'
import {BINDINGS, bindingFor, bindingsWith, DEFAULT_KEYS} from '../../src/tui/app/bindings.ts'
import {initialState} from '../../src/tui/app/initial.ts'
import {hints} from '../../src/tui/app/selectors/bottom-line.ts'
import {helpLines} from '../../src/tui/app/selectors/help-lines.ts'
import {NOW, sampleLayers} from './sample-image.ts'
import {after, opened, PLAIN, press, readingMessages} from './sample-states.ts'

const keymap = (keys: Readonly<Record<string, readonly string[]>>) =>
  rebound(Object.entries(keys).map(([id, keys]) => ({id, keys, where: `config.yaml:2: keys.${id}`})))

const refusal = (keys: Readonly<Record<string, readonly string[]>>) => {
  try {
    keymap(keys)
  } catch (error) {
    const {message, advice} = error as {message: string; advice: string}
    return `${message} ${advice}`
  }
  return ''
}

const readingFailed = (failure: Failure) =>
  ({type: 'reading', session: 0, event: {type: 'layer-failed', layer: 2, failure}}) as const

/** The sample image, just opened, with other keys. */
function openedWith(keys: Readonly<Record<string, readonly string[]>>) {
  const [state] = initialState({
    reference: 'shop.tar',
    terminal: {columns: 140, rows: 36},
    capabilities: PLAIN,
    now: NOW,
    mayKeepOwners: true,
    keys: keymap(keys),
  })
  return opened(state)
}

/** The same, all of it read. */
function exploredWith(keys: Readonly<Record<string, readonly string[]>>) {
  return after(openedWith(keys), ...readingMessages(sampleLayers()))
}

describe('keys that somebody wants otherwise', () => {
  it('are the table’s own where nothing is said', () => {
    expect(rebound([])).toBe(DEFAULT_KEYS)
    expect(bindingsWith(DEFAULT_KEYS)).toBe(BINDINGS)
  })

  it('do what the binding does, and the old ones nothing', () => {
    const keys = keymap({quit: ['Q', '^e']})
    expect(bindingFor('files', 'Q', keys)?.id).toBe('quit')
    expect(bindingFor('files', 'ctrl+e', keys)?.id).toBe('quit')
    expect(bindingFor('files', 'q', keys)).toBeUndefined()
    expect(bindingFor('files', 's', keys)?.id).toBe('sort')
  })

  it('may be swapped', () => {
    const keys = keymap({sort: ['c'], view: ['s']})
    expect(bindingFor('files', 'c', keys)?.id).toBe('sort')
    expect(bindingFor('files', 's', keys)?.id).toBe('view')
  })

  it('stand in the bottom line, the help and in sentences', () => {
    const state = exploredWith({help: ['K'], 'base-less': ['M'], 'read-on': ['W'], quit: []})
    expect(hints(state, 140)).toContainEqual({id: 'help', key: 'K', label: 'all keys'})
    expect(hints(state, 140).map(hint => hint.label)).not.toContain('quit')
    const labels = helpLines(PLAIN, 120, state.keys, 'files').map(line => `${line.label}${line.text}`)
    expect(labels).toContainEqual(expect.stringMatching(/^K +all keys$/))
    expect(press(state, 'K').contexts.at(-1)?.kind).toBe('help')
    expect(press(state, '?').contexts.at(-1)?.kind).toBe('explorer')
    expect(press(state, 'q').contexts).toEqual(state.contexts)
  })

  it('are named by what refuses and what is told', () => {
    const state = exploredWith({filter: ['F'], 'mark-layer': ['M'], 'home-compare': ['X']})
    expect(press(state, 'n').notice?.text).toBe('Nothing is filtered. F begins.')
    expect(press(state, '=').notice?.text).toContain('A layer marked with M is compared')
    expect(press(state, 'I').notice?.text).toContain('X on two images')
    const failure = toFailure(new LensError('engine-not-reached', 'The engine is gone.'))
    const ended = {type: 'reading-ended', session: 0, failure: null} as const
    const lost = after(openedWith({'read-on': ['W']}), readingFailed(failure), ended)
    expect(lost.notice?.text).toBe('1 layer did not come; W reads on. The engine is gone.')
  })

  it.each([
    [{quti: ['Q']}, 'config.yaml:2: keys.quti: there is no binding quti. Did you mean quit?'],
    [{f5: ['q']}, 'there is no binding f5. The README’s table'],
    [{quit: ['pgdwn']}, 'config.yaml:2: keys.quit: there is no key pgdwn. Did you mean pagedown?'],
    [{quit: ['f13']}, 'there is no key f13. Write it like'],
    [{quit: ['ctrl+m']}, 'no terminal tells ctrl+m from enter.'],
    [{sort: ['c']}, 'config.yaml:2: keys.sort: c already means view in the files pane: next view'],
    [{extract: ['x']}, 'x already means cancel-reading in the files pane'],
    [{'filter-kind': ['x']}, 'x is typed in the filter, where filter-kind works. Take a key that types nothing'],
    [{submit: ['space']}, 'space is typed in a form'],
    [{interrupt: []}, 'interrupt needs a key'],
  ])('are refused in words where they can’t be: %j', (keys, words) => {
    expect(refusal(keys)).toContain(words)
  })
})
