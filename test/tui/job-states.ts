import {LensError, toFailure} from '../../src/image/oci/error.ts'
import type {JobEvent, JobPart} from '../../src/tui/app/jobs/job.ts'
import type {State} from '../../src/tui/app/state.ts'
import {beginJob} from '../../src/tui/app/verbs/begin-job.ts'
import {listed} from './home-states.ts'
import {NOW} from './sample-image.ts'
import {after, press} from './sample-states.ts'

/** A job that is made up: what it does is never asked. */
export function begun(state: State, title: string, command: string | null): State {
  const task = {kind: 'extract', session: -1, node: 1, version: 1, layer: 0, directory: '', force: false, owner: false}
  return beginJob(state, {title, command, task: task as never}, null)[0]
}

/** What is told of the newest job, so many milliseconds after it began. */
export function tellNewest(state: State, ...events: readonly (readonly [at: number, event: JobEvent])[]): State {
  const {request} = state.jobs.at(-1)!
  const messages = events.map(([at, event]) => ({type: 'job-told', request, at: NOW + at, event}) as const)
  return after(state, ...messages)
}

const PARTS: readonly JobPart[] = [
  {id: '4b95d76aaa60', phase: 'exists', done: 124e6, total: 124e6},
  {id: '79e37a9ea79e', phase: 'mounted', done: 0, total: null},
  {id: '278de16fd278', phase: 'moving', done: 61e6, total: 220e6},
  {id: '13c6f239b13c', phase: 'done', done: 14e3, total: 14e3},
  {id: '3b54d0a5f3b5', phase: 'moving', done: 0, total: 312e6},
  {id: 'evil\x1b[31m\u202e', phase: 'waiting', done: 0, total: null},
]

const plainHttp = toFailure(
  new LensError(
    'registry-unreachable',
    'The registry registry.lan:5000 answers in plain HTTP, and this engine only trusts HTTPS there.',
    {
      advice: [
        'Docker: add this to /etc/docker/daemon.json, and restart the engine (sudo systemctl restart docker):',
        '  {"insecure-registries": ["registry.lan:5000"]}',
      ],
    },
  ),
)

function progress(done: number): JobEvent {
  return {type: 'progress', progress: {label: '', done, total: 656e6, parts: PARTS}}
}

/** Home with a push under way, one that failed and one that was done. */
function working(columns: number, rows: number): State {
  let state = begun(listed(columns, rows), 'pull shop/api:1.4', 'docker pull shop/api:1.4')
  const done: JobEvent = {type: 'said', text: 'Status: Downloaded newer image for shop/api:1.4'}
  state = tellNewest(state, [0, {type: 'began'}], [61_000, progress(656e6)], [61_000, done])
  state = {...state, jobs: state.jobs.map(job => ({...job, state: 'done' as const, ended: NOW + 61_000}))}
  state = begun(state, 'push registry.lan:5000/tools:1.2', 'docker push registry.lan:5000/tools:1.2')
  state = press(tellNewest(state, [0, {type: 'began'}], [200, {type: 'failed', failure: plainHttp}]), 'esc')
  state = begun(state, 'push localhost:5000/shop/api:1.4', 'docker push localhost:5000/shop/api:1.4')
  return tellNewest(state, [0, {type: 'began'}], [0, progress(0)], [2000, progress(198e6)])
}

/** Screens of jobs that are held by frames. */
export const JOB_SCREENS: readonly (readonly [string, (columns: number, rows: number) => State])[] = [
  ['home-jobs', (columns, rows) => press(working(columns, rows), '5')],
  ['home-marked', (columns, rows) => press(listed(columns, rows), 'j', 'space', 'space')],
  ['job', (columns, rows) => press(working(columns, rows), 'J')],
  ['job-failed', (columns, rows) => press(working(columns, rows), 'J', '[')],
  ['leave', (columns, rows) => press(working(columns, rows), 'q')],
]
