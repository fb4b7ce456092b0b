import {Box} from 'ink'
import type {Layout} from '../../app/layout.ts'
import {layerDetail} from '../../app/selectors/layer-detail.ts'
import {layerRows} from '../../app/selectors/layer-rows.ts'
import type {Explorer, State} from '../../app/state.ts'
import {line} from '../line.ts'
import {detailFactRow} from '../rows/detail-row.ts'
import {boxEdge, boxed} from '../rows/frame-row.ts'
import {layerRow} from '../rows/layer-row.ts'
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
  const {width, list, detail} = layout.layers
  if (width < 4 || layout.body < 3) return null
  const focused = explorer.focus === 'layers'
  const inside = width - 2
  const count = explorer.layers.length
  const digits = String(Math.max(0, count - 1)).length
  const inBox = (content: string) => boxed(content, focused, theme)
  const empty = line([['']], inside, theme)

  const rows = layerRows(explorer, list, state.capabilities).map(row =>
    inBox(layerRow(row, inside, digits, focused, theme)),
  )
  while (rows.length < list) rows.push(inBox(empty))

  const about = layerDetail(explorer, inside - 2, detail, state)
  const text = [
    ...about.command.map(each => line([[' '], [each]], inside, theme)),
    ...about.facts.map(fact => detailFactRow(fact, inside, theme)),
  ].slice(0, detail)
  while (text.length < detail) text.push(empty)

  const position = count > list ? `${explorer.selected + 1}/${count}` : ''
  const lines = [
    boxEdge('top', 'Layers', position, width, focused, theme),
    ...rows,
    ...(detail > 0 ? [boxEdge('middle', about.title, '', width, focused, theme), ...text.map(inBox)] : []),
    boxEdge('bottom', '', '', width, focused, theme),
  ]
  return (
    <Box flexDirection="column" width={width} height={layout.body}>
      <Rows lines={lines} />
    </Box>
  )
}
