import {describe, expect, it} from 'vitest'
import {Sharing} from '../../src/image/analysis/sharing/sharing.ts'
import {LensError, toFailure} from '../../src/image/oci/error.ts'
import type {Effect} from '../../src/tui/app/effects.ts'
import {imageFacts} from '../../src/tui/app/explorer.ts'
import {commandWords} from '../../src/tui/app/form/command-words.ts'
import type {Form} from '../../src/tui/app/form/form.ts'
import {valuesOf} from '../../src/tui/app/form/form.ts'
import {planOf} from '../../src/tui/app/form/plans.ts'
import {homeOf} from '../../src/tui/app/home/in-state.ts'
import {toBeTyped} from '../../src/tui/app/jobs/advice.ts'
import {hints} from '../../src/tui/app/selectors/bottom-line.ts'
import {configPaper} from '../../src/tui/app/selectors/paper-lines.ts'
import {explorerOf, type State, top} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {listed, sampleListing} from './home-states.ts'
import {tellNewest} from './job-states.ts'
import {sampleImage} from './sample-image.ts'
import {sampleDigest} from './sample-layer.ts'
import {after, explored, opening, press} from './sample-states.ts'
import {answering, changes, sampleHoldings, typed, WORKFLOW_SCREENS} from './workflow-states.ts'

const form = (state: State) => top(state) as Form
const screen = (name: string) => WORKFLOW_SCREENS.find(([each]) => each === name)![1](120, 36)
const summary = (state: State) => planOf(state, form(state))?.summary.join(' ')
const keysOffered = (state: State) => hints(state, 200).map(({id}) => id)
const sent = (state: State) => update(state, {type: 'key', key: 'enter'})
const taskOf = (effects: readonly Effect[]) =>
  effects.flatMap(effect => (effect.type === 'job' ? [effect.task] : []))[0]

describe('commit', () => {
  it('goes on from the name of the image below, and asks what it would store', () => {
    const [state, effects] = update(press(listed(120, 36), '2'), {type: 'key', key: 'm'})
    expect(valuesOf(form(state))).toMatchObject({image: 'shop/api:1.5', message: '', changes: [], pause: true})
    expect(effects).toEqual([
      {
        type: 'look',
        request: 1,
        question: {kind: 'container-changes', engine: null, container: sampleListing().containers[0]!.id},
      },
    ])
    expect(summary(state)).toContain('asking what was changed')
    expect(summary(screen('commit'))).toContain('Stores 1 layer, 2.9 MB: 41 added, 3 changed, 1 deleted.')
  })

  it('suggests a name that is free, and says what one costs that is not', () => {
    const next = (state: State) => press(press(state, '2'), 'm')
    const taken = sampleListing().images.map((image, i) => (i === 0 ? {...image, tags: ['shop/api:1.5']} : image))
    const before = listed(120, 36)
    const home = homeOf(before)!
    const state = next({...before, contexts: [{...home, listing: {...home.listing!, images: taken}}]})
    expect(valuesOf(form(state))).toMatchObject({image: 'shop/api:1.6'})
    expect(summary(state)).not.toContain('loses the name')
    expect(summary(press(state, 'backspace', '5'))).toContain(
      'shop/api:1.5 is another image now: that one loses the name.',
    )
  })

  it('begins a job with all that was typed, in the words of docker', () => {
    const [state, effects] = sent(screen('commit'))
    expect(taskOf(effects)).toMatchObject({
      kind: 'commit',
      name: 'shop/api:1.5',
      message: 'add net-tools',
      pause: true,
      changes: ['CMD ["node","server.js"]'],
    })
    expect(state.jobs[0]?.command).toBe(
      `docker commit -m 'add net-tools' -c 'CMD ["node","server.js"]' api-1 shop/api:1.5`,
    )
  })

  it('opens what came out on what was done, with the cursor of the list on it', () => {
    const id = sampleDigest(77)
    const outcome = {kind: 'commit', id, reference: `podman:${id}`, name: 'shop/api:1.5'} as const
    const state = tellNewest(sent(screen('commit'))[0], [0, {type: 'done', outcome}])
    expect(top(state)).toMatchObject({kind: 'loading', reference: `podman:${id}`, look: {view: 'changes'}})
    expect(homeOf(state)).toMatchObject({tab: 'images', lists: {images: {id}}})
    expect(state.notice?.text).toContain('Committed shop/api:1.5')
  })

  it('stops what is being read of an image that it takes the place of', () => {
    const begun = sent(screen('commit'))[0]
    const [loading, asked] = update(press(begun, '1'), {type: 'key', key: 'enter'})
    const session = asked.flatMap(effect => (effect.type === 'open' ? [effect.session] : []))[0]!
    const reading = after(loading, {type: 'opened', session, image: imageFacts(sampleImage())})
    const id = sampleDigest(77)
    const event = {type: 'done', outcome: {kind: 'commit', id, reference: `podman:${id}`, name: null}} as const
    const {request} = reading.jobs.at(-1)!
    const [state, effects] = update(reading, {type: 'job-told', request, at: 0, event})
    expect(state.contexts.map(({kind}) => kind)).toEqual(['home', 'loading'])
    expect(effects).toContainEqual({type: 'cancel', session})
  })

  it('has the form again where its values were wrong', () => {
    const failure = toFailure(new LensError('usage', 'The engine does not take a change.'))
    const state = tellNewest(sent(screen('commit'))[0], [0, {type: 'failed', failure}])
    expect(form(state).failure).toEqual(failure)
    expect(valuesOf(form(state))).toMatchObject({message: 'add net-tools'})
  })

  it('refuses what is no name before anything is done, in words', () => {
    const state = press(screen('commit'), 'tab', 'tab', 'ctrl+u', ...typed('Shop/API:1'), 'enter')
    expect(state.jobs).toEqual([])
    expect(state.notice?.text).toContain('lower case')
  })
})

describe('what a form asked', () => {
  const closed = (state: State) => update(state, {type: 'key', key: 'esc'})[1]

  it('is not waited for once the form is closed', () => {
    const asking = press(listed(120, 36), '2', 'm')
    expect(closed(asking)).toEqual([{type: 'cancel', session: 1}])
    const removing = press(listed(120, 36), 'd')
    expect(closed(removing)).toEqual([{type: 'cancel', session: 1}])
  })

  it('is left alone where it was answered', () => {
    expect(closed(screen('commit'))).toEqual([])
  })
})

describe('a question that repeats', () => {
  it('has a row for another behind the last answer, and drops empty ones that are left', () => {
    const rows = (state: State) => form(state).fields.filter(({id}) => id === 'changes').length
    const begun = answering(press(listed(120, 36), '2'), 'm', changes)
    expect(rows(begun)).toBe(1)
    const two = press(begun, 'tab', 'tab', 'tab', ...typed('USER a'), 'tab', ...typed('ENV A=b'))
    expect([rows(two), valuesOf(form(two)).changes]).toEqual([3, ['USER a', 'ENV A=b']])
    const one = press(two, 'up', 'ctrl+u', 'down')
    expect([rows(one), valuesOf(form(one)).changes]).toEqual([2, ['ENV A=b']])
  })
})

describe('tag', () => {
  it('suggests the registries that were used before, and says where a push of the name goes', () => {
    const state = screen('tag')
    expect(summary(state)).toContain('Docker Hub')
    const taken = press(state, 'ctrl+space')
    expect(valuesOf(form(taken)).name).toBe('localhost:5000/shop/api:1.4')
    expect(summary(taken)).toContain('the registry localhost:5000')
    expect(taskOf(sent(taken)[1])).toMatchObject({kind: 'tag', name: 'localhost:5000/shop/api:1.4', thenPush: false})
  })

  it('counts on the tag of an image that has a name at the only registry, and completes what others are called', () => {
    const {images, ...rest} = sampleListing()
    const one = images.map(each => ({...each, tags: each.tags.filter(tag => !tag.startsWith('registry.lan'))}))
    const tools = press(listed(120, 36, {...rest, images: one}), '/', ...typed('tools'), 'enter', 't')
    expect(valuesOf(form(tools)).name).toBe('localhost:5000/tools:1.3')
    const other = press(tools, 'ctrl+u', ...typed('shop'), 'ctrl+space')
    expect(valuesOf(form(other)).name).toBe('shop/api:1.4')
  })

  it('pushes then, where that was wished', () => {
    const [state] = sent(press(screen('tag'), 'ctrl+space', 'tab', 'space'))
    const done = {type: 'done', outcome: {kind: 'tag', name: 'localhost:5000/shop/api:1.4'}} as const
    const {jobs} = tellNewest(state, [0, done])
    expect(jobs.at(-1)).toMatchObject({
      title: 'push localhost:5000/shop/api:1.4',
      command: 'docker push localhost:5000/shop/api:1.4',
      state: 'running',
    })
  })
})

describe('a new name', () => {
  const name = 'registry.lan:5000/shop/api:1.5'
  const {images, ...rest} = sampleListing()
  const renamed = images.map((each, i) => (i === 1 ? {...each, tags: [...each.tags, name]} : each))
  const tagged = (state: State) => {
    const [begun] = sent(press(state, 't', 'ctrl+u', ...typed(name)))
    return tellNewest(begun, [0, {type: 'done', outcome: {kind: 'tag', name}}])
  }
  const relisted = (state: State) =>
    after(state, {type: 'home-listed', session: homeOf(state)!.session!, listing: {...rest, images: renamed}})
  const pushed = (state: State) => {
    const digest = sampleDigest(7)
    const outcome = {kind: 'push', digest, layers: 1, there: 0, mounted: 0} as const
    return tellNewest(sent(press(state, 'P'))[0], [0, {type: 'done', outcome}])
  }

  it.each([
    [1, ': 1 layer, digest '],
    [null, ': digest '],
  ])('tells of %j layers', (layers, said) => {
    const outcome = {kind: 'push', digest: sampleDigest(7), layers, there: 0, mounted: 0} as const
    const {notice} = tellNewest(sent(press(listed(120, 36), 'j', 'P'))[0], [0, {type: 'done', outcome}])
    expect(notice?.text).toContain(`Pushed registry.lan:5000/shop/api:1.4${said}`)
  })

  it('is the one that is pushed, though another was before', () => {
    const once = pushed(press(listed(120, 36), 'j'))
    expect(valuesOf(form(press(once, 'P'))).name).toBe('registry.lan:5000/shop/api:1.4')
    expect(valuesOf(form(press(relisted(tagged(once)), 'P'))).name).toBe(name)
  })

  it('leaves alone what a push that failed was for', () => {
    const failure = toFailure(new LensError('registry-denied', 'No.'))
    const [begun] = sent(press(listed(120, 36), 'j', 'P', 'right'))
    expect(taskOf(sent(press(listed(120, 36), 'j', 'P', 'right'))[1])).toMatchObject({name: 'shop/api:1.4'})
    const failed = press(tellNewest(begun, [0, {type: 'failed', failure}]), 'esc')
    expect(valuesOf(form(press(failed, 'P'))).name).toBe('registry.lan:5000/shop/api:1.4')
  })

  it('is pushed at once only where that is asked for each time', () => {
    const [begun] = sent(press(screen('tag'), 'ctrl+space', 'tab', 'space'))
    expect(valuesOf(form(press(begun, 't'))).push).toBe(false)
  })

  it('is among the tags of the image that is open, and to be pushed there, with a list of its own or without', () => {
    const facts = {...imageFacts(sampleImage()), transport: 'docker-daemon' as const, id: images[1]!.id}
    const open = {...facts, tags: images[1]!.tags}
    const config = (state: State) => configPaper(state, explorerOf(state)!).map(({text}) => text)
    const alone = after(opening(120, 36), {type: 'opened', session: 0, image: open})
    const [loading] = update(press(listed(120, 36), 'j'), {type: 'key', key: 'enter'})
    const fromHome = after(loading, {type: 'opened', session: 1, image: open})
    expect(config(fromHome).join()).not.toContain(name)
    for (const state of [tagged(alone), relisted(tagged(fromHome))]) {
      expect(config(state).filter(text => text.includes(name))).toHaveLength(1)
      expect(valuesOf(form(press(state, 'P'))).name).toBe(name)
    }
  })
})

describe('what a commit would store, looked at out of its form', () => {
  const asking = screen('commit')
  const loading = press(asking, 'ctrl+o')
  const opened = (state: State) =>
    after(state, {type: 'opened', session: state.nextSession - 1, image: imageFacts(sampleImage())})
  const escapes = (state: State) => hints(state, 80).filter(({key}) => key === 'esc')

  it('leads back to the form by esc, also while it is read, which is stopped then', () => {
    const looked = opened(loading)
    expect(explorerOf(looked)?.reading.kind).toBe('running')
    expect(escapes(looked)).toMatchObject([{label: 'back to the form'}])
    const [back, effects] = update(looked, {type: 'key', key: 'esc'})
    expect(form(back)).toEqual(form(asking))
    expect(effects).toContainEqual({type: 'cancel', session: explorerOf(looked)!.session})
  })

  it('leaves a filter first', () => {
    const filtered = press(opened(loading), '/', 'a', 'enter')
    expect(escapes(filtered)).toMatchObject([{label: 'no filter'}])
    expect(escapes(press(filtered, 'esc'))).toMatchObject([{label: 'back to the form'}])
  })

  it('is no reason to leave an image that is read where no form waits', () => {
    const reading = opened(press(listed(80, 24), 'j', 'enter'))
    expect(explorerOf(press(reading, 'esc'))?.reading.kind).toBe('cancelled')
  })
})

describe('push', () => {
  it('asks which of several names, one with a registry first; it says no where there is none', () => {
    expect(taskOf(sent(screen('push'))[1])).toMatchObject({kind: 'push', name: 'registry.lan:5000/shop/api:1.4'})
    expect(press(listed(120, 36), 'j', 'j', 'P').notice?.text).toBe('This image has no name to push: t gives it one.')
    expect(press(explored(120, 36), 'P').notice?.text).toBe(
      'This image is in a file: O loads it, to be tagged, pushed, or run by an engine.',
    )
  })

  it('offers one platform alone where a registry takes no attestation', () => {
    const refused = screen('push-refused')
    const [state, effects] = update(refused, {type: 'key', key: 'o'})
    expect(taskOf(effects)).toMatchObject({
      kind: 'push',
      place: null,
      name: 'localhost:5000/tools:1.2',
      onePlatform: true,
    })
    expect(top(state)).toMatchObject({kind: 'job', request: state.jobs.at(-1)!.request})
    expect(press(state, 'o').notice?.text).toBe('No attestation stands in the way.')
  })
})

describe('what is to be typed after a failure', () => {
  it.each([
    ['Add this, and try again:\n  {"insecure-registries": ["a:5000"]}', '{"insecure-registries": ["a:5000"]}'],
    ['Add these lines:\n  [[registry]]\n  location = "a"', '[[registry]]\nlocation = "a"'],
    ['Log in first: layerlens login a:5000', 'layerlens login a:5000'],
    ['Check its spelling.', 'It failed. Check its spelling.'],
  ])('of “%s” is %j', (advice, lines) => {
    expect(toBeTyped({kind: 'registry-unreachable', message: 'It failed.', advice})).toBe(lines)
  })

  it('is copied by y, lines and all', () => {
    const advice = ['Add these lines:', '  [[registry]]', '  location = "a"']
    const failure = toFailure(new LensError('registry-unreachable', 'It failed.', {advice}))
    const state = tellNewest(press(listed(120, 36), 'P', 'enter'), [0, {type: 'failed', failure}])
    expect(update(state, {type: 'key', key: 'y'})[1]).toEqual([{type: 'copy', text: '[[registry]]\nlocation = "a"'}])
  })
})

describe('remove', () => {
  it('says what is freed, what stays and who holds it, and asks for it in an order that works', () => {
    const state = screen('remove')
    expect(summary(state)).toContain('Frees 858 MB: 2 layers that nothing else holds.')
    expect(summary(state)).toMatch(/132 MB stays: held by .*shop\/api:1\.3/)
    const [first, second] = [sampleListing().images[2]!.id, sampleListing().images[3]!.id]
    expect(taskOf(sent(state)[1])).toEqual({
      kind: 'remove',
      place: null,
      references: [first, second],
      promised: 858_007_000,
    })
  })

  it('leaves alone what a container stands on, and says how to get it out of the way', () => {
    const state = screen('remove-used')
    expect(summary(state)).toContain('docker rm api-1 api-2')
    expect(press(state, 'enter').notice?.text).toBe('Nothing can be removed: see what stands in the way.')
    expect(keysOffered(state)).not.toContain('submit')
    expect(summary(state)).toContain('One of its names alone can go now')
    const oneName = press(state, 'right', 'right')
    expect(keysOffered(oneName)).toContain('submit')
    expect(summary(oneName)).not.toContain('Nothing can be removed')
    expect(keysOffered(screen('remove'))).toContain('submit')
  })

  it('lists every name that goes where several images are marked', () => {
    const before = listed(120, 36)
    const home = homeOf(before)!
    const tags = ['shop/py:2.2', 'localhost:5987/shop/py:2.2', 'localhost:5999/shop/py:2.2']
    const images = home.listing!.images.map((image, i) => (i === 2 ? {...image, tags} : image))
    const there = {...before, contexts: [{...home, listing: {...home.listing!, images}}]}
    const marked = press(there, 'j', 'j', 'space', 'j', 'space')
    const holdings = sampleHoldings()
    const known = {...holdings, images: holdings.images.map((image, i) => (i === 2 ? {...image, tags} : image))}
    const state = answering(marked, 'd', {kind: 'holdings', holdings: known})
    const {references} = taskOf(sent(state)[1]) as {references: readonly string[]}
    expect(references).toEqual([...tags, 'shop/api:1.3'])
    for (const name of references) expect(`${planOf(state, form(state))!.title} ${summary(state)}`).toContain(name)
    expect(summary(screen('remove'))).not.toContain('Names that go')
  })

  it('takes one name of several', () => {
    const state = press(screen('remove-used'), 'right', 'right')
    expect(summary(state)).toContain('Only the name shop/api:latest goes')
    expect(taskOf(sent(state)[1])).toMatchObject({references: ['shop/api:latest'], promised: 0})
  })

  it('says afterwards what came of it, beside what was promised', () => {
    const state = sent(screen('remove'))[0]
    const outcome = (freed: number | null) => ({kind: 'remove', untagged: 0, deleted: 4, freed}) as const
    const said = (freed: number | null) =>
      tellNewest(state, [0, {type: 'done', outcome: outcome(freed)}]).notice?.text ?? ''
    expect(said(858_007_000)).toContain('858 MB freed, exactly as promised')
    expect(said(7)).toContain('7 B freed; 858,007,000 B were promised')
    // A promise is no measure.
    expect(said(null)).not.toContain('freed')
    expect(homeOf(tellNewest(state, [0, {type: 'done', outcome: outcome(7)}]))?.lists.images.marks).toEqual([])
  })

  it('says also what stays of several, and why', () => {
    const state = sent(screen('remove'))[0]
    const stays = [{name: 'shop/api:1.4', reason: 'The container web stands on it.'}]
    const outcome = {kind: 'remove', untagged: 1, deleted: 0, freed: 0, stays} as const
    expect(tellNewest(state, [0, {type: 'done', outcome}]).notice).toEqual({
      text: 'Removed 1 name. Not removed: shop/api:1.4: The container web stands on it.',
      kind: 'problem',
    })
  })

  it('waits for the answer, and says where there is none', () => {
    const asking = press(listed(120, 36), 'd')
    expect(press(asking, 'enter').notice?.text).toBe('What would go is not known yet.')
    expect(
      answering(listed(120, 36), 'd', {kind: 'holdings', holdings: {...sampleHoldings(), images: []}}),
    ).toBeTruthy()
  })
})

describe('save', () => {
  it('says which names an archive does not get, and counts a layer of several images once', () => {
    expect(summary(press(listed(120, 36), 'S'))).not.toContain('Left out')
    const one = press(listed(120, 36), 'j', 'S')
    expect(summary(one)).toContain('Left out, as it gets one name of each image: shop/api:latest, registry.lan:5000/')
    const marked = (state: State) => summary(press(state, 'j', 'space', 'j', 'j', 'space', 'S'))
    expect(marked(listed(120, 36))).toContain('about 2.23 GB')
    const sharing = new Sharing(sampleHoldings())
    expect(marked(after(listed(120, 36), {type: 'sharing-known', sharing}))).toContain('about 2.1 GB')
  })
})

describe('run', () => {
  it('gives the terminal to what was asked for', () => {
    const state = press(screen('run'), 'tab', 'tab', ...typed('/a:/b'), 'tab', 'tab', ...typed('A=b c'))
    const [run] = sent(state)[1]
    expect(run).toMatchObject({
      type: 'run',
      run: {image: 'shop/api:1.4', command: [], ports: ['8080:80'], volumes: ['/a:/b'], env: ['A=b c'], keep: false},
    })
  })

  it('has the form again where nothing could be run', () => {
    const state = screen('run')
    const [after] = update(press(state, 'enter'), {type: 'ran', form: form(state), result: {code: 125, goesOn: null}})
    expect(form(after).failure?.message).toContain('could not be run')
    const [done] = update(press(state, 'enter'), {type: 'ran', form: form(state), result: {code: 3, goesOn: null}})
    expect([top(done).kind, done.notice?.text]).toEqual(['home', 'It ended with 3.'])
  })

  it('tells of the container that runs on where its client was left', () => {
    const asking = screen('run')
    const result = {code: 0, goesOn: 'evil\x1b[31m'}
    const [state] = update(press(asking, 'enter'), {type: 'ran', form: form(asking), result})
    expect(state.notice?.text).toMatch(/^evil[^\x1b]+ goes on running: Containers lists it\.$/)
  })

  it('has the cursor on the container that it kept', () => {
    const {containers, ...rest} = sampleListing()
    const before = press(listed(120, 36, {...rest, containers: containers.slice(1)}), '2', 'j', 'k', '1', 'j', 'R')
    const asking = press(before, 'tab', 'tab', 'tab', 'tab', 'tab', 'space')
    const [state] = update(press(asking, 'enter'), {type: 'ran', form: form(asking), result: {code: 0, goesOn: null}})
    expect(state.notice?.text).toBe('It ended with 0. Its container is kept: Containers lists it, m commits it.')
    const fresh = after(state, {type: 'home-listed', session: homeOf(state)!.session!, listing: {...rest, containers}})
    expect(form(press(fresh, '2', 'm')).purpose).toMatchObject({kind: 'commit', name: 'api-1'})
  })

  it.each([
    ['sh', ['sh']],
    ['sh -c "echo  a"', ['sh', '-c', 'echo  a']],
    [`a 'b "c' d\\ e ""`, ['a', 'b "c', 'd e', '']],
    ['', []],
    ['echo "a', null],
  ])('takes %j apart as a shell does', (line, words) => {
    expect(commandWords(line)).toEqual(words)
  })
})

describe('a registry', () => {
  it('is started where its image is there; else that is pulled first', () => {
    const without = press(listed(120, 36), 'N')
    expect(without.notice?.text).toContain('pull it, then N again')
    expect(taskOf(sent(without)[1])).toMatchObject({kind: 'pull', name: 'registry:2'})
    const {images, ...rest} = sampleListing()
    const withRegistry = {...rest, images: [{...images[0]!, tags: ['registry:2']}]}
    const state = press(listed(120, 36, withRegistry), 'N')
    expect(taskOf(sent(state)[1])).toEqual({kind: 'registry', image: 'registry:2', port: 5000, folder: '~/registry'})
    expect(sent(state)[0].jobs[0]?.command).toBe(
      `docker run -d -p 5000:5000 -v '~/registry:/var/lib/registry' registry:2`,
    )
  })
})
