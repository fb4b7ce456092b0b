import {width as cells, truncate} from '../../../text/width.ts'
import type {Explorer} from '../../app/explorer.ts'
import {stepsOf} from '../../app/history.ts'
import {historyLayout} from '../../app/layout.ts'
import {historyDetail, historyFrame} from '../../app/selectors/history-frame.ts'
import {historyRows} from '../../app/selectors/history-rows.ts'
import type {State} from '../../app/state.ts'
import {line} from '../line.ts'
import {detailFactRow} from '../rows/detail-row.ts'
import {ruled} from '../rows/frame-row.ts'
import {historyRow} from '../rows/history-row.ts'
import type {Theme} from '../theme.ts'
import {Rows} from './row.tsx'

interface Props {
  readonly state: State
  readonly explorer: Explorer
  readonly theme: Theme
}

/** How the image was made: the steps, and below them all of the one under the cursor. Only the rows on the screen exist. */
export function HistoryPane({state, explorer, theme}: Props) {
  const {columns, rows} = state.terminal
  const frame = historyFrame(explorer, state.capabilities)
  const {list, detail} = historyLayout(state.terminal, stepsOf(explorer.image).length, frame.mismatch === null ? 0 : 1)
  const digits = String(Math.max(0, explorer.layers.length - 1)).length
  const room = columns - cells(frame.title) - 6
  const note = room > 16 ? truncate(frame.note, room, {mark: theme.glyphs.ellipsis}) : ''
  const lines = [ruled(frame.title, note, columns, false, theme)]
  if (frame.mismatch !== null) lines.push(line([[' '], [frame.mismatch, 'problem']], columns, theme))
  if (frame.empty !== null) lines.push('', line([['   '], [frame.empty, 'quiet']], columns, theme))
  const shown = historyRows(explorer, list, state).map(row => historyRow(row, columns, digits, theme))
  while (shown.length < list && frame.empty === null) shown.push('')
  lines.push(...shown)
  const about = detail > 0 ? historyDetail(explorer, columns - 6, detail, state) : null
  if (about !== null) {
    lines.push(ruled(about.title, '', columns, false, theme))
    for (const each of about.command) lines.push(line([['   '], [each]], columns, theme))
    for (const fact of about.facts) lines.push(`  ${detailFactRow(fact, columns - 2, theme)}`)
  }
  const height = Math.max(0, rows - 3)
  return <Rows lines={lines} width={columns} height={height} />
}
