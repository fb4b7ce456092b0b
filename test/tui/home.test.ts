import {describe, expect, it} from 'vitest'
import {Sharing} from '../../src/image/analysis/sharing/sharing.ts'
import {imageFacts} from '../../src/tui/app/explorer.ts'
import type {EngineListing} from '../../src/tui/app/home/home.ts'
import {homeOf} from '../../src/tui/app/home/in-state.ts'
import {cursorRow, shownRows} from '../../src/tui/app/home/shown-rows.ts'
import {shownImages} from '../../src/tui/app/home/tabs/images.ts'
import {homeFoot, homeTopLine} from '../../src/tui/app/selectors/home-frame.ts'
import {homeRows} from '../../src/tui/app/selectors/home-rows.ts'
import {paperLines} from '../../src/tui/app/selectors/paper-lines.ts'
import {type State, top} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {relisted} from '../../src/tui/app/verbs/home.ts'
import {closedSocket, listed, looking, lost, many, noEngine, sampleListing, stored} from './home-states.ts'
import {sampleImage} from './sample-image.ts'
import {after, press} from './sample-states.ts'
import {sampleSharing} from './sharing-states.ts'

const names = (state: State) => shownImages(homeOf(state)!).map(({tags}) => tags[0] ?? '<none>')
const selected = (state: State) => shownRows(state, homeOf(state)!)[cursorRow(state, homeOf(state)!)]?.id
const tagOf = (state: State) => names(state)[cursorRow(state, homeOf(state)!)]

describe('home', () => {
  it('is there at once, and asks the engine', () => {
    expect(top(looking(80, 24))).toMatchObject({kind: 'home', session: 0, listing: null})
    expect(update(looking(80, 24), {type: 'home-listed', session: 0, listing: sampleListing()})[1]).toEqual([
      {type: 'read-sharing'},
    ])
  })

  it('says what esc is for where there is nothing to leave, and how to leave', () => {
    const said = (...keys: readonly string[]) => press(listed(80, 24), ...keys, 'esc').notice?.text
    for (const tab of ['1', '4']) expect(said(tab)).toBe('Nothing is marked or filtered here. q quits.')
    for (const tab of ['2', '3', '5']) expect(said(tab)).toBe('Nothing is filtered here. q quits.')
    expect(said('1', 'space')).toBeUndefined()
  })

  it('tells what images of the store share, where the same layer stands in several branches', () => {
    const layer = (digest: string) => ({digest, bytes: 7, createdBy: `RUN make ${digest}`})
    const image = (key: string, layers: string) => ({
      key,
      tags: [key],
      layers: [...layers].map(layer),
      parent: null,
      listed: true,
    })
    const images = [image('one', 'abx'), image('two', 'acx'), image('three', 'acxy')]
    const listing = {
      ...sampleListing(),
      engine: {kind: 'store', version: '', host: '/store'} as const,
      containers: [],
      tried: closedSocket,
    }
    const [state, effects] = update(looking(80, 24), {type: 'home-listed', session: 0, listing})
    expect(effects).toEqual([{type: 'read-sharing'}])
    const sharing = new Sharing({sharedBy: 'blob', images, containers: []})
    const shown = press(after(state, {type: 'sharing-known', sharing}), '4')
    const rows = shownRows(shown, homeOf(shown)!)
    expect(rows).toHaveLength(4)
    expect(new Set(rows.map(({id}) => id)).size).toBe(4)
    expect(homeTopLine(homeOf(shown)!, shown).facts.map(({text}) => text)).toEqual([
      '6 images',
      '35 B',
      'sharing saves 35 B',
    ])
  })

  it('says once that the store is shown, then only to who asks again, and that an engine has come', () => {
    const answer = (state: State, listing: EngineListing) =>
      after(state, {type: 'home-listed', session: homeOf(state)!.session!, listing})
    const store = homeOf(stored(80, 24))!.listing!
    const shown = stored(80, 24)
    expect(shown.notice?.text).toBe('No engine: docker.sock: permission denied. i says more, r tries again.')
    const [back] = relisted(press(shown, 'j'))
    expect(answer(back, store).notice).toBeNull()
    const asked = press(shown, 'r')
    expect(answer(asked, store).notice?.text).toContain('No engine: docker.sock: permission denied.')
    expect(answer(press(shown, 'i', 'r'), store).notice?.text).toBe('Still no engine: docker.sock: permission denied.')
    expect(answer(asked, sampleListing()).notice?.text).toBe('docker 27.3.1 answered.')
  })

  it('opens the image of the reference where no engine answers, and keeps the reason below it', () => {
    const [state, effects] = update(looking(80, 24), {type: 'home-failed', session: 0, failure: noEngine})
    expect(effects).toEqual([{type: 'open', session: 1, reference: 'demo.tar'}])
    expect(state.contexts.map(({kind}) => kind)).toEqual(['home', 'loading'])
    expect(state.notice?.text).toBe('No engine answered: this is the demo image. ⌫ says why.')
    const [back, asked] = update(after(state, {type: 'opened', session: 1, image: imageFacts(sampleImage())}), {
      type: 'key',
      key: 'backspace',
    })
    expect(top(back)).toMatchObject({kind: 'home', failure: noEngine, session: 2})
    expect(asked).toEqual([
      {type: 'cancel', session: 1},
      {type: 'list-engine', session: 2},
    ])
    const again = update(back, {type: 'home-failed', session: 2, failure: noEngine})
    expect(again[1]).toEqual([])
    expect(top(again[0]).kind).toBe('home')
  })

  it('opens the demo image below a page that is being read', () => {
    const state = after(press(looking(80, 24), '?'), {type: 'home-failed', session: 0, failure: noEngine})
    expect(state.contexts.map(({kind}) => kind)).toEqual(['home', 'loading', 'help'])
  })

  it('does not open a second image for somebody who did not wait', () => {
    const early = press(looking(80, 24), 'enter')
    const [state, effects] = update(early, {type: 'home-failed', session: 0, failure: noEngine})
    expect(effects).toEqual([])
    expect(state.contexts.map(({kind}) => kind)).toEqual(['home', 'loading'])
  })

  it.each([
    [['s'], ['shop/api:1.4', 'shop/api:1.3', '<none>']],
    [
      ['s', 's'],
      ['shop/api:1.4', 'shop/api:1.3', '<none>'],
    ],
    [
      ['s', 's', 's'],
      ['evil/\x1b[31mred\u202egnp:1', 'localhost:5000/tools:1.2', 'shop/api:1.3'],
    ],
    [
      ['s', 's', 's', 's'],
      ['localhost:5000/tools:1.2', 'shop/api:1.4', '<none>'],
    ],
  ])('after %j begins with %j', (keys, first) => {
    expect(names(press(listed(80, 24), ...keys)).slice(0, 3)).toEqual(first)
  })

  it('keeps the cursor on its image while rows are sorted, filtered and listed anew', () => {
    let state = press(listed(80, 24), 'j', 'j', 'j', 'j')
    expect(tagOf(state)).toBe('shop/api:1.3')
    state = press(state, 's', 's', 's')
    expect(tagOf(state)).toBe('shop/api:1.3')
    state = press(state, '/', 'a', 'p', 'i', 'enter')
    expect(tagOf(state)).toBe('shop/api:1.3')
    const listing = sampleListing()
    const [asked, effects] = update(press(state, 'esc'), {type: 'key', key: 'r'})
    expect(effects).toEqual([{type: 'list-engine', session: 1}])
    const fresh = {...listing, images: listing.images.toReversed()}
    expect(tagOf(after(asked, {type: 'home-listed', session: 1, listing: fresh}))).toBe('shop/api:1.3')
  })

  it('keeps the cursor on its image though it was never moved, and one above came', () => {
    const {images, ...rest} = sampleListing()
    const before = press(listed(80, 24, {...rest, images: images.slice(1)}), 'r')
    expect(tagOf(after(before, {type: 'home-listed', session: 1, listing: {...rest, images}}))).toBe('shop/api:1.4')
  })

  it('goes to the first match where its row is filtered away, and back to it without the filter', () => {
    const typed = press(listed(80, 24), 'G', '/', 'a', 'p', 'i')
    expect(tagOf(typed)).toBe('shop/api:1.4')
    expect(tagOf(press(typed, 'esc'))).toBe('evil/\x1b[31mred\u202egnp:1')
    expect(tagOf(press(typed, 'enter', 'esc'))).toBe('shop/api:1.4')
    expect(tagOf(press(typed, 'down', 'esc'))).toBe('shop/api:1.3')
  })

  it('goes on from the same row where its image is gone', () => {
    const asked = press(listed(80, 24), 'j', 'r')
    const {images, ...rest} = sampleListing()
    const state = after(asked, {type: 'home-listed', session: 1, listing: {...rest, images: images.toSpliced(1, 1)}})
    expect(cursorRow(state, homeOf(state)!)).toBe(1)
    const none = after(asked, {type: 'home-listed', session: 1, listing: {...rest, images: []}})
    expect(selected(none)).toBeUndefined()
    expect(press(none, 'enter').notice?.text).toBe('There is nothing to open here.')
  })

  it('opens the image by its ID, and the container by its name; back is where one was', () => {
    const [image, effects] = update(press(listed(80, 24), 'j'), {type: 'key', key: 'enter'})
    expect(effects).toEqual([{type: 'open', session: 1, reference: sampleListing().images[1]!.id}])
    expect(tagOf(press(after(image, {type: 'open-failed', session: 1, failure: lost}), 'esc'))).toBe('shop/api:1.4')
    expect(update(press(listed(80, 24), '2', 'j'), {type: 'key', key: 'enter'})[1]).toEqual([
      {type: 'open', session: 1, reference: 'container:api-2'},
    ])
  })

  it('shows first what a container changed, and of an image all', () => {
    const [loading] = update(press(listed(80, 24), '2'), {type: 'key', key: 'enter'})
    const facts = imageFacts(sampleImage())
    const as = (transport: typeof facts.transport) =>
      top(after(loading, {type: 'opened', session: 1, image: {...facts, transport}}))
    expect(as('container')).toMatchObject({kind: 'explorer', view: 'changes'})
    expect(as('docker-daemon')).toMatchObject({kind: 'explorer', view: 'aggregated'})
  })

  it('keeps its list when the engine is gone, says so, and asks again', () => {
    const gone = after(press(listed(80, 24), 'r'), {type: 'home-failed', session: 1, failure: lost})
    expect(names(gone)).toHaveLength(6)
    expect(gone.notice).toMatchObject({kind: 'problem'})
    const [again, effects] = update(gone, {type: 'key', key: 'r'})
    expect(effects).toEqual([{type: 'list-engine', session: 2}])
    const back = after(again, {type: 'home-listed', session: 2, listing: sampleListing()})
    expect(homeOf(back)).toMatchObject({failure: null, session: null})
  })

  it('does not say that an engine answers which is gone, nor on the page that tells of engines', () => {
    const failed = {type: 'home-failed', session: 1, failure: lost} as const
    const old = 'The engine is gone: this is an old list. r tries again.'
    expect(press(after(press(listed(80, 24), 'r'), failed), 'i').notice?.text).toBe(old)
    const engines = paperLines(press(stored(80, 24), 'i'), {kind: 'engines', top: 0}).map(({text}) => text)
    expect(engines.join(' ')).toContain('No engine answered.')
    // It answered while the page was open, and was gone when it was asked again.
    const answer = {type: 'home-listed', session: 1, listing: sampleListing()} as const
    const read = press(after(press(stored(80, 24), 'i', 'r'), answer), 'r')
    const gone = after(read, {...failed, session: 2})
    const lines = paperLines(gone, {kind: 'engines', top: 0}).map(({text}) => text)
    expect(lines.join(' ')).toContain('The engine hung up.')
    expect(lines.join(' ')).not.toContain('answers at')
  })

  it('has the cursor of containers on the newest, as long as nobody moved there', () => {
    const {containers, ...rest} = sampleListing()
    const name = (state: State) => selected(press(state, '2'))?.replace(/0+$/, '')
    const fresh = {type: 'home-listed', session: 1, listing: {...rest, containers}} as const
    const before = listed(80, 24, {...rest, containers: containers.slice(1)})
    expect(name(after(press(before, '2', '1', 'r'), fresh))).toBe('api-1')
    // Images were sorted and filtered meanwhile: that is elsewhere.
    expect(name(after(press(before, 's', '/', 'a', 'enter', 'r'), fresh))).toBe('api-1')
    expect(name(after(press(before, '2', 'j', 'k', 'r'), fresh))).toBe('api-2')
  })

  it('shows what is listed before it is known what is shared, with what was shared before', () => {
    const {images, ...rest} = sampleListing()
    const unknown = {...rest, images: images.map(image => ({...image, shared: null, unique: null}))}
    const first = update(looking(80, 24), {type: 'home-listed', session: 0, listing: unknown, partly: true})
    expect([names(first[0]).length, first[1], homeOf(first[0])?.session]).toEqual([6, [], 0])
    const moved = press(first[0], 'j')
    const whole = after(moved, {type: 'home-listed', session: 0, listing: sampleListing()})
    expect([tagOf(whole), homeOf(whole)?.session]).toEqual([tagOf(moved), null])
    const again = after(press(whole, 'r'), {type: 'home-listed', session: 1, listing: unknown, partly: true})
    expect(homeOf(again)?.listing?.images).toEqual(images)
  })

  it('drops an answer that is late', () => {
    const state = listed(80, 24)
    expect(after(state, {type: 'home-listed', session: 7, listing: many(3)})).toBe(state)
    expect(after(state, {type: 'home-failed', session: 7, failure: lost})).toBe(state)
  })

  it('marks images in the tree of layers too, and acts on them there', () => {
    const tree = press(after(listed(120, 36), {type: 'sharing-known', sharing: sampleSharing()}), '4')
    const marks = (state: State) => homeOf(state)!.lists.images.marks
    const rows = (state: State) => homeRows(homeOf(state)!, 30, state)
    const layers = rows(tree).findIndex(({cells}) => JSON.stringify(cells).includes('curl'))
    const two = press(tree, ...Array<string>(layers).fill('j'), 'space')
    expect(marks(two)).toHaveLength(3)
    expect(homeFoot(homeOf(two)!, two).text).toMatch(/^3 marked: removing them frees /)
    expect(rows(two)[layers]).toMatchObject({marked: true})
    expect(marks(press(two, 'k', 'space'))).toEqual([])
    const one = press(two, 'esc', 'space')
    expect(marks(one)).toHaveLength(1)
    expect(press(one, '1').contexts.at(-1)).toMatchObject({tab: 'images'})
    expect(update(one, {type: 'key', key: 'd'})[0].contexts.at(-1)).toMatchObject({
      kind: 'form',
      purpose: {kind: 'remove'},
    })
    expect(press(two, '=').notice?.text).toBe('Two images are compared, and 3 are marked.')
  })

  it('takes what is typed or pasted into its filter, and drops it with esc', () => {
    const typed = after(press(listed(80, 24), '/', 'q'), {type: 'paste', text: 'x'})
    expect(names(typed)).toEqual([])
    expect(names(press(typed, 'esc'))).toHaveLength(6)
    expect(names(press(typed, 'backspace', 'backspace', 'A', 'P', 'I', '-', '2', 'enter'))).toEqual(['shop/api:1.4'])
  })

  it('is left with 130 by Ctrl-C while the engine is asked, with 0 else', () => {
    expect(update(looking(80, 24), {type: 'key', key: 'ctrl+c'})[1]).toEqual([
      {type: 'cancel', session: 0},
      {type: 'exit', code: 130},
    ])
    expect(update(listed(80, 24), {type: 'key', key: 'ctrl+c'})[1]).toEqual([{type: 'exit', code: 0}])
  })

  it.each([
    ['r', 'The engine is being asked.'],
    ['/', 'No engine has answered yet.'],
    ['s', 'No engine has answered yet.'],
  ])('says why %s does nothing yet', (key, why) => {
    expect(press(looking(80, 24), key).notice?.text).toBe(why)
  })
})
