import {describe, expect, it} from 'vitest'
import type {Effect} from '../../src/tui/app/effects.ts'
import type {Form} from '../../src/tui/app/form/form.ts'
import {planOf} from '../../src/tui/app/form/plans.ts'
import {type State, top} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {listed, sampleListing, stored as storedHome} from './home-states.ts'
import {tellNewest} from './job-states.ts'
import {sampleDigest} from './sample-layer.ts'
import {press} from './sample-states.ts'
import {answering, sampleHoldings, typed} from './workflow-states.ts'

/** Home where no engine answers. */
const stored = () => storedHome(120, 36)

const held = () => ({kind: 'holdings', holdings: {...sampleHoldings(), sharedBy: 'blob', containers: []}}) as const
const summary = (state: State) => planOf(state, top(state) as Form)?.summary.join(' ')
const sent = (state: State) => update(state, {type: 'key', key: 'enter'})
const taskOf = (effects: readonly Effect[]) =>
  effects.flatMap(effect => (effect.type === 'job' ? [effect.task] : []))[0]

describe('where no engine answers', () => {
  it('a pull goes into the store, in the words of our own command', () => {
    const state = press(stored(), 'p', ...typed('registry.lan:5000/tools:2'))
    expect(summary(state)).toContain('the layers that the store lacks')
    const [after, effects] = sent(state)
    expect(taskOf(effects)).toEqual({kind: 'pull', place: 'store', name: 'registry.lan:5000/tools:2', platform: null})
    expect(after.jobs[0]?.command).toBe('layerlens pull store:registry.lan:5000/tools:2')
  })

  it('a push comes from the store', () => {
    const [after, effects] = sent(press(stored(), 'P'))
    expect(taskOf(effects)).toMatchObject({kind: 'push', place: 'store', name: 'localhost:5000/tools:1.2'})
    expect(after.jobs[0]?.command).toBe('layerlens push store:localhost:5000/tools:1.2')
  })

  it('a push sends all platforms of an image that is there for several, or the one that is meant', () => {
    const platforms = ['linux/amd64', 'linux/arm64']
    const state = press(storedHome(120, 36, [{...sampleListing().images[0]!, platforms}]), 'P')
    const [after, effects] = sent(state)
    expect(taskOf(effects)).toMatchObject({kind: 'push', whole: true, platform: null})
    expect(after.jobs[0]?.command).toBe('layerlens push --all-platforms store:localhost:5000/tools:1.2')
    const [one, chosen] = sent(press(state, 'left'))
    expect(taskOf(chosen)).toMatchObject({kind: 'push', whole: false, platform: 'linux/arm64'})
    expect(one.jobs[0]?.command).toBe('layerlens push --platform linux/arm64 store:localhost:5000/tools:1.2')
  })

  it('a tag names the image by the name it has, and is pushed from the store', () => {
    const [state, effects] = sent(press(stored(), 't', 'ctrl+u', ...typed('tools:stable'), 'tab', 'space'))
    expect(taskOf(effects)).toMatchObject({place: 'store', image: 'localhost:5000/tools:1.2', name: 'tools:stable'})
    expect(state.jobs[0]?.command).toBe('layerlens tag store:localhost:5000/tools:1.2 tools:stable')
    const {jobs} = tellNewest(state, [0, {type: 'done', outcome: {kind: 'tag', name: 'tools:stable'}}])
    expect(jobs.at(-1)?.task).toMatchObject({kind: 'push', place: 'store', name: 'tools:stable'})
  })

  it('a removal says first what goes, of the blobs that no other image needs', () => {
    const state = answering(press(stored(), 'j', 'j', 'space', 'space'), 'd', held())
    expect(summary(state)).toContain('Frees 858 MB: 2 layers that nothing else holds.')
    const [after, effects] = sent(state)
    const [first, second] = sampleListing()
      .images.slice(2)
      .map(({id}) => id)
    expect(taskOf(effects)).toMatchObject({kind: 'remove', place: 'store', references: [first, second]})
    expect(after.jobs[0]?.command).toBe(`layerlens rm store:${first} store:${second}`)
  })

  it('what is freed is said in the measure of what was promised', () => {
    const state = sent(answering(stored(), 'd', held()))[0]
    const outcome = (freed: number) => ({kind: 'remove', untagged: 1, deleted: 1, freed}) as const
    const said = (freed: number) => tellNewest(state, [0, {type: 'done', outcome: outcome(freed)}]).notice?.text ?? ''
    const [job] = state.jobs
    const promised = (job?.task.kind === 'remove' ? job.task.promised : null) ?? 0
    expect(promised).toBeGreaterThan(0)
    expect(said(promised)).toContain('freed, exactly as promised.')
    expect(said(promised + 3000)).toContain('were promised')
    expect(said(0)).toContain('were promised')
  })

  it('nothing was promised to the byte where layers are kept packed as well', () => {
    const answer = {...held(), holdings: {...held().holdings, containerdStore: true as const}}
    const asked = answering(stored(), 'd', answer)
    expect(summary(asked)).toContain('Docker keeps layers packed as well')
    const outcome = {kind: 'remove', untagged: 1, deleted: 1, freed: 999} as const
    expect(tellNewest(sent(asked)[0], [0, {type: 'done', outcome}]).notice?.text).toMatch(/: 999 B freed\.$/)
  })

  it('what is marked is saved from the store into one archive, which replaces another once it is whole', () => {
    const [after, effects] = sent(press(stored(), 'space', 'space', 'S', 'ctrl+u', ...typed('tea.tar')))
    expect(summary(press(stored(), 'S'))).toContain('A file of that name is replaced once the new one is whole.')
    const images = ['localhost:5000/tools:1.2', 'shop/api:1.4']
    expect(taskOf(effects)).toEqual({kind: 'save', place: 'store', images, path: 'tea.tar'})
    expect(after.jobs[0]?.command).toBe('layerlens save -o tea.tar store:localhost:5000/tools:1.2 store:shop/api:1.4')
  })

  it('an archive is loaded into the store', () => {
    const state = press(stored(), 'O', ...typed('tea.tar'))
    expect(summary(state)).toBe('Its images come into the store under the names that they have there.')
    const [after, effects] = sent(state)
    expect(taskOf(effects)).toEqual({kind: 'load', place: 'store', path: 'tea.tar'})
    expect(after.jobs[0]?.command).toBe('layerlens load tea.tar')
  })

  it('a change of an image is committed: what is added, removed and said of it, under the next name', () => {
    const form = press(stored(), 'j', 'm')
    expect(summary(form)).toContain('only the configuration changes')
    expect(press(form, 'enter').notice?.text).toContain('There is nothing to commit')
    const filled = press(
      form,
      ...['tab', ...typed('./dist:/app'), 'tab', 'tab', ...typed('/tmp/cache'), 'tab', 'tab'],
      ...[...typed('USER 5'), 'tab', 'tab', ...typed('new build'), 'tab', 'ctrl+u', ...typed('tea')],
    )
    expect(summary(filled)).toContain('one layer more')
    const [after, effects] = sent(filled)
    expect(taskOf(effects)).toEqual({
      ...{kind: 'commit-image', image: 'shop/api:1.4', name: 'shop/api:1.5'},
      ...{additions: ['./dist:/app'], removals: ['/tmp/cache'], changes: ['USER 5']},
      ...{message: 'new build', author: 'tea'},
    })
    expect(after.jobs[0]?.command).toBe(
      "layerlens commit store:shop/api:1.4 shop/api:1.5 --add ./dist:/app --remove /tmp/cache -c 'USER 5' -m 'new build' -a tea",
    )
    const outcome = {kind: 'commit-image', id: sampleDigest(77), name: 'shop/api:1.5', layer: null} as const
    const state = tellNewest(after, [0, {type: 'done', outcome}])
    expect(top(state)).toMatchObject({kind: 'loading', reference: 'store:shop/api:1.5', look: {view: 'changes'}})
  })

  it('an image of an engine is not committed, but what was changed in a container', () => {
    expect(press(listed(120, 36), 'm').notice?.text).toBe(
      'What is committed is a container: R runs this image in one, and m in Containers commits that.',
    )
  })

  it('nothing is run, and the reason says how it could be', () => {
    expect(press(stored(), 'N').notice?.text).toBe('No engine answers, and it takes one to run a registry.')
    expect(press(stored(), 'R').notice?.text).toBe(
      'An engine runs images, and this one is in the store: layerlens copy store:localhost:5000/tools:1.2 docker-daemon:',
    )
  })
})
