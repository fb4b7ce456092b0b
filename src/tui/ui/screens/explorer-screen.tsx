import {Box} from 'ink'
import {explorerLayout, paperSize} from '../../app/layout.ts'
import {configLines} from '../../app/selectors/config-lines.ts'
import {topLine} from '../../app/selectors/image-facts.ts'
import type {Explorer, State} from '../../app/state.ts'
import {FilesPane} from '../panes/files-pane.tsx'
import {LayersPane} from '../panes/layers-pane.tsx'
import {PaperPane} from '../panes/paper-pane.tsx'
import {Row} from '../panes/row.tsx'
import {tabRow} from '../rows/tab-row.ts'
import {topRow} from '../rows/top-row.ts'
import type {Theme} from '../theme.ts'

interface Props {
  readonly state: State
  readonly explorer: Explorer
  readonly theme: Theme
}

/** An image: tabs, and below them what the tab shows. */
export function ExplorerScreen({state, explorer, theme}: Props) {
  const layout = explorerLayout(state.terminal, explorer)
  const tabs = [
    {label: 'Files', active: explorer.tab === 'files'},
    {label: 'Config', active: explorer.tab === 'config'},
  ]
  return (
    <>
      <Row text={topRow(topLine(explorer, state.capabilities), layout.columns, theme)} />
      <Row text={tabRow(tabs, layout.columns, theme)} />
      {explorer.tab === 'config' ? (
        <PaperPane
          lines={configLines(explorer, paperSize(state.terminal).columns, state.capabilities, state.now)}
          top={explorer.configTop}
          columns={layout.columns}
          rows={layout.body}
          theme={theme}
        />
      ) : (
        <Box height={layout.body}>
          <LayersPane state={state} explorer={explorer} layout={layout} theme={theme} />
          <FilesPane state={state} explorer={explorer} layout={layout} theme={theme} />
        </Box>
      )}
    </>
  )
}
