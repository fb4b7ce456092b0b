import {printable} from '../../../../text/printable.ts'
import {t} from '../../../../text/translate.ts'
import {runningJobs} from '../../jobs/in-state.ts'
import type {Job} from '../../jobs/job.ts'
import {remembered} from '../../remembered.ts'
import {jobAmount, jobShare, jobTime, STATE_TONES, STATE_WORDS} from '../../selectors/job-facts.ts'
import {onJobPage} from '../../verbs/job-page.ts'
import type {TabView} from '../tab-view.ts'
import type {Table} from '../table.ts'

/** A job as a row: lists know their rows by a text. */
interface JobRow {
  readonly id: string
  readonly job: Job
}

/** What is being done, and what was. */
export const JOBS: TabView<JobRow> = {
  title: t`Jobs`,
  label: state => {
    const {length} = runningJobs(state)
    return length === 0 ? t`Jobs` : t`Jobs (${length})`
  },
  meaning: t`Jobs: what is being done, and what was`,
  noun: t`jobs`,
  fromEngine: false,
  marks: null,
  table: (_home, state) => (runningJobs(state).length > 0 ? RUNNING : ENDED),
  rows: (state, {lists}) => rowsOf(state.jobs, lists.jobs.filter),
  count: state => state.jobs.length,
  row: ({job}) => ({
    dimmed: job.state === 'cancelled',
    cells: {
      title: job.title,
      state: {text: STATE_WORDS[job.state], tone: STATE_TONES[job.state]},
      share: job.state === 'running' ? {share: jobShare(job) ?? 0, tone: 'busy'} : '',
      amount: jobAmount(job),
      time: jobTime(job) ?? '',
    },
  }),
  page: state => (state.jobs.length === 0 ? EMPTY : null),
  about: (row, {capabilities}) =>
    printable(row?.job.failure?.message ?? row?.job.command ?? '', {ascii: !capabilities.unicode}),
  order: () => t`newest first`,
  open: ({job}, state) => [onJobPage(state, job.request), []],
}

const RUNNING: Table = {
  name: {key: 'title', title: t`job`, cells: 30, kind: 'strong'},
  columns: [
    {key: 'state', title: t`state`, cells: 9, kind: 'plain'},
    {key: 'share', title: '', cells: 12, kind: 'plain'},
    {key: 'amount', title: t`bytes`, cells: 18, kind: 'plain'},
    {key: 'time', title: t`time`, cells: 11, kind: 'quiet'},
  ],
  first: ['state', 'share', 'amount', 'time'],
  wide: [],
}

/** Where nothing runs there is no bar: the names have its cells. */
const ENDED: Table = {
  ...RUNNING,
  columns: RUNNING.columns.filter(({key}) => key !== 'share'),
  first: RUNNING.first.filter(key => key !== 'share'),
}

const EMPTY = {
  text: t`Nothing has been done yet.`,
  advice: t`What takes its time is listed here: pushes, pulls, extractions, with how far they are and how they ended.`,
  tone: 'plain',
} as const

const rowsOf = remembered((jobs: readonly Job[], filter: string): readonly JobRow[] => {
  const wanted = filter.toLowerCase()
  return jobs
    .filter(job => `${job.title} ${STATE_WORDS[job.state]}`.toLowerCase().includes(wanted))
    .map(job => ({id: String(job.request), job}))
    .reverse()
})
