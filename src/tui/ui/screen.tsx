import {Box} from 'ink'
import {useMemo} from 'react'
import {hints} from '../app/selectors/bottom-line.ts'
import {type Context, type State, top} from '../app/state.ts'
import {Row} from './panes/row.tsx'
import {hintRow, noticeRow} from './rows/bottom-row.ts'
import {ExplorerScreen} from './screens/explorer-screen.tsx'
import {MessageScreen} from './screens/message-screen.tsx'
import {PageScreen} from './screens/page-screen.tsx'
import {PickerScreen} from './screens/picker-screen.tsx'
import {type Theme, themeFor} from './theme.ts'

/** The whole screen, from the state alone. Never taller than the terminal; nothing where there is no terminal. */
export function Screen({state}: {readonly state: State}) {
  const {capabilities, terminal} = state
  const theme = useMemo(() => themeFor(capabilities), [capabilities])
  const {columns, rows} = terminal
  if (columns < 1 || rows < 1) return null
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box flexDirection="column" height={rows - 1}>
        <Body state={state} context={top(state)} theme={theme} />
      </Box>
      <BottomLine state={state} theme={theme} />
    </Box>
  )
}

function Body({state, context, theme}: {readonly state: State; readonly context: Context; readonly theme: Theme}) {
  switch (context.kind) {
    case 'explorer':
      return <ExplorerScreen state={state} explorer={context} theme={theme} />
    case 'picker':
      return <PickerScreen state={state} picker={context} theme={theme} />
    case 'help':
    case 'layer':
      return <PageScreen state={state} paper={context} theme={theme} />
    case 'loading':
    case 'failed':
      return <MessageScreen state={state} context={context} theme={theme} />
  }
}

function BottomLine({state, theme}: {readonly state: State; readonly theme: Theme}) {
  const {columns} = state.terminal
  const {notice} = state
  if (notice !== null) return <Row text={noticeRow(notice.text, notice.kind, columns, theme)} />
  return <Row text={hintRow(hints(state, columns - 1), columns, theme)} />
}
