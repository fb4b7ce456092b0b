import {describe, expect, it} from 'vitest'
import {LensError, toFailure} from '../../src/image/oci/error.ts'
import {type Form, valuesOf} from '../../src/tui/app/form/form.ts'
import type {JobEvent} from '../../src/tui/app/jobs/job.ts'
import type {Task} from '../../src/tui/app/jobs/task.ts'
import type {Message} from '../../src/tui/app/messages.ts'
import {explorerOf, type State, top} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {NOW} from './sample-image.ts'
import {after, explored, onPath, press} from './sample-states.ts'

const form = (state: State) => top(state) as Form
const on = (path: string) => onPath(explored(120, 36), path)
const full = toFailure(new LensError('io', 'The disk is full.', {advice: 'Make room.'}))
const done = {files: 1, folders: 0, links: 0, bytes: 5, failures: [], failureCount: 0, attributesLost: 0}

/** The task that the last key begins. */
function taskOf(state: State, key = 'enter'): Task | undefined {
  const effect = update(state, {type: 'key', key})[1][0]
  return effect?.type === 'job' ? effect.task : undefined
}

/** Keys that type a text. */
const typed = (text: string) => [...text].map(character => (character === ' ' ? 'space' : character))

describe('the form for extracting', () => {
  it('asks where to, with a folder named for the image', () => {
    expect(valuesOf(form(press(on('etc/passwd'), 'e')))).toEqual({
      directory: './shop-api-1.4',
      force: false,
      owner: false,
    })
  })

  it('takes the path as the selected layer has it', () => {
    const union = explorerOf(explored(120, 36))!.union!
    const node = union.find('etc/passwd')
    expect(taskOf(press(on('etc/passwd'), 'tab', 'g', 'tab', 'e'))).toMatchObject({
      kind: 'extract',
      node,
      layer: 0,
      version: union.versionAt(node, 0),
    })
  })

  it('takes what the layer removed as it was before', () => {
    const union = explorerOf(explored(120, 36))!.union!
    const node = union.find('var/cache/apt')
    expect(taskOf(press(on('var/cache/apt'), 'e'))).toMatchObject({layer: 6, version: union.versionAt(node, 6)})
  })

  it('takes the version under the cursor of the page', () => {
    const union = explorerOf(explored(120, 36))!.union!
    const node = union.find('etc/passwd')
    expect(taskOf(press(on('etc/passwd'), 'v', 'k', 'e'))).toMatchObject({
      layer: 0,
      version: union.versionAt(node, 0),
    })
  })

  it('goes from field to field, around the ends; letters are typed, not obeyed', () => {
    const state = press(
      on('etc/passwd'),
      'e',
      'ctrl+u',
      ...typed('~/q e?'),
      'tab',
      'space',
      'tab',
      'l',
      'tab',
      'left',
      '/',
    )
    expect(form(state).focus).toBe(0)
    expect(taskOf(state)).toMatchObject({directory: '~/q e/?', force: true, owner: true})
  })

  it('takes pasted text into the text, and nowhere else', () => {
    const state = press(on('etc/passwd'), 'e', 'ctrl+u')
    expect(valuesOf(form(after(state, {type: 'paste', text: '/tmp/x\x1b[2J'})))).toMatchObject({directory: '/tmp/x[2J'})
    const toggle = press(state, 'tab')
    expect(after(toggle, {type: 'paste', text: 'x'})).toEqual(toggle)
  })

  it('does nothing without a folder, and says so', () => {
    const state = press(on('etc/passwd'), 'e', 'ctrl+u', 'enter')
    expect(state.notice?.text).toBe('Where to? Name a folder; it is made if it is not there.')
    expect(state.jobs).toEqual([])
  })

  it('does not promise owners to who is not root', () => {
    const state = press({...on('etc/passwd'), mayKeepOwners: false}, 'e', 'tab', 'tab', 'space')
    expect(state.notice?.text).toContain('Only root')
    expect(taskOf(state)).toMatchObject({owner: false})
  })

  it('is left by esc, and nothing is done', () => {
    const [state, effects] = update(press(on('etc/passwd'), 'e'), {type: 'key', key: 'esc'})
    expect(top(state).kind).toBe('explorer')
    expect([effects, state.jobs]).toEqual([[], []])
  })
})

describe('an extraction', () => {
  const running = press(on('etc/passwd'), 'e', 'tab', 'space', 'enter')
  const {request} = running.jobs[0]!
  const told = (event: JobEvent, of = request): Message => ({type: 'job-told', request: of, at: NOW, event})
  const outcome = {kind: 'extract', directory: './x', extraction: done} as const

  it('goes on while the screen does', () => {
    expect(top(running).kind).toBe('explorer')
    const progress = {label: 'extract', done: 1, total: 2, parts: []}
    expect(after(running, told({type: 'progress', progress})).jobs[0]?.progress?.done).toBe(1)
    expect(after(running, told({type: 'began'}, 99))).toBe(running)
  })

  it('says what it wrote, and has a page for what it did not', () => {
    const ended = after(running, told({type: 'done', outcome}))
    expect(ended.notice).toEqual({text: 'Extracted 1 file, 5 B into ./x.', kind: 'done'})
    expect(press(ended, 'w').notice?.text).toBe('Everything was written.')
    const extraction = {...done, failures: [{path: 'a', message: 'No.'}], failureCount: 1}
    const partly = after(running, told({type: 'done', outcome: {...outcome, extraction}}))
    expect(partly.notice?.text).toMatch(/^1 path was not written: w shows why\./)
    expect(top(press(partly, 'w')).kind).toBe('not-written')
  })

  it('gives the form back with its values when it fails, and the next form begins with them', () => {
    const failed = after(running, told({type: 'failed', failure: full}))
    expect(form(failed)).toMatchObject({failure: full, focus: 1})
    expect(valuesOf(form(failed))).toMatchObject({force: true})
    expect(taskOf(failed)).toMatchObject({kind: 'extract', force: true})
    expect(valuesOf(form(press(failed, 'esc', 'e')))).toMatchObject({force: true})
  })

  it('does not put a form under the fingers of who reads something else', () => {
    const failed = after(press(running, '?'), told({type: 'failed', failure: full}))
    expect(top(failed).kind).toBe('help')
    expect(failed.notice).toEqual({text: 'The disk is full. J says more.', kind: 'problem'})
    expect(top(press(failed, 'esc', 'J', 'e'))).toMatchObject({kind: 'form', failure: full, focus: 1})
  })
})
