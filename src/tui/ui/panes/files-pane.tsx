import {Box} from 'ink'
import {width as cells, truncate} from '../../../text/width.ts'
import type {Explorer} from '../../app/explorer.ts'
import type {Layout} from '../../app/layout.ts'
import {fileRows} from '../../app/selectors/file-rows.ts'
import {filesFrame} from '../../app/selectors/files-frame.ts'
import {filterFoot} from '../../app/selectors/filter-foot.ts'
import type {State} from '../../app/state.ts'
import {ends, line} from '../line.ts'
import {attributesBeside, fileColumns, fileColumnsRow, fileNameRow} from '../rows/file-row.ts'
import {filterRow} from '../rows/filter-row.ts'
import {ruled} from '../rows/frame-row.ts'
import type {Theme} from '../theme.ts'
import {Row, Rows} from './row.tsx'

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
  const look = {focused, quiet: explorer.view !== 'aggregated'}
  const frame = filesFrame(state, explorer)
  const rows = fileRows(explorer, list, state.capabilities)
  const columns = fileColumns(width, explorer.attributes, explorer.compared !== null)
  const names = rows.map(row => fileNameRow(row, width - columns.width, look, theme))
  const said = [frame.empty, frame.elsewhere].filter(text => text !== null)
  for (const text of said) names.push(line([['   '], [text, 'quiet']], width, theme))
  const typed = filterFoot(state, explorer)
  const selected = rows.find(row => row.cursor)
  const more = selected === undefined || typed !== null ? '' : attributesBeside(selected, columns)
  const beside = truncate(more, width - 2, {mark: theme.glyphs.ellipsis})
  const counts = beside === '' ? `${frame.counts}${frame.pending ? theme.glyphs.ellipsis : ' '}` : `${beside} `
  const room = width - cells(counts) - 3
  const path = room > 8 ? truncate(frame.path, room, {from: 'start', mark: theme.glyphs.ellipsis}) : ''
  return (
    <Box flexDirection="column" width={width} height={layout.body}>
      <Row text={ruled(frame.title, frame.total, width, focused, theme)} />
      <Box height={list}>
        <Rows lines={names} width={said.length > 0 ? width : width - columns.width} height={list} />
        <Rows lines={rows.map(row => fileColumnsRow(row, columns, look, theme))} width={columns.width} height={list} />
      </Box>
      <Row
        text={
          typed === null
            ? ends([[' '], [path, focused ? null : 'quiet']], [[counts, 'quiet']], width, theme)
            : filterRow(typed, counts, width, theme)
        }
      />
    </Box>
  )
}
