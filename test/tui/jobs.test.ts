import {describe, expect, it} from 'vitest'
import {LensError, toFailure} from '../../src/image/oci/error.ts'
import {printable} from '../../src/text/printable.ts'
import {homeOf} from '../../src/tui/app/home/in-state.ts'
import {cursorRow, shownRows} from '../../src/tui/app/home/shown-rows.ts'
import type {JobEvent, JobPart, PartPhase} from '../../src/tui/app/jobs/job.ts'
import type {Message} from '../../src/tui/app/messages.ts'
import {bottomLine, hints} from '../../src/tui/app/selectors/bottom-line.ts'
import {homeFoot} from '../../src/tui/app/selectors/home-frame.ts'
import {jobSpeed, showsSeconds} from '../../src/tui/app/selectors/job-facts.ts'
import {type JobLine, jobLines} from '../../src/tui/app/selectors/job-lines.ts'
import {type State, top} from '../../src/tui/app/state.ts'
import {update} from '../../src/tui/app/update.ts'
import {relisted} from '../../src/tui/app/verbs/home.ts'
import {listed, sampleListing} from './home-states.ts'
import {begun, tellNewest} from './job-states.ts'
import {NOW} from './sample-image.ts'
import {after, explored, onPath, press} from './sample-states.ts'

const key = (name: string) => ({type: 'key', key: name}) as const
const on = (path: string) => onPath(explored(120, 36), path)
const running = press(on('etc/passwd'), 'e', 'enter')
const [first] = running.jobs
const request = first!.request
const told = (event: JobEvent, at = NOW, of = request): Message => ({type: 'job-told', request: of, at, event})
const extraction = {files: 1, folders: 0, links: 0, bytes: 5, failures: [], failureCount: 0, attributesLost: 0}
const done: JobEvent = {type: 'done', outcome: {kind: 'extract', directory: './x', extraction}}
const away = toFailure(new LensError('registry-unreachable', 'It does not answer.', {advice: 'Check that it runs.'}))
const states = (state: State) => state.jobs.map(job => job.state)

/** The texts of the newest job's page. */
function pageOf(state: State): string {
  return jobLines(state, state.jobs.at(-1)!, 80)
    .map(line => (line.kind === 'text' ? line.text.trim() : ''))
    .join(' ')
}

describe('a job', () => {
  it('that failed is told of in its list without what its failure could do to the terminal', () => {
    const hostile = toFailure(new LensError('registry-failed', 'It says \x1b]0;x\x07\nand more \u202e.'))
    const state = begun(listed(100, 30), 'push a:1', 'docker push a:1')
    const failed = tellNewest(state, [0, {type: 'began'}], [1, {type: 'failed', failure: hostile}])
    const shown = press(failed, 'esc', '5')
    const {text} = homeFoot(homeOf(shown)!, shown)
    expect(text).toContain('It says')
    expect(text).toBe(printable(text))
  })

  it('that is the newest has the cursor at the first visit, however often the engine listed in between', () => {
    const relist = (state: State) => {
      const [asked] = relisted(state)
      return after(asked, {type: 'home-listed', session: homeOf(asked)!.session!, listing: sampleListing()})
    }
    const on = (state: State) => shownRows(state, homeOf(state)!)[cursorRow(state, homeOf(state)!)]?.id
    let state = listed(100, 30)
    for (const name of ['a', 'b', 'c']) state = relist(begun(state, `tag ${name}`, `docker tag x ${name}`))
    const visited = press(state, '5')
    expect(on(visited)).toBe(String(visited.jobs.at(-1)!.request))
    // Who went to another one stays there.
    const moved = press(visited, 'j')
    const oneMore = relist(begun(press(moved, '1'), 'tag d', 'docker tag x d'))
    expect(on(press(oneMore, '5'))).toBe(on(moved))
  })

  it('that an engine tries again says that the reason is not told, and offers who finds it, first of all', () => {
    const pushing = press(tellNewest(press(listed(80, 24), 'j', 'P', 'enter'), [0, {type: 'began'}]), 'J')
    const told = (phase: 'retrying' | 'moving') =>
      tellNewest(pushing, [
        1,
        {
          type: 'progress',
          progress: {label: '', done: 1, total: 9, parts: [{id: 'a', phase, done: 1, total: 9}]},
        },
      ])
    const page = (state: State) =>
      jobLines(state, state.jobs[0]!, 80)
        .map(line => (line.kind === 'text' ? line.text.trim() : ''))
        .join(' ')
    expect(page(told('retrying'))).toContain('D looks, step by step')
    expect(page(told('moving'))).not.toContain('step by step')
    const offered = (state: State) => bottomLine(state).hints.map(({id}) => id)
    expect(offered(told('retrying'))).toContain('doctor')
    expect(offered(told('retrying'))).toContain('close-job')
    const stopped = press(told('retrying'), 'ctrl+x')
    expect(page(stopped)).not.toContain('step by step')
  })

  it('that we try again ourselves says how often, until it moves', () => {
    const pushing = press(tellNewest(press(listed(80, 24), 'j', 'P', 'enter'), [0, {type: 'began'}]), 'J')
    const told = (part: Partial<JobPart>) => {
      const parts = [{id: 'a', phase: 'moving', done: 1, total: 9, ...part} as const]
      const state = tellNewest(pushing, [1, {type: 'progress', progress: {label: '', done: 1, total: 9, parts}}])
      return jobLines(state, state.jobs[0]!, 80)
    }
    const words = (lines: readonly JobLine[]) => lines.flatMap(line => (line.kind === 'part' ? [line.word] : []))
    const retrying = told({phase: 'retrying', again: {repetition: 2, most: 4}})
    expect(words(retrying)).toEqual(['retry 2 of 4'])
    expect(JSON.stringify(retrying)).not.toContain('engine')
    expect(words(told({}))).toEqual([''])
  })

  it.each([
    ['podman', true],
    ['docker', false],
  ] as const)('that tells nothing of how far it is counts the seconds, with %s', (kind, isSaid) => {
    const listing = sampleListing()
    const home = listed(80, 24, {...listing, engine: {...listing.engine, kind}})
    const pushing = press(tellNewest(press(home, 'j', 'P', 'enter'), [0, {type: 'began'}]), 'J')
    const page = (at: number, state = pushing) => pageOf(after(state, {type: 'clock', now: NOW + at}))
    expect(page(900)).toMatch(/^running {2}/)
    expect(page(900)).not.toContain('Podman')
    expect(page(1900)).toMatch(/^running · 1 s /)
    expect(page(1900).includes('Podman does not tell how far a push is')).toBe(isSaid)
    expect(page(72_100)).toMatch(/^running · 1 min 12 s /)
    expect([showsSeconds(pushing), showsSeconds(press(pushing, 'esc'))]).toEqual([true, false])
    const parts = [{id: 'a', phase: 'moving', done: 1, total: 4}] as const
    const moving = tellNewest(pushing, [1, {type: 'progress', progress: {label: '', done: 1, total: 4, parts}}])
    expect(page(1900, moving)).toMatch(/^running · 25 % · 1 B of 4 B /)
    expect(showsSeconds(moving)).toBe(false)
    const failed = tellNewest(pushing, [1, {type: 'failed', failure: away}])
    expect([page(9000, failed).includes('failed after 0.1 s'), showsSeconds(failed)]).toEqual([true, false])
  })

  it('that failed waits for none of its layers, and one with nothing to move tells no bytes', () => {
    const pushing = press(tellNewest(press(listed(80, 24), 'j', 'P', 'enter'), [0, {type: 'began'}]), 'J')
    const told = (...phases: PartPhase[]) => {
      const parts = phases.map(phase => ({id: phase.slice(0, 3), phase, done: 0, total: null}))
      return tellNewest(pushing, [1, {type: 'progress', progress: {label: '', done: 0, total: 0, parts}}])
    }
    const words = (state: State) =>
      jobLines(state, state.jobs[0]!, 80).flatMap(line => (line.kind === 'part' ? [line.word] : []))
    const moving = told('waiting', 'retrying', 'moving', 'exists')
    expect(words(moving)).toEqual(['waiting', 'trying again', '', 'already there'])
    const failed = tellNewest(moving, [2, {type: 'failed', failure: away}])
    expect(words(failed)).toEqual(['not done', 'not done', 'not done', 'already there'])
    expect(words(press(moving, 'ctrl+x'))).toEqual(words(failed))
    expect(pageOf(told('exists'))).not.toContain('0 B')
  })

  it('is stopped by a key, and is listed as stopped', () => {
    const [stopped, effects] = update(running, key('ctrl+x'))
    expect(effects).toEqual([{type: 'cancel', session: request}])
    expect(states(stopped)).toEqual(['cancelled'])
    expect(stopped.notice?.text).toContain('Stopped.')
    expect(press(stopped, 'ctrl+x').notice?.text).toBe('Nothing is being done.')
    expect(after(stopped, told({type: 'progress', progress: {label: '', done: 1, total: 2, parts: []}})).jobs).toEqual(
      stopped.jobs,
    )
    expect(states(after(stopped, told({type: 'stopped'})))).toEqual(['cancelled'])
  })

  it('is done where it was done before the wish to stop it arrived', () => {
    expect(states(after(press(running, 'ctrl+x'), told(done)))).toEqual(['done'])
  })

  it('stays listed when it has ended, with how long it took; the oldest of a hundred go', () => {
    const ended = after(running, told({type: 'began'}, NOW), told(done, NOW + 200))
    expect(ended.jobs[0]).toMatchObject({state: 'done', began: NOW, ended: NOW + 200})
    let state = ended
    for (let i = 0; i < 150; i++) {
      state = press(state, 'e', 'enter')
      state = after(state, told(done, NOW, state.jobs.at(-1)!.request))
    }
    expect(state.jobs).toHaveLength(101)
    expect(state.jobs[0]!.request).toBeGreaterThan(request)
  })

  it('says how fast it is once it was looked at twice, half a second apart', () => {
    const moved = (bytes: number, at: number) =>
      told({type: 'progress', progress: {label: '', done: bytes, total: 10e6, parts: []}}, NOW + at)
    const speed = (state: State) => jobSpeed(state.jobs[0]!)
    expect(speed(after(running, moved(0, 0), moved(1e6, 100)))).toBe('')
    expect(speed(after(running, moved(0, 0), moved(1e6, 100), moved(2e6, 1000)))).toBe('2 MB/s')
    const stalled = Array.from({length: 100}, (_, i) => moved(2e6, 2000 + i * 1000))
    expect(speed(after(running, moved(0, 0), moved(2e6, 1000), ...stalled))).toBe('')
  })

  it('offers to try again what failed or was stopped, and to do again what was done', () => {
    const offered = (state: State) => hints(press(state, 'J'), 140).find(({id}) => id === 'retry-job')?.label
    expect(offered(running)).toBeUndefined()
    expect(offered(after(running, told({type: 'failed', failure: away})))).toBe('try again')
    expect(offered(press(running, 'ctrl+x'))).toBe('try again')
    expect(offered(after(running, told(done)))).toBe('do again')
  })

  it('is found in its list by the word for its state', () => {
    const failed = press(after(running, told({type: 'failed', failure: away})), 'esc')
    const list = press(begun(listed(100, 30), 'push a:1', null), 'esc', '5')
    const jobs = [...failed.jobs, ...list.jobs]
    const found = press({...list, jobs}, '/', ...'fail')
    expect(shownRows(found, homeOf(found)!)).toHaveLength(1)
    expect(shownRows(press({...list, jobs}, '5'), homeOf(list)!)).toHaveLength(2)
  })

  it.each([60, 80])(
    'offers to log in where that is what it failed for, and not where it was done, at %i columns',
    columns => {
      const refused = toFailure(new LensError('registry-unauthorized', 'Log in first.'))
      const task = {kind: 'push', engine: 'docker', name: 'registry.lan:5000/a:1'} as never
      const pushed = begun(listed(columns, 24), 'push registry.lan:5000/a:1', 'docker push registry.lan:5000/a:1')
      const state = {...pushed, jobs: pushed.jobs.map(job => ({...job, task}))}
      const ids = (each: State) => hints(press(each, 'J'), columns).map(({id}) => id)
      expect(ids(tellNewest(state, [0, {type: 'began'}], [1, {type: 'failed', failure: refused}]))).toContain('login')
      const ended = {...state, jobs: state.jobs.map(job => ({...job, state: 'done' as const}))}
      expect(ids(ended).filter(id => id === 'login' || id === 'doctor')).toEqual([])
    },
  )

  it('keeps its log short', () => {
    const said = Array.from({length: 700}, (_, i) => told({type: 'said', text: `line ${i}`}))
    const {log} = after(running, ...said).jobs[0]!
    expect([log.length, log[0], log.at(-1)]).toEqual([500, 'line 200', 'line 699'])
  })

  it('opens its page where the world said no, and does the same again there', () => {
    const failed = after(running, told({type: 'failed', failure: away}))
    expect(top(failed)).toEqual({kind: 'job', request, top: 0})
    const [again, effects] = update(failed, key('r'))
    expect(effects).toEqual([{type: 'job', request: request + 1, task: first!.task}])
    expect(top(again)).toEqual({kind: 'job', request: request + 1, top: 0})
    expect(states(again)).toEqual(['failed', 'running'])
    expect(press(again, 'r').notice?.text).toBe('This job still runs.')
    expect(top(press(again, '['))).toMatchObject({request})
    expect(press(again, ']').notice?.text).toBe('This is the newest job.')
    expect(states(press(again, 'x'))).toEqual(['failed', 'cancelled'])
    expect(top(press(again, 'esc')).kind).toBe('explorer')
  })

  it('is changed and done again from its page, where what it was about is still open', () => {
    const failed = after(running, told({type: 'failed', failure: away}))
    expect(top(press(failed, 'e'))).toMatchObject({kind: 'form', failure: away})
    const elsewhere = after(failed, {type: 'close'})
    expect(press({...elsewhere, contexts: [top(failed)]}, 'e').notice?.text).toBe('What it was about is closed.')
  })
})

describe('leaving while jobs run', () => {
  it.each([
    ['q', 0],
    ['ctrl+c', 130],
  ])('by %s asks first', (name, code) => {
    const [asked, effects] = update(running, key(name))
    expect(effects).toEqual([])
    expect(top(asked)).toMatchObject({kind: 'form', purpose: {kind: 'leave'}})
    expect(update(asked, key('enter'))[1].at(-1)).toEqual({type: 'exit', code})
    const stayed = press(asked, 'esc')
    expect([top(stayed).kind, states(stayed)]).toEqual(['explorer', ['running']])
  })

  it('is left at once by a second Ctrl-C', () => {
    expect(update(press(running, 'ctrl+c'), key('ctrl+c'))[1].at(-1)).toEqual({type: 'exit', code: 130})
  })

  it('asks nothing once all is done', () => {
    expect(update(after(running, told(done)), key('q'))[1].at(-1)).toEqual({type: 'exit', code: 0})
  })
})
