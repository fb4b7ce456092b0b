import {Box, Text} from 'ink'
import {LEAST} from '../../app/layout.ts'
import {isReadAsItIs, reading} from '../../app/selectors/reading.ts'
import type {State, TerminalSize} from '../../app/state.ts'
import {Screen} from '../screen.tsx'

/** The screen for who hears it, with Ink's screen-reader mode on: lines in the order they matter, no boxes, no bars. */
export function ReaderScreen({state}: {readonly state: State}) {
  const said = reading(state)
  if (said !== null && !isReadAsItIs(state)) return <Lines lines={said} />
  // A page: its rows have labels, see Row. What just happened is said first, it stands at the end of a screen.
  return (
    <Box flexDirection="column">
      {state.notice !== null && <Text>{state.notice.text}</Text>}
      <Screen state={{...state, notice: null, terminal: atLeast(state.terminal)}} />
    </Box>
  )
}

/** What is heard needs no room. */
function atLeast({columns, rows}: TerminalSize): TerminalSize {
  return {columns: Math.max(columns, LEAST.columns), rows: Math.max(rows, LEAST.rows)}
}

function Lines({lines}: {readonly lines: readonly string[]}) {
  return (
    <Box flexDirection="column">
      {lines.map((text, i) => (
        <Text key={i}>{text}</Text>
      ))}
    </Box>
  )
}
