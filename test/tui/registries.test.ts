import {describe, expect, it} from 'vitest'
import type {Effect} from '../../src/tui/app/effects.ts'
import {imageFacts} from '../../src/tui/app/explorer.ts'
import type {Form} from '../../src/tui/app/form/form.ts'
import {planOf} from '../../src/tui/app/form/plans.ts'
import {homeOf} from '../../src/tui/app/home/in-state.ts'
import {cursorRow, shownRows} from '../../src/tui/app/home/shown-rows.ts'
import type {Job} from '../../src/tui/app/jobs/job.ts'
import type {PushTask} from '../../src/tui/app/jobs/task.ts'
import type {Message} from '../../src/tui/app/messages.ts'
import type {Preview} from '../../src/tui/app/preview/preview.ts'
import type {DoctorPage} from '../../src/tui/app/registries/doctor.ts'
import {registriesIn} from '../../src/tui/app/registries/in-home.ts'
import {doctorLines} from '../../src/tui/app/selectors/doctor-lines.ts'
import {homeTabs} from '../../src/tui/app/selectors/home-frame.ts'
import {topLine} from '../../src/tui/app/selectors/image-facts.ts'
import {jobLines} from '../../src/tui/app/selectors/job-lines.ts'
import {explorerOf, type State, top, withExplorer} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {tabRow} from '../../src/tui/ui/rows/tab-row.ts'
import {topRow} from '../../src/tui/ui/rows/top-row.ts'
import {themeFor} from '../../src/tui/ui/theme.ts'
import {listed, sampleListing} from './home-states.ts'
import {catalog, deleting, REFUSED, refused, registriesListed, tags} from './registry-states.ts'
import {sampleImage, sampleLayers} from './sample-image.ts'
import {sampleDigest} from './sample-layer.ts'
import {lookingInto} from './sample-previews.ts'
import {after, opening, PLAIN, press} from './sample-states.ts'

const ids = (state: State) => shownRows(state, homeOf(state)!).map(({id}) => id)
const here = (state: State) => ids(state)[cursorRow(state, homeOf(state)!)]
const key = (state: State, name: string) => update(state, {type: 'key', key: name})
const questions = (effects: readonly Effect[]) =>
  effects.flatMap(effect => (effect.type === 'ask-registry' ? [effect.question] : []))
const told = (session: number, answer: Extract<Message, {type: 'registry-told'}>['answer']) =>
  ({type: 'registry-told', session, answer}) as const

describe('the list of registries', () => {
  it('is asked for when it is seen first, and never again by itself', () => {
    const [state, effects] = key(listed(80, 24), '3')
    expect(questions(effects)).toEqual([{kind: 'hosts'}])
    expect(key(state, 'j')[1]).toEqual([])
    expect(key(press(registriesListed(80, 24), '1'), '3')[1]).toEqual([])
  })

  it('has where one is logged in, where images went, whose images are here, and the usual one', () => {
    expect(ids(registriesListed(80, 24))).toEqual([
      'registry.lan:5000',
      'registry.cn-hangzhou.aliyuncs.com',
      'docker.io',
      'localhost:5000',
    ])
  })

  it('takes no localhost without a port for one: so Podman names what is from no registry', () => {
    const {images, ...listing} = sampleListing()
    const named = (tags: readonly string[]) => ({...listing, images: [{...images[0]!, tags}]})
    const rowsOf = (tags: readonly string[]) =>
      ids(after(press(listed(80, 24, named(tags)), '3'), told(1, {kind: 'hosts', hosts: []})))
    expect(rowsOf(['localhost/tea:1', 'quay.io/tea:1'])).toEqual(['quay.io', 'localhost:5000'])
    expect(rowsOf(['localhost:5000/tea:1'])).toEqual(['localhost:5000'])
    // Where it is pushed all the same, nobody else is asked.
    const pushing = press(listed(80, 24, named(['localhost/tea:1'])), 'P')
    expect(planOf(pushing, top(pushing) as Form)?.summary.join(' ')).toContain('the registry localhost:')
  })

  it('is asked for again when an image went somewhere, though one looks into a registry', () => {
    const digest = sampleDigest(7)
    const outcome = {kind: 'push', digest, layers: 1, there: 0, mounted: 0} as const
    const [pushing] = key(press(catalog(80, 24), '1', 'j', 'P'), 'enter')
    const {request} = pushing.jobs.at(-1)!
    const [, effects] = update(pushing, {type: 'job-told', request, event: {type: 'done', outcome}, at: 0})
    expect(questions(effects)).toEqual([{kind: 'hosts'}, {kind: 'repositories', host: 'registry.lan:5000'}])
    const [before] = key(press(listed(80, 24), 'j', 'P'), 'enter')
    const first = before.jobs.at(-1)!.request
    const [, once] = update(before, {type: 'job-told', request: first, event: {type: 'done', outcome}, at: 0})
    expect(questions(once)).toEqual([{kind: 'hosts'}])
  })

  it('is there without docker’s config too: why it can’t be read stands below it', () => {
    const failure = {kind: 'config-malformed', message: 'docker’s config is damaged.', advice: null} as const
    const state = after(press(listed(80, 24), '3'), told(1, {kind: 'ended', failure}))
    expect(ids(state)).toContain('localhost:5000')
  })
})

describe('the line of tabs', () => {
  const tabLine = (state: State, columns: number) => tabRow(homeTabs(homeOf(state)!, state), columns, themeFor(PLAIN))
  const looking = (columns: number, path: string) => {
    const listedThere = catalog(columns, 24, [path])
    const [running] = key(press(press(listedThere, 'enter'), '1', 'j', 'P'), 'enter')
    return press(running, '3')
  }

  it('keeps the last of its tabs whole, whatever runs and wherever one looks', () => {
    for (const path of ['team/big', 'a/b', 'as/long/as/repositories/of/companies/like/to/be'])
      for (const columns of [60, 70, 76, 80, 81, 90, 120])
        expect(tabLine(looking(columns, path), columns)).toMatch(/ 5 Jobs \(1\) *$/)
  })

  it('names the repository where there is no room for its host, and never a part of that', () => {
    expect(tabLine(looking(80, 'team/big'), 80)).toContain('[3 Registries: …/team/big]')
    expect(tabLine(looking(100, 'team/big'), 100)).toContain('[3 Registries: registry.lan:5000/team/big]')
    expect(tabLine(looking(80, 'as/long/as/companies'), 80)).toContain('[3 Registries: …ong/as/companies]')
    expect(tabLine(looking(60, 'team/big'), 60)).toContain('[3 Registries]')
  })
})

describe('going through a registry', () => {
  it('comes back to the rows that one left, and stops what nobody waits for', () => {
    const inTags = tags(80, 24)
    expect(registriesIn(inTags)).toMatchObject({host: 'registry.lan:5000', path: 'shop/api'})
    const [up, effects] = key(press(inTags, 'j'), 'left')
    expect(here(up)).toBe('shop/api')
    expect(effects.filter(({type}) => type === 'cancel')).toEqual([{type: 'cancel', session: 4}])
    expect(here(press(up, 'left'))).toBe('registry.lan:5000')
    expect(press(up, 'left', 'left').notice?.kind).toBe('refused')
  })

  it('takes page after page, and puts a new list in place of an old one at its first page', () => {
    const asking = press(registriesListed(80, 24), 'enter')
    const page = (...names: string[]) => told(2, {kind: 'repositories', names, more: false})
    const whole = after(asking, page('a'), page('b', 'c'), told(2, {kind: 'ended', failure: null}))
    expect(ids(whole)).toEqual(['a', 'b', 'c'])
    const again = press(whole, 'r')
    expect(ids(again)).toEqual(['a', 'b', 'c'])
    expect(ids(after(again, told(3, {kind: 'repositories', names: ['d'], more: false})))).toEqual(['d'])
    // What the old question says late is dropped.
    expect(ids(after(again, page('late')))).toEqual(['a', 'b', 'c'])
  })

  it('begins a list anew that is asked for once more while it still comes', () => {
    const page = (session: number, ...names: string[]) => told(session, {kind: 'repositories', names, more: false})
    const coming = after(press(registriesListed(80, 24), 'enter'), page(2, 'a', 'b'))
    const again = after(press(coming, 'r'), page(3, 'a'), page(3, 'b', 'c'))
    expect(ids(again)).toEqual(['a', 'b', 'c'])
  })

  it('asks again for a list that was left before all of it came', () => {
    const page = (session: number, ...names: string[]) => told(session, {kind: 'repositories', names, more: false})
    const coming = after(press(registriesListed(80, 24), 'enter'), page(2, 'a', 'b'))
    const [up, effects] = key(press(coming, 'enter'), 'left')
    expect(questions(effects)).toEqual([{kind: 'repositories', host: 'registry.lan:5000'}])
    expect(ids(up)).toEqual(['a', 'b'])
    const asked = effects.flatMap(effect => (effect.type === 'ask-registry' ? [effect.session] : []))
    expect(ids(after(up, page(asked[0]!, 'a', 'b'), page(asked[0]!, 'c')))).toEqual(['a', 'b', 'c'])
  })

  it('keeps an old list where there is no answer, and says that it is old', () => {
    const state = after(
      press(catalog(80, 24), 'r'),
      told(3, {kind: 'ended', failure: {...REFUSED, advice: null, message: REFUSED.message}}),
    )
    expect(ids(state)).toContain('tools')
    expect(registriesIn(state)?.repositories.failure?.kind).toBe('registry-unauthorized')
  })

  it('goes to a repository by its name, also of a registry that lists none; up from there asks for the list', () => {
    const form = press(registriesListed(80, 24), 'n')
    const typed = after(form, {type: 'paste', text: 'nginx'})
    const [state, effects] = key(typed, 'enter')
    expect(questions(effects)).toEqual([{kind: 'tags', host: 'docker.io', path: 'library/nginx'}])
    expect(questions(key(state, 'left')[1])).toEqual([{kind: 'repositories', host: 'docker.io'}])
    expect(press(after(press(state, 'n'), {type: 'paste', text: 'Not a name'}), 'enter').notice?.kind).toBe('refused')
  })
})

describe('what tags are', () => {
  const many = (rows: number) =>
    update(
      press(catalog(80, rows), 'enter'),
      told(3, {kind: 'tags', tags: Array.from({length: 100}, (_, i) => `t${i}`)}),
    )
  const asked = (effects: readonly Effect[]) =>
    questions(effects).flatMap(each => (each.kind === 'facts' ? each.tags : []))

  it('is asked for those in view alone, others when they come into view, and for none once one has left', () => {
    const [state, effects] = many(24)
    const first = asked(effects)
    expect([first[0], first.length]).toEqual(['t0', 19])
    const [end, more] = key(state, 'G')
    expect(asked(more).at(-1)).toBe('t99')
    expect(asked(more)).toHaveLength(19)
    const left = key(end, '1')[1]
    expect(questions(left)).toEqual([{kind: 'facts', host: 'registry.lan:5000', path: 'shop/api', tags: []}])
    expect(asked(key(press(end, '1'), '3')[1]).at(-1)).toBe('t99')
  })

  it('is not asked twice', () => {
    const facts = {tag: 't0', digest: null, platforms: [], size: null, created: null, failure: null}
    const [state] = many(24)
    const [, effects] = update(state, told(4, {kind: 'facts', facts}))
    expect(asked(effects)).not.toContain('t0')
  })
})

describe('copying a tag', () => {
  it('says how a registry is written, to whom names it as a tag does', () => {
    const named = after(press(tags(80, 24), 'j', 'c', 'ctrl+u'), {type: 'paste', text: 'localhost:5000/x:1'})
    expect(press(named, 'enter').notice?.text).toBe('To the registry it would be docker://localhost:5000/x:1')
    const other = after(press(tags(80, 24), 'j', 'c', 'ctrl+u'), {type: 'paste', text: 'x'})
    expect(press(other, 'enter').notice?.text).toMatch(/^Where to\?/)
  })
})

describe('deleting a tag', () => {
  it('waits for what else leads to its manifest, and says it', () => {
    const asking = press(tags(80, 24), 'j', 'j', 'd')
    expect(press(asking, 'right', 'enter').notice?.text).toContain('Looking which other tags')
    const form = top(deleting(80, 24))
    expect(form).toMatchObject({kind: 'form', purpose: {carriers: ['latest'], known: true}})
  })

  it('is of this tag alone by default where others lead there too, else of the manifest', () => {
    const chosen = (state: State) => {
      const form = top(state)
      return form.kind === 'form' ? form.fields : null
    }
    expect(chosen(deleting(80, 24))).toMatchObject([{options: ['this tag', 'the manifest'], chosen: 0}])
    const alone = after(
      press(tags(80, 24), 'j', 'j', 'd'),
      told(5, {kind: 'carriers', carrying: [], looked: 4}),
      told(5, {kind: 'ended', failure: null}),
    )
    expect(chosen(alone)).toMatchObject([{chosen: 1}])
    expect(key(alone, 'enter')[1][0]).toMatchObject({
      type: 'job',
      task: {kind: 'delete-remote', path: 'shop/api', reference: expect.stringMatching(/^sha256:/)},
    })
  })
})

describe('logging in', () => {
  const sent = (state: State) => {
    const typed = after(press(state, 'L'), {type: 'paste', text: 'me'})
    return key(after(press(typed, 'tab'), {type: 'paste', text: ' s3cret '}), 'enter')
  }

  it('asks the registry with what was typed, blanks and all, and keeps nothing of it', () => {
    const [state, effects] = sent(refused(80, 24))
    expect(questions(effects)).toEqual([
      {kind: 'login', host: 'registry.lan:5000', username: 'me', password: ' s3cret '},
    ])
    expect(JSON.stringify(state)).not.toContain('s3cret')
  })

  it('asks again for what was refused before, once it is believed', () => {
    const [state] = sent(refused(80, 24))
    const [, effects] = update(state, told(3, {kind: 'login', keptIn: '~/.docker/config.json', plain: true}))
    expect(questions(effects)).toEqual([{kind: 'repositories', host: 'registry.lan:5000'}])
  })

  it('shows in the list of registries that somebody is logged in there', () => {
    const [state] = sent(press(registriesListed(80, 24), 'G'))
    const before = registriesIn(state)!.hosts.items!
    expect(before.some(({host}) => host === 'localhost:5000')).toBe(false)
    const believed = told(2, {kind: 'login', keptIn: '~/.docker/config.json', plain: true})
    const hosts = registriesIn(after(state, believed))!.hosts.items!
    expect(hosts).toEqual([{host: 'localhost:5000', login: true, recent: false}, ...before])
  })

  it('that is not believed is asked again with its name, not its password', () => {
    const [state] = sent(refused(80, 24))
    const failure = {kind: 'registry-unauthorized', message: 'No.', advice: null} as const
    const form = top(after(state, told(3, {kind: 'ended', failure})))
    expect(form).toMatchObject({kind: 'form', focus: 1, failure, fields: [{value: {text: 'me'}}, {value: {text: ''}}]})
  })

  it('does not come over what somebody types meanwhile: the form is below that, and a notice says why', () => {
    const failure = {kind: 'registry-unauthorized', message: 'No.', advice: null} as const
    const [state] = sent(catalog(80, 24))
    const typing = press(state, '1', '/', 'a')
    const refused = after(typing, told(3, {kind: 'ended', failure}))
    expect(refused.notice).toEqual({text: 'No.', kind: 'problem'})
    expect(top(press(refused, 'p'))).toMatchObject({kind: 'home-filter', field: {text: 'ap'}})
    expect(top(press(refused, 'p', 'enter'))).toMatchObject({kind: 'form', failure})
    const asked = after(press(state, '1', 'O'), told(3, {kind: 'ended', failure}))
    expect(top(asked)).toMatchObject({kind: 'form', purpose: {kind: 'load'}})
    expect(top(press(asked, 'esc'))).toMatchObject({kind: 'form', purpose: {kind: 'login'}})
  })

  it('is offered where an image could not be opened, which is opened then', () => {
    const opening = press(tags(80, 24), 'enter')
    const failure = {kind: 'registry-unauthorized', message: 'No.', advice: null} as const
    const failed = after(opening, {type: 'open-failed', session: 5, failure})
    expect(top(failed).kind).toBe('failed')
    const [state] = sent(failed)
    const [again, effects] = update(state, told(6, {kind: 'login', keptIn: 'x', plain: false}))
    expect(top(again).kind).toBe('loading')
    expect(effects).toMatchObject([{type: 'open', reference: 'docker://registry.lan:5000/shop/api:1.2'}])
  })
})

describe('a push that was refused for want of a login', () => {
  const failure = {kind: 'registry-unauthorized', message: 'Who are you?', advice: 'Log in first: it'} as const
  const pushing = key(press(catalog(80, 24), '1', 'j', 'P'), 'enter')[0]
  const {request} = pushing.jobs.at(-1)!
  const failed = after(pushing, {type: 'job-told', request, event: {type: 'failed', failure}, at: 0})
  const loggedIn = (state: State) => {
    const typed = after(press(state, 'L'), {type: 'paste', text: 'me'})
    const asked = after(press(typed, 'tab'), {type: 'paste', text: 's3cret'})
    return after(press(asked, 'enter'), told(asked.nextSession, {kind: 'login', keptIn: 'x', plain: false}))
  }
  const page = (state: State) =>
    jobLines(state, state.jobs[0]!, 80)
      .map(line => (line.kind === 'text' ? line.text : ''))
      .join('\n')

  it('says on its page that one is logged in now and which key tries again, not to log in first', () => {
    expect(page(failed)).toContain('Log in first')
    const shown = page(loggedIn(failed))
    expect(shown).not.toContain('Log in first')
    expect(shown).toContain('You are logged in there now: r tries again.')
    expect(top(press(loggedIn(failed), 'r'))).toMatchObject({kind: 'job', request: loggedIn(failed).nextSession})
  })

  it('copies the command that does it again, and what there was to do only before the login', () => {
    const copied = (state: State) =>
      update(state, {type: 'key', key: 'y'})[1].map(each => each.type === 'copy' && each.text)
    expect(copied(failed)).toEqual([expect.stringContaining('Log in first')])
    expect(copied(loggedIn(failed))).toEqual([failed.jobs[0]!.command])
  })

  it('says so of no other registry, and of no other failure', () => {
    const changed = (change: Partial<Job>) => ({...failed, jobs: failed.jobs.map(job => ({...job, ...change}))})
    const task = pushing.jobs[0]!.task as PushTask
    const elsewhere = press(changed({task: {...task, name: 'localhost:5000/a:1'}}), 'esc', '3')
    expect(page(loggedIn(elsewhere))).toContain('Log in first')
    const unreached = changed({failure: {...failure, kind: 'registry-unreachable'}})
    expect(page(loggedIn(unreached))).toContain('Log in first')
    expect(loggedIn(unreached).notice?.text).toContain('Logged in at registry.lan:5000')
    expect(loggedIn(elsewhere).notice?.text).toContain('Logged in at registry.lan:5000')
  })
})

describe('the verdict of the doctor', () => {
  const finding = (name: string, verdict: 'ok' | 'note' | 'fault', fix: readonly string[] = []) => ({
    name,
    verdict,
    message: 'it is so',
    fix,
  })
  it.each([
    [[finding('name', 'ok'), finding('clock', 'note')], 'Nothing stands in the way.'],
    // An engine that refuses plain HTTP was sent here: that nothing is in the way would send it back.
    [
      [finding('name', 'ok'), finding('encryption', 'note', ['write this']), finding('push', 'note', ['and that'])],
      'Nothing stands in our way. Read what there is to do for: encryption, push.',
    ],
    [[finding('encryption', 'note', ['write this']), finding('pull', 'fault')], 'One thing stands in the way: pull.'],
  ])('of %j comes first', (findings, verdict) => {
    const page: DoctorPage = {
      kind: 'doctor',
      session: 1,
      subject: {host: 'registry.lan:5000', path: null, tag: null},
      findings,
      ended: true,
      failure: null,
      top: 0,
    }
    expect(doctorLines(page, 100, PLAIN)[0]?.text).toBe(verdict)
  })
})

describe('an image that is elsewhere', () => {
  it('says which platform it is of, where its digest alone tells it from others', () => {
    const digest = sampleDigest(7)
    const image = {...imageFacts(sampleImage()), tags: [], reference: `docker://localhost:5000/team/multi@${digest}`}
    const line = topLine(explorerOf(after(opening(80, 24), {type: 'opened', session: 0, image}))!, PLAIN)
    expect(line.name).toBe(`localhost:5000/team/multi@${digest.slice(7, 19)}`)
    expect(topRow({...line, status: null}, 80, themeFor(PLAIN))).toContain(`@${digest.slice(7, 19)} · linux/`)
  })

  it('says how much of it was fetched, of how much: while it is read, and then', () => {
    const sample = sampleImage()
    const layers = sample.layers.map(layer => ({...layer, compressedSize: 10_000_000}))
    const image = imageFacts({...sample, transport: 'docker', layers})
    const progress = (layer: number, fetched: number) =>
      ({
        type: 'reading',
        session: 0,
        event: {type: 'layer-progress', layer, done: fetched, total: 10_000_000, fetched},
      }) as const
    const reading = after(
      opening(140, 45),
      {type: 'opened', session: 0, image},
      progress(0, 400_000),
      progress(1, 300_000),
    )
    const line = (state: State) => topLine(explorerOf(state)!, state.capabilities)
    const of = `fetched 700 kB of ${layers.length * 10} MB`
    expect(line(reading).status?.text).toContain(of)
    expect(line(press(reading, 'esc')).facts.map(({text}) => text)).toContain(of)
  })

  it('is packed as it is packed there, also where its tar is known from a plain one', () => {
    const sample = sampleImage()
    const mediaType = 'application/vnd.oci.image.layer.v1.tar+zstd'
    const layers = sample.layers.map(layer => ({...layer, compressedSize: 10_000_000, mediaType}))
    const image = imageFacts({...sample, transport: 'docker', layers})
    const [layer, index] = [2, sampleLayers()[2]!]
    expect(index.facts.compression).toBe('none')
    const event = {type: 'layer-indexed', layer, index, trust: 'unverified'} as const
    const state = after(opening(140, 45), {type: 'opened', session: 0, image}, {type: 'reading', session: 0, event})
    expect(explorerOf(state)!.layers[layer]).toMatchObject({found: {compression: 'zstd', blobSize: 10_000_000}})
  })

  it('counts what a preview fetches of a file alone', () => {
    const sample = sampleImage()
    const layers = sample.layers.map(layer => ({...layer, compressedSize: 10_000_000}))
    const looking = lookingInto('opt/app/dist/server.js', 140, 45)
    const {request} = top(looking) as Preview
    const state = withExplorer(looking, explorer => ({
      ...explorer,
      image: imageFacts({...sample, transport: 'docker', layers}),
    }))
    const fetched = (layer: number, bytes: number) =>
      ({type: 'preview-told', request, event: {type: 'fetched', layer, bytes}}) as const
    const shown = (given: State) => topLine(explorerOf(given)!, given.capabilities).facts.map(({text}) => text)
    const told = after(state, fetched(1, 20_000), fetched(1, 30_000), fetched(2, 10_000))
    expect(shown(told)).toContain(`fetched 40 kB of ${layers.length * 10} MB`)
    // Of what is no layer of this image nobody wants to hear.
    expect(after(told, fetched(99, 1)).contexts).toEqual(told.contexts)
  })
})
