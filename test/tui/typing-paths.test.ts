import {describe, expect, it} from 'vitest'
import type {Effect} from '../../src/tui/app/effects.ts'
import {suggestionFor} from '../../src/tui/app/form/answering.ts'
import type {Form, TextQuestion} from '../../src/tui/app/form/form.ts'
import {type State, top} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {listed, stored} from './home-states.ts'
import {after, explored, onPath, press} from './sample-states.ts'

const field = (state: State) => (top(state) as Form).fields[0] as TextQuestion
const asked = (effects: readonly Effect[]) => effects.flatMap(each => (each.type === 'look' ? [each.question] : []))
const typed = (state: State, text: string) => update(state, {type: 'paste', text})
const found = (state: State, ...paths: readonly string[]) =>
  after(state, {type: 'looked', request: field(state).paths!.request, answer: {kind: 'paths', paths}})

describe('the path of a file that is typed', () => {
  const loading = press(listed(80, 24), 'O')

  it('asks what is in its folder, once a folder, and suggests what goes on as it does', () => {
    const [first, look] = typed(loading, './t')
    expect(asked(look)).toEqual([{kind: 'paths', only: 'files', folder: './'}])
    const known = found(first, './app.tar', './tea/', './tea.tar')
    expect(suggestionFor(field(known))).toBe('./tea/')
    const [more, none] = typed(known, 'ea.')
    expect(none).toEqual([])
    expect(suggestionFor(field(more))).toBe('./tea.tar')
  })

  it('asks for the next folder when one was taken', () => {
    const known = found(typed(loading, 't')[0], 'tea/')
    const [taken, effects] = update(known, {type: 'key', key: 'ctrl+space'})
    expect(field(taken).value.text).toBe('tea/')
    expect(asked(effects)).toEqual([{kind: 'paths', only: 'files', folder: 'tea/'}])
    expect(suggestionFor(field(taken))).toBeNull()
    expect(suggestionFor(field(found(taken, 'tea/green.tar')))).toBe('tea/green.tar')
  })

  it('is asked about up to the colon where an image of the store gets files, and in the next row again', () => {
    const form = press(stored(80, 24), 'm', 'tab')
    const at = (state: State) => (top(state) as Form).fields[(top(state) as Form).focus] as TextQuestion
    const [first, look] = typed(form, './d')
    expect(asked(look)).toEqual([{kind: 'paths', only: 'files', folder: './'}])
    const paths = ['./dist/']
    const known = after(first, {type: 'looked', request: at(first).paths!.request, answer: {kind: 'paths', paths}})
    expect(suggestionFor(at(known))).toBe('./dist/')
    const [placed, none] = typed(press(known, 'ctrl+space'), ':/srv/app')
    expect([at(placed).value.text, none]).toEqual(['./dist/:/srv/app', []])
    expect(asked(typed(press(placed, 'tab'), './')[1])).toEqual([{kind: 'paths', only: 'files', folder: './'}])
  })

  it('takes no answer about a folder that is not typed any more, and goes without where there is none', () => {
    const [first] = typed(loading, 'a/')
    const {request} = field(first).paths!
    const [second] = typed(first, 'b/')
    const late = after(second, {type: 'looked', request, answer: {kind: 'paths', paths: ['a/b/c']}})
    expect(field(late).suggestions).toEqual([])
    const failure = {kind: 'internal', message: 'No.', advice: null} as const
    const failed = after(second, {type: 'looked', request: field(second).paths!.request, answer: {failure}})
    expect(field(failed).suggestions).toEqual([])
  })

  it('is asked about where images are saved, and folders alone where files are extracted', () => {
    expect(asked(typed(press(listed(80, 24), 'j', 'S'), 'x')[1])).toMatchObject([{only: 'files', folder: './'}])
    const extracting = press(onPath(explored(120, 36), 'etc/passwd'), 'e', 'ctrl+u')
    expect(asked(typed(extracting, '/srv/')[1])).toMatchObject([{only: 'folders', folder: '/srv/'}])
  })
})
