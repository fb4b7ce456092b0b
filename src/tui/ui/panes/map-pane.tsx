import type {Explorer} from '../../app/explorer.ts'
import {mapLayout} from '../../app/layout.ts'
import {mapFrame} from '../../app/selectors/map-frame.ts'
import {mapPicture} from '../../app/selectors/map-picture.ts'
import type {State} from '../../app/state.ts'
import {line} from '../line.ts'
import {ruled} from '../rows/frame-row.ts'
import {legendRow, mapRows} from '../rows/map-rows.ts'
import type {Theme} from '../theme.ts'
import {Rows} from './row.tsx'

interface Props {
  readonly state: State
  readonly explorer: Explorer
  readonly theme: Theme
}

/** Where the bytes are: a treemap of a folder, below it what the tile of the cursor is and what the colours mean. */
export function MapPane({state, explorer, theme}: Props) {
  const {columns, rows, detail} = mapLayout(state.terminal)
  const frame = mapFrame(explorer, state)
  const lines = [ruled(frame.title, frame.note, columns, false, theme)]
  if (frame.empty === null) lines.push(...mapRows(mapPicture(explorer, state), columns, rows, theme))
  else lines.push('', line([['   '], [frame.empty, 'quiet']], columns, theme))
  while (lines.length < 1 + rows) lines.push('')
  if (detail > 0) lines.push(line([[' '], [frame.about, 'strong']], columns, theme))
  if (detail > 2) lines.push(legendRow(frame.bands, columns, theme))
  if (detail > 1) lines.push(legendRow(frame.legend, columns, theme))
  return <Rows lines={lines} width={columns} height={Math.max(0, state.terminal.rows - 3)} />
}
