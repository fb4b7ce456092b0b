import {jobOf} from '../../app/jobs/in-state.ts'
import {paperSize} from '../../app/layout.ts'
import {jobLines} from '../../app/selectors/job-lines.ts'
import type {JobPage, State} from '../../app/state.ts'
import {Row, Rows} from '../panes/row.tsx'
import {jobLineRow} from '../rows/job-line-row.ts'
import {bareTopRow} from '../rows/top-row.ts'
import type {Theme} from '../theme.ts'

/** A job: how far it is, why it failed and what to do then, its pieces, what was said. */
export function JobScreen({state, page, theme}: {state: State; page: JobPage; theme: Theme}) {
  const {columns} = state.terminal
  const room = paperSize(state.terminal)
  const job = jobOf(state, page.request)
  const lines = job === null ? [] : jobLines(state, job, room.columns)
  const shown = lines.slice(page.top, page.top + room.rows).map(each => jobLineRow(each, columns, theme))
  return (
    <>
      <Row text={bareTopRow(job?.title ?? '', columns, theme)} />
      <Row text="" />
      <Rows lines={shown} width={columns} height={room.rows} />
    </>
  )
}
