import {Box} from 'ink'
import {useMemo} from 'react'
import {t} from '../../text/translate.ts'
import {wrap} from '../../text/wrap.ts'
import {isTooSmall, LEAST} from '../app/layout.ts'
import {bottomLine} from '../app/selectors/bottom-line.ts'
import {noticeLines} from '../app/selectors/notice-lines.ts'
import {type Context, explorerOf, type State, type TerminalSize, top} from '../app/state.ts'
import {Row, Rows} from './panes/row.tsx'
import {hintRow, noticeRow} from './rows/bottom-row.ts'
import {jobRow} from './rows/job-row.ts'
import {ComparisonScreen} from './screens/comparison-screen.tsx'
import {DoctorScreen} from './screens/doctor-screen.tsx'
import {ExplorerScreen} from './screens/explorer-screen.tsx'
import {FormScreen} from './screens/form-screen.tsx'
import {HomeScreen} from './screens/home-screen.tsx'
import {JobScreen} from './screens/job-screen.tsx'
import {LargestScreen} from './screens/largest-screen.tsx'
import {MessageScreen} from './screens/message-screen.tsx'
import {PageScreen} from './screens/page-screen.tsx'
import {PaletteScreen} from './screens/palette-screen.tsx'
import {PickerScreen} from './screens/picker-screen.tsx'
import {PreviewScreen} from './screens/preview-screen.tsx'
import {VersionsScreen} from './screens/versions-screen.tsx'
import {type Theme, themeFor} from './theme.ts'

/** The whole screen, from the state alone. Never taller than the terminal; nothing where there is no terminal. */
export function Screen({state}: {readonly state: State}) {
  const {capabilities, terminal} = state
  const theme = useMemo(() => themeFor(capabilities), [capabilities])
  const {columns, rows} = terminal
  if (columns < 1 || rows < 1) return null
  if (isTooSmall(terminal)) return <TooSmall terminal={terminal} unicode={capabilities.unicode} />
  const said = noticeLines(state)
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box height={rows - Math.max(1, said.length)} overflowY="hidden">
        <Box flexDirection="column" height={rows - 1} flexShrink={0}>
          <Body state={state} context={top(state)} theme={theme} />
        </Box>
      </Box>
      {said.length === 0 ? (
        <BottomLine state={state} theme={theme} />
      ) : (
        said.map((text, i) => <Row key={i} text={noticeRow(text, state.notice?.kind ?? 'done', columns, theme)} />)
      )}
    </Box>
  )
}

function TooSmall({terminal, unicode}: {readonly terminal: TerminalSize; readonly unicode: boolean}) {
  const size = ({columns, rows}: TerminalSize) => `${columns}${unicode ? '×' : 'x'}${rows}`
  const text = t`Too small: needs ${size(LEAST)} and has ${size(terminal)}.`
  return <Rows lines={wrap(text, terminal.columns)} width={terminal.columns} height={terminal.rows} />
}

function Body({state, context, theme}: {readonly state: State; readonly context: Context; readonly theme: Theme}) {
  switch (context.kind) {
    case 'explorer':
      return <ExplorerScreen state={state} explorer={context} theme={theme} />
    case 'filter': {
      const explorer = explorerOf(state)
      return explorer && <ExplorerScreen state={state} explorer={explorer} theme={theme} />
    }
    case 'largest':
      return <LargestScreen state={state} list={context} theme={theme} />
    case 'palette':
      return <PaletteScreen state={state} palette={context} theme={theme} />
    case 'picker':
      return <PickerScreen state={state} picker={context} theme={theme} />
    case 'preview':
      return <PreviewScreen state={state} preview={context} theme={theme} />
    case 'versions':
      return <VersionsScreen state={state} page={context} theme={theme} />
    case 'comparison':
      return <ComparisonScreen state={state} comparison={context} theme={theme} />
    case 'form':
      return <FormScreen state={state} form={context} theme={theme} />
    case 'job':
      return <JobScreen state={state} page={context} theme={theme} />
    case 'doctor':
      return <DoctorScreen state={state} page={context} theme={theme} />
    case 'home':
    case 'home-filter':
      return <HomeScreen state={state} theme={theme} />
    case 'help':
    case 'layer':
    case 'layer-users':
    case 'branch':
    case 'instruction':
    case 'not-written':
    case 'matrix':
    case 'relatives':
    case 'contents':
    case 'engines':
      return <PageScreen state={state} paper={context} theme={theme} />
    case 'loading':
    case 'failed':
      return <MessageScreen state={state} context={context} theme={theme} />
  }
}

function BottomLine({state, theme}: {readonly state: State; readonly theme: Theme}) {
  const {columns} = state.terminal
  const {hints, job, jobFrom} = bottomLine(state)
  return <Row text={hintRow(hints, jobFrom, theme) + (job === null ? '' : jobRow(job, columns - jobFrom, theme))} />
}
