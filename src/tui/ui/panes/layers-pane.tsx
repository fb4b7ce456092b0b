import {Box, Text} from 'ink'
import {t} from '../../../text/translate.ts'
import type {Explorer} from '../../app/explorer.ts'
import type {Layout} from '../../app/layout.ts'
import {layerDetail} from '../../app/selectors/layer-detail.ts'
import {layerRows} from '../../app/selectors/layer-rows.ts'
import type {State} from '../../app/state.ts'
import {line} from '../line.ts'
import {detailFactRow} from '../rows/detail-row.ts'
import {boxSide, ruled} from '../rows/frame-row.ts'
import {layerRow, layersTitle} from '../rows/layer-row.ts'
import type {Theme} from '../theme.ts'
import {Rows} from './row.tsx'

interface Props {
  readonly state: State
  readonly explorer: Explorer
  readonly layout: Layout
  readonly theme: Theme
}

/** The list of layers, and below it what made the selected one. */
export function LayersPane({state, explorer, layout, theme}: Props) {
  const {body} = layout
  const {width, list, detail} = layout.layers
  if (width < 4 || body < 3) return null
  const focused = explorer.focus === 'layers'
  const inside = width - 2
  const count = explorer.layers.length
  const digits = String(Math.max(0, count - 1)).length
  const rows = layerRows(explorer, list, state).map(row => layerRow(row, inside, digits, focused, theme))
  while (rows.length < list) rows.push('')
  const lines = [
    explorer.compared !== null
      ? ruled(t`Compared`, '', inside, focused, theme)
      : layersTitle(count > list ? `${explorer.selected + 1}/${count}` : '', inside, digits, focused, theme),
    ...rows,
  ]
  if (detail > 0) {
    const about = layerDetail(explorer, inside - 2, detail, state)
    const command = about.command.map(each => line([[' '], [each]], inside, theme))
    const facts = about.facts.map(fact => detailFactRow(fact, inside, theme))
    lines.push(ruled(about.title, '', inside, focused, theme), ...command, ...facts)
  }
  while (lines.length < body - 1) lines.push('')
  lines.splice(body - 1, lines.length, ruled('', '', inside, focused, theme))
  const joint = detail > 0 ? list + 1 : null
  return (
    <Box width={width} height={body} flexShrink={0}>
      <Text>{boxSide('left', body, joint, focused, theme)}</Text>
      <Rows lines={lines} width={inside} height={body} />
      <Text>{boxSide('right', body, joint, focused, theme)}</Text>
    </Box>
  )
}
