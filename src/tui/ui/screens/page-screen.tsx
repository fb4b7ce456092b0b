import {paperSize} from '../../app/layout.ts'
import {helpLines} from '../../app/selectors/help-lines.ts'
import {layerLines} from '../../app/selectors/layer-lines.ts'
import {explorerOf, type Paper, type State} from '../../app/state.ts'
import {PaperPane} from '../panes/paper-pane.tsx'
import {Row} from '../panes/row.tsx'
import {bareTopRow} from '../rows/top-row.ts'
import type {Theme} from '../theme.ts'

/** A page over everything else: the keys, or all about a layer. */
export function PageScreen({state, paper, theme}: {state: State; paper: Paper; theme: Theme}) {
  const {columns} = state.terminal
  const room = paperSize(state.terminal)
  const explorer = explorerOf(state)
  const lines =
    paper.kind === 'help'
      ? helpLines(room.columns, state.capabilities.unicode)
      : explorer === null
        ? []
        : layerLines(explorer, room.columns, state.capabilities, state.now)
  return (
    <>
      <Row text={bareTopRow(paper.kind === 'help' ? 'Keys' : 'Layer', columns, theme)} />
      <Row text="" />
      <PaperPane lines={lines} top={paper.top} columns={columns} rows={room.rows} theme={theme} />
    </>
  )
}
