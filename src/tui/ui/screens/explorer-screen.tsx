import {Box} from 'ink'
import type {Explorer} from '../../app/explorer.ts'
import {explorerLayout, type Layout} from '../../app/layout.ts'
import {explorerTabs} from '../../app/selectors/explorer-tabs.ts'
import {topLine} from '../../app/selectors/image-facts.ts'
import {configPaper, sharingPaper} from '../../app/selectors/paper-lines.ts'
import type {State} from '../../app/state.ts'
import {FilesPane} from '../panes/files-pane.tsx'
import {HistoryPane} from '../panes/history-pane.tsx'
import {LayersPane} from '../panes/layers-pane.tsx'
import {MapPane} from '../panes/map-pane.tsx'
import {PaperPane} from '../panes/paper-pane.tsx'
import {Row} from '../panes/row.tsx'
import {WastePane} from '../panes/waste-pane.tsx'
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
  return (
    <>
      <Row text={topRow(topLine(explorer, state.capabilities), layout.columns, theme)} />
      <Row text={tabRow(explorerTabs(state, explorer), layout.columns, theme)} />
      <TabBody state={state} explorer={explorer} layout={layout} theme={theme} />
    </>
  )
}

function TabBody({state, explorer, layout, theme}: Props & {readonly layout: Layout}) {
  switch (explorer.tab) {
    case 'config':
      return (
        <PaperPane
          lines={configPaper(state, explorer)}
          top={explorer.configTop}
          columns={layout.columns}
          rows={layout.body}
          theme={theme}
        />
      )
    case 'waste':
      return <WastePane state={state} explorer={explorer} theme={theme} />
    case 'map':
      return <MapPane state={state} explorer={explorer} theme={theme} />
    case 'sharing':
      return (
        <PaperPane
          lines={sharingPaper(state, explorer)}
          top={explorer.sharingTop}
          columns={layout.columns}
          rows={layout.body}
          theme={theme}
        />
      )
    case 'history':
      return <HistoryPane state={state} explorer={explorer} theme={theme} />
    case 'files':
      return (
        <Box height={layout.body}>
          <LayersPane state={state} explorer={explorer} layout={layout} theme={theme} />
          <FilesPane state={state} explorer={explorer} layout={layout} theme={theme} />
        </Box>
      )
  }
}
