import {Box} from 'ink'
import {width as cells, truncate} from '../../../text/width.ts'
import type {Layout} from '../../app/layout.ts'
import {fileRows} from '../../app/selectors/file-rows.ts'
import {filesFrame} from '../../app/selectors/files-frame.ts'
import type {Explorer, State} from '../../app/state.ts'
import {ends, line} from '../line.ts'
import {fileRow} from '../rows/file-row.ts'
import {ruled} from '../rows/frame-row.ts'
import type {Theme} from '../theme.ts'
import {Rows} from './row.tsx'

interface Props {
  readonly state: State
  readonly explorer: Explorer
  readonly layout: Layout
  readonly theme: Theme
}

/** The tree. Only the rows on the screen exist. */
export function FilesPane({state, explorer, layout, theme}: Props) {
  const {width, list} = layout.files
  if (width < 4 || layout.body < 2) return null
  const focused = explorer.focus === 'files'
  const look = {columns: width, focused, attributes: explorer.attributes, quiet: explorer.view !== 'aggregated'}
  const frame = filesFrame(explorer, state.capabilities)
  const lines = [ruled(frame.title, frame.total, width, focused, theme)]
  for (const row of fileRows(explorer, list, state.capabilities)) lines.push(fileRow(row, look, theme))
  if (frame.empty !== null && list > 0) lines.push(line([['   '], [frame.empty, 'quiet']], width, theme))
  const blank = line([['']], width, theme)
  while (lines.length < list + 1) lines.push(blank)
  const room = width - cells(frame.counts) - 4
  const path = room > 8 ? truncate(frame.path, room, {from: 'start', mark: theme.glyphs.ellipsis}) : ''
  lines.push(ends([[' '], [path, focused ? null : 'quiet']], [[`${frame.counts} `, 'quiet']], width, theme))
  return (
    <Box flexDirection="column" width={width} height={layout.body}>
      <Rows lines={lines} />
    </Box>
  )
}
